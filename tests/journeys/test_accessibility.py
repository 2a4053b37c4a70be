"""axe-core finds no serious fault on any page, whoever sees it, in both languages, light and dark, on both screens.

Measuring contrast takes most of the time and does not depend on the language: it is done on the Chinese pages.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from registry.accounts.permissions import Permission, Role, granted
from registry.site.languages import Language
from tests.journeys.pages import VALUES, pages, public_pages
from tests.journeys.signing_in import Signed
from tests.journeys.stack import Running
from tests.journeys.visiting import REFUSED, SCREENS, visit

GRAVE = ("serious", "critical")
RULES: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
LOOKS = {
    Language.CHINESE: (("desk", "light", RULES), ("phone", "dark", RULES)),
    Language.ENGLISH: tuple(
        (screen, scheme, {**RULES, "rules": {"color-contrast": {"enabled": False}}})
        for screen, scheme in (("desk", "dark"), ("phone", "light"))
    ),
}


def faults(page: Page, language: Language, paths: Iterable[str]) -> Iterator[str]:
    """What is wrong with each page: how it was looked at, the rule, and where it is broken."""
    for path in paths:
        show(page, path)
        for screen, scheme, rules in LOOKS[language]:
            width, height = SCREENS[screen]
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for rule, place in broken(page, rules):
                yield f"{path} {screen} {scheme} {rule}: {place}"


def show(page: Page, path: str) -> None:
    """Open a page and give it axe-core, once for all looks: it is half a megabyte to be read."""
    page.goto(path)
    page.evaluate(AXE_SCRIPT)


def broken(page: Page, rules: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each serious fault of what is shown: the rule, and the element that breaks it."""
    for found in page.evaluate("async rules => (await axe.run(rules)).violations", rules):
        if found["impact"] in GRAVE:
            for node in found["nodes"]:
                yield found["id"], f"{node['target']} {node['html'][:200]}"


@pytest.mark.parametrize("language", Language)
def test_no_public_page_has_a_serious_fault(browser: Browser, running: Running, language: Language) -> None:
    with visit(browser, running, expected=REFUSED) as page:
        assert list(faults(page, language, public_pages(running, language))) == []


@pytest.mark.parametrize("role", Role)
def test_no_page_of_a_role_has_a_serious_fault(
    browser: Browser, running: Running, signed: Signed, role: Role
) -> None:
    cookie = signed.cookie(role)
    with visit(browser, running, expected=REFUSED) as page:
        page.context.add_cookies([cookie])
        for language in Language:
            own = pages(running, language, first_seen(role), {"session": cookie["value"]})
            assert own
            assert list(faults(page, language, own)) == []


def first_seen(role: Role) -> frozenset[Permission]:
    """What no role before this one may see, and the account of one's own."""
    roles = list(Role)
    before = granted(roles[: roles.index(role)])
    return granted([role]) - before | {Permission.SIGNED_IN}


@pytest.mark.parametrize("place", ["/patents/{number:str}", "/enterprises/{key:str}", "/projects/{key:str}"])
def test_no_record_has_a_serious_fault_for_an_officer(
    browser: Browser, running: Running, signed: Signed, place: str
) -> None:
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.OFFICER)])
        path = f"{place.split('{', maxsplit=1)[0]}{VALUES[place]}"
        assert list(faults(page, Language.CHINESE, [path])) == []


def test_a_page_that_is_made_faulty_is_told_of(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        show(page, "/sign-in")
        assert list(broken(page, RULES)) == []
        page.evaluate("document.querySelector('main label').remove()")
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        assert [rule for rule, _ in broken(page, RULES)] == ["color-contrast", "label"]
