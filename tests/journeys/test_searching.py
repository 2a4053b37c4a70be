"""An SME types what it needs, narrows what is found, opens a patent, comes back, and finds all as it was."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.stack import Running
from tests.journeys.visiting import SCREENS, fits, keep_picture, visit

RODS = (
    "碳纤维预浸料卷制钓竿的张力闭环控制方法",
    "一种碳纤维渔竿分段缠绕成型装置及其成型方法",
    "钓竿握把",
    "渔竿表面用水性耐盐雾涂料及其制备方法",
)
"""What 鱼竿 finds, by its synonyms."""
OFFERED = RODS[1]
LONGER_THAN_ANY_WAIT = 2000


def ask(page: Page, words: str) -> None:
    """Type as a person does, and see the results of it."""
    page.locator("[data-main-search]").press_sequentially(words)
    page.wait_for_function(
        "words => new URLSearchParams(location.search).get('q') === words"
        " && !document.querySelector('[data-part=results][aria-busy]')",
        arg=words,
    )


def titles(page: Page) -> list[str]:
    return page.locator(".hit-title").all_inner_texts()


def searches(page: Page) -> list[str]:
    """The addresses that the page asks for by itself from now on, as they come."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)) if is_search(request.url) else None)
    return asked


def is_search(url: str) -> bool:
    return "fragment=1" in url or "/suggest?" in url


def open_filters(page: Page, screen: str) -> None:
    if screen == "phone":
        page.get_by_role("button", name=re.compile("^(筛选|Filter)")).click()


def close_filters(page: Page, screen: str) -> None:
    if screen == "phone":
        page.locator("[data-close-sheet]").click()
        expect(page.locator("#facets")).to_be_hidden()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("start", "switch"), [("", "只看现在可以许可的"), ("/en", "Only what can be licensed now")]
)
def test_from_a_word_to_a_patent_and_back(
    browser: Browser, running: Running, screen: str, start: str, switch: str
) -> None:
    with visit(browser, running, screen) as page:
        page.goto(f"{start}/patents")
        ask(page, "鱼竿")
        assert titles(page) == list(RODS)
        expect(page.locator(".also")).to_contain_text("钓竿")
        page.get_by_role("switch", name=switch).check()
        expect(page.locator(".hit")).to_have_count(2)
        open_filters(page, screen)
        page.locator("[name=fee_from]").fill("20000")
        page.keyboard.press("Enter")
        expect(page.locator(".chip")).to_have_count(2)
        page.locator("[name=type][value=invention]").check()
        expect(page.locator(".chip")).to_have_count(3)
        close_filters(page, screen)
        expect(page.locator(".hit-title")).to_have_text([OFFERED])
        assert fits(page)
        keep_picture(page, f"narrowed{start.replace('/', '-')}-{screen}")
        found = page.url
        page.get_by_role("link", name=OFFERED).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(OFFERED)
        for come_back in (page.go_back, page.reload):
            come_back()
            expect(page.locator(".hit-title")).to_have_text([OFFERED])
            assert page.url == found
            assert page.locator("[data-main-search]").input_value() == "鱼竿"
            assert page.get_by_role("switch", name=switch).is_checked()
            assert page.locator("[name=type][value=invention]").is_checked()
            assert page.locator("[name=fee_from]").input_value() == "20000"


