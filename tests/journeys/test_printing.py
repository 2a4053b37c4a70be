"""What is printed is the record, whole, without what only a screen needs."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import Running
from tests.journeys.visiting import SCREENS, fits, keep_picture, visit

SHEET = {"width": 673, "height": 990}
"""What the margins leave of A4, at 96 dots an inch."""
PRINTED = (
    "/patents/202119903127.1",
    "/en/patents/202119903127.1",
    "/patents?q=鱼竿",
    "/enterprises/91371002MA99A00017",
)
INK_AND_PAPER = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (box.width <= 1 || box.height <= 1 || style.visibility === "hidden") return false;
  const hides = ["hidden", "clip", "auto", "scroll"];
  return box.right > innerWidth + 1 || box.left < -1
    || (hides.includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (hides.includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => element.outerHTML.slice(0, 160))"""


def test_a_page_prints_whole_and_without_navigation(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        for path in PRINTED:
            page.set_viewport_size({"width": SCREENS["desk"][0], "height": SCREENS["desk"][1]})
            page.emulate_media(media="screen", color_scheme="light")
            page.goto(path)
            page.set_viewport_size(SHEET)
            for scheme in ("light", "dark"):
                page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
                prints_whole(page)
                keep_picture(page, f"print{path.split('?', maxsplit=1)[0].replace('/', '-')}-{scheme}")


def prints_whole(page: Page) -> None:
    """Black on white, nothing of the navigation, nothing cut off."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for name in (".bar", ".env-strip", ".skip-link", ".site-foot", ".bar-nav", "#nav-sheet", ".btn"):
        assert not page.locator(f"{name}:visible").count(), (page.url, name)
    assert fits(page), page.url
    assert page.evaluate(CUT_OFF) == [], page.url
    assert page.evaluate(INK_AND_PAPER) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], page.url


def test_what_is_folded_away_is_printed_too_but_the_sources(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.goto("/patents/202119903127.1")
        page.emulate_media(media="print")
        folds = page.locator("main .fold:not(.source):not([open])")
        assert folds.count()
        for fold in folds.all():
            expect(fold.locator(":scope > :not(summary)").first).to_be_visible()


def test_the_button_prints(browser: Browser, running: Running) -> None:
    with visit(browser, running) as page:
        page.add_init_script("globalThis.print = () => { document.documentElement.dataset.printed = '1'; }")
        page.goto("/patents/202119903127.1")
        page.locator("[data-print]").first.click()
        expect(page.locator("html[data-printed]")).to_have_count(1)
