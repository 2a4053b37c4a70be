"""The site by the keyboard alone: keys lead everywhere, and where the focus is can always be seen."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import Running
from tests.journeys.visiting import visit

MANY = 400
"""More stops than any page has."""
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
  return {
    html: element.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || element.closest(".find-box, .switch, label") !== null,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: middle !== null && !element.contains(middle) && !middle.contains(element) && !element.closest("label"),
    place: [...document.querySelectorAll("*")].indexOf(element),
  };
}"""


def stops(page: Page) -> list[dict[str, object]]:
    """Every stop of the Tab key from the top of the page to its end."""
    found = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            return found
        found.append(focused)
    raise AssertionError("the Tab key never comes to the end")


@pytest.mark.parametrize("path", ["/", "/patents", "/patents/202119903127.1", "/needs", "/sign-in"])
def test_tab_goes_through_the_page_in_reading_order_and_the_focus_is_seen(
    browser: Browser, running: Running, path: str
) -> None:
    with visit(browser, running) as page:
        page.goto(path)
        found = stops(page)
        assert "skip-link" in str(found[0]["html"])
        assert [stop["place"] for stop in found] == sorted(stop["place"] for stop in found)
        assert [stop for stop in found if not stop["ring"] or not stop["seen"] or stop["covered"]] == []


def test_the_first_key_leads_past_the_navigation(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents/202119903127.1")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_keys_search_choose_a_suggestion_and_walk_along_the_results(
    browser: Browser, running: Running
) -> None:
    with visit(browser, running) as page:
        page.goto("/patents")
        page.keyboard.press("/")
        box = page.locator("[data-main-search]")
        expect(box).to_be_focused()
        page.keyboard.type("碳纤")
        suggested = page.get_by_role("listbox").get_by_role("option")
        expect(suggested.first).to_have_text("碳纤维")
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_be_focused()
        page.keyboard.press("Backspace")
        page.keyboard.type("纤")
        expect(suggested.first).to_have_text("碳纤维")
        page.keyboard.press("ArrowUp")
        expect(suggested.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_text("碳纤维")
        expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/patents?q=%E7%A2%B3%E7%BA%A4%E7%BB%B4")
        page.keyboard.press("Escape")
        expect(box).not_to_be_focused()
        expect(box).to_have_value("碳纤维")
        first, second = page.locator(".hit-title a").nth(0), page.locator(".hit-title a").nth(1)
        for key, link in (("j", first), ("j", second), ("k", first)):
            page.keyboard.press(key)
            expect(link).to_be_focused()
        title = first.inner_text()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("link", name="下一条").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
        page.get_by_role("link", name="“碳纤维”的结果").click()
        expect(box).to_have_value("碳纤维")


def test_the_list_of_keys_opens_and_closes_by_keys(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