def test_back_goes_through_the_searches_one_by_one(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents")
        ask(page, "鱼竿")
        page.keyboard.press("Enter")
        page.locator("[name=type][value=design]").check()
        expect(page.locator(".hit-title")).to_have_text(["钓竿握把"])
        page.go_back()
        expect(page.locator(".hit")).to_have_count(4)
        assert not page.locator("[name=type][value=design]").is_checked()
        page.go_forward()
        expect(page.locator(".hit")).to_have_count(1)
        assert page.locator("[name=type][value=design]").is_checked()


def test_the_place_on_a_long_list_is_kept_when_going_back(browser: Browser, running: Running) -> None:
    with visit(browser, running, "phone") as page:
        page.goto("/patents")
        link = page.locator(".hit-title a").last
        link.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        assert place > 0
        link.click()
        page.wait_for_url(re.compile(r"/patents/\d"))
        page.go_back()
        page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_asked_while_an_input_method_composes(
    browser: Browser, running: Running, screen: str
) -> None:
    with visit(browser, running, screen) as page:
        page.clock.install()
        page.goto("/patents")
        asked = searches(page)
        page.locator("[data-main-search]").focus()
        keys = page.context.new_cdp_session(page)
        for composed in ("y", "yu", "yu g", "yu gan"):
            place = {"selectionStart": len(composed), "selectionEnd": len(composed)}
            keys.send("Input.imeSetComposition", {"text": composed, **place})
            page.clock.run_for(LONGER_THAN_ANY_WAIT)
        assert page.locator("[data-main-search]").input_value() == "yu gan"
        assert asked == []
        keys.send("Input.insertText", {"text": "鱼竿"})
        page.clock.run_for(LONGER_THAN_ANY_WAIT)
        expect(page.locator(".hit-title")).to_have_text(list(RODS))
        assert all("q=鱼竿" in address for address in asked)


def hold(held: list[Route], when: Callable[[str], bool]) -> Callable[[Route], None]:
    """Keeps back the answers to some requests and lets the others pass."""
    return lambda route: held.append(route) if when(unquote(route.request.url)) else route.continue_()


def test_an_older_answer_never_replaces_a_newer_one(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents")
        held: list[Route] = []
        page.route(re.compile("fragment=1"), hold(held, lambda url: "q=钓竿握把" in url))
        box = page.locator("[data-main-search]")
        with page.expect_request(lambda request: "fragment=1" in request.url):
            box.fill("钓竿握把")
        expect(page.locator("[data-part=results]")).to_have_attribute("aria-busy", "true")
        box.fill("")
        ask(page, "抄网杆")
        newer = titles(page)
        assert newer == ["海钓用碳纤维抄网杆的伸缩锁紧结构"]
        for route in held:
            route.fulfill(response=route.fetch())
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert held
        assert titles(page) == newer
        assert box.input_value() == "抄网杆"


def test_results_stay_while_an_answer_is_late_and_after_it_failed(browser: Browser, running: Running) -> None:
    with visit(browser, running, expected="net::ERR_") as page:
        page.goto("/patents?q=鱼竿")
        held: list[Route] = []
        page.route(re.compile("fragment=1"), hold(held, lambda _: not held))
        box = page.locator("[data-main-search]")
        box.fill("钓竿握把")
        expect(page.locator("[data-part=results][data-slow]")).to_be_visible()
        expect(page.locator(".hit")).to_have_count(4)
        keep_picture(page, "late-desk")
        held[0].abort("connectionfailed")
        expect(page.get_by_role("alert")).to_contain_text("没有连上")
        expect(page.locator(".hit")).to_have_count(4)
        page.get_by_role("button", name="再试一次").click()
        expect(page.locator(".hits").first.locator(".hit-title")).to_have_text(["钓竿握把"])
        expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_not_there_says_why_and_shows_ways_out(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents?type=design")
        ask(page, "抄网杆")
        expect(page.get_by_role("status")).to_contain_text("0 件")
        keep_picture(page, "nothing-desk")
        page.get_by_role("link", name=re.compile("不限“专利类型”")).click()
        expect(page.locator(".hit-title")).to_have_text(["海钓用碳纤维抄网杆的伸缩锁紧结构"])


@pytest.mark.parametrize("start", ["", "/en"])
def test_without_script_the_same_form_finds_narrows_and_clears(
    browser: Browser, running: Running, start: str
) -> None:
    with visit(browser, running, script=False) as page:
        page.goto(f"{start}/patents")
        page.locator("[data-main-search]").fill("鱼竿")
        page.keyboard.press("Enter")
        expect(page.locator(".hit-title")).to_have_text(list(RODS))
        page.locator("[name=offer]").check()
        page.locator("[name=fee_from]").fill("20000")
        page.keyboard.press("Enter")
        expect(page.locator(".hit-title")).to_have_text([OFFERED])
        page.locator(".chip a").first.click()
        page.locator(".chip a").first.click()
        expect(page.locator(".hit-title")).to_have_text(list(RODS))
        page.locator(".hit-title a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(RODS[0])
