"""Over every public page: nothing from elsewhere, nothing the policy refuses, nothing kept in the visitor's browser."""

import pytest
from playwright.sync_api import Browser

from registry.site.languages import Language
from tests.journeys.pages import public_pages
from tests.journeys.stack import Running
from tests.journeys.visiting import REFUSED, SCREENS, fits, traces, visit


@pytest.mark.parametrize("language", Language)
def test_no_public_page_loads_from_elsewhere_breaks_the_policy_keeps_anything_or_is_wider_than_a_phone(
    browser: Browser, running: Running, language: Language
) -> None:
    width, height = SCREENS["desk"]
    phone_width, phone_height = SCREENS["phone"]
    with visit(browser, running, "phone", expected=REFUSED) as page:
        for path in public_pages(running, language):
            page.set_viewport_size({"width": phone_width, "height": phone_height})
            answer = page.goto(path)
            assert answer is not None
            assert "default-src 'none'" in answer.headers["content-security-policy"], path
            assert "unsafe" not in answer.headers["content-security-policy"], path
            assert "set-cookie" not in answer.headers, path
            assert fits(page), path
            page.set_viewport_size({"width": width, "height": height})
            assert traces(page) == 0, path


def test_the_browser_would_tell_of_a_refusal_by_the_policy(browser: Browser, running: Running) -> None:
    with pytest.raises(AssertionError, match="Content Security Policy"):
        break_the_policy(browser, running)


def break_the_policy(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/sign-in")
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('style'), {textContent: 'a{}'}))"
        )
