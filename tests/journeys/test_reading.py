"""A visitor finds a patent in the list and reads its page, on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.accounts import demonstration
from tests.journeys.stack import Running
from tests.journeys.visiting import SCREENS, fits, keep_picture, visit

TITLE = "一种碳纤维渔竿分段缠绕成型装置及其成型方法"


def sign_in(page: Page, login: str) -> None:
    """Sign in on the page that asks for it, as a person of the demonstration."""
    page.get_by_label("登录名", exact=True).fill(login)
    page.get_by_label("密码", exact=True).fill(demonstration.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


@pytest.mark.parametrize("screen", SCREENS)
def test_from_the_first_page_to_a_patent_and_its_holder(
    browser: Browser, running: Running, screen: str
) -> None:
    with visit(browser, running, screen) as page:
        page.goto(running.address)
        keep_picture(page, f"overview-{screen}")
        page.locator("[data-main-search]").fill("碳纤维 渔竿")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("件")
        assert fits(page)
        page.get_by_role("link", name=TITLE).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page.get_by_text("¥30,000").first).to_be_visible()
        assert fits(page)
        keep_picture(page, f"patent-{screen}")
        page.get_by_role("link", name="威海拾浪碳纤维渔具有限公司").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("威海拾浪碳纤维渔具有限公司")
        assert fits(page)
        keep_picture(page, f"enterprise-{screen}")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_list_fits_its_screen(browser: Browser, running: Running, screen: str) -> None:
    with visit(browser, running, screen) as page:
        for name in ("patents", "enterprises", "offers", "projects", "en/patents", "imports", "imports/1"):
            page.goto(f"{running.address}/{name}")
            if name == "imports":
                sign_in(page, "jingban")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert fits(page), name
            keep_picture(page, f"{name.replace('/', '-')}-{screen}")


def test_a_chosen_filter_applies_at_once_and_stays_in_the_address(browser: Browser, running: Running) -> None:
    with visit(browser, running, "desk") as page:
        page.goto(f"{running.address}/patents")
        page.get_by_role("checkbox", name="外观设计").check()
        page.wait_for_url("**/patents?type=design")
        expect(page.locator(".hit")).to_have_count(1)
        page.get_by_role("link", name="去掉条件：专利类型").click()
        page.wait_for_url("**/patents")
        expect(page.locator(".hit")).to_have_count(8)


def test_lists_and_filters_work_without_script(browser: Browser, running: Running) -> None:
    with visit(browser, running, "desk", script=False) as page:
        page.goto(f"{running.address}/patents")
        page.get_by_role("checkbox", name="外观设计").check()
        page.get_by_role("button", name="检索").click()
        expect(page.locator(".hit")).to_have_count(1)
        page.get_by_role("link", name="钓竿握把").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("钓竿握把")
        page.get_by_role("link", name="English").first.click()
        expect(page.get_by_text("Where the data come from")).to_be_visible()


def test_keys_lead_to_the_search_box_and_along_the_results(browser: Browser, running: Running) -> None:
    with visit(browser, running, "desk") as page:
        page.goto(f"{running.address}/patents")
        page.keyboard.press("/")
        expect(page.locator("[data-main-search]")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator(".hit-title a").first).to_be_focused()


def test_a_chosen_theme_is_kept_on_the_next_page(browser: Browser, running: Running) -> None:
    with visit(browser, running, "desk") as page:
        page.goto(running.address)
        page.get_by_role("button", name="切换深色或浅色显示").click()
        page.goto(f"{running.address}/offers")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        keep_picture(page, "offers-desk-dark")
