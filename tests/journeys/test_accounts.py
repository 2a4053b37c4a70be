"""People sign in with a browser: an officer, an administrator with a second step, an auditor; an enterprise asks for an account."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.accounts import demonstration
from tests.journeys.conftest import Running
from tests.journeys.test_reading import SCREENS, fits, keep_picture, sign_in, visit


def look(page: Page, name: str) -> None:
    """Nothing is cut off, in the light and in the dark."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert fits(page), name
    keep_picture(page, name)
    page.emulate_media(color_scheme="dark")
    keep_picture(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("screen", SCREENS)
def test_an_administrator_signs_in_with_a_code_and_looks_after_accounts(
    browser: Browser, running: Running, screen: str
) -> None:
    login = {"desk": "guanli", "phone": "shenhe"}[screen]  # a code works once
    with visit(browser, running, screen) as page:
        page.goto(f"{running.address}/sign-in")
        look(page, f"sign-in-{screen}")
        sign_in(page, login)
        expect(page).to_have_url(f"{running.address}/sign-in/code")
        look(page, f"code-{screen}")
        hint = page.get_by_text("演示账户此刻的验证码").inner_text()
        page.get_by_label("验证码", exact=True).fill(hint.rsplit("：", 1)[1])
        page.get_by_role("button", name="继续").click()
        expect(page).to_have_url(re.compile("/ladder$|/candidates$"))
        page.goto(f"{running.address}/account")
        look(page, f"account-{screen}")
        if login != "guanli":
            return
        page.goto(f"{running.address}/accounts")
        look(page, f"accounts-{screen}")
        page.get_by_role("link", name="jingban").click()
        page.get_by_text("停用账户").first.click()
        look(page, f"one-account-{screen}")
        page.goto(f"{running.address}/accounts")
        page.get_by_label("登录名").fill("xinlai")
        page.get_by_label("姓名").fill("新人")
        page.get_by_role("checkbox", name="区局经办").check()
        page.get_by_role("button", name="新建账户并发出链接").click()
        look(page, f"link-made-{screen}")
        link = page.locator("code.secret").inner_text()
    with visit(browser, running, screen) as page:
        page.goto(running.address + link[link.index("/set-password/") :])
        look(page, f"set-password-{screen}")
        page.get_by_label("新密码", exact=True).fill("valley-cloud-88")
        page.get_by_label("再输入一次新密码").fill("valley-cloud-88")
        page.get_by_role("button", name="设置密码").click()
        expect(page).to_have_url(f"{running.address}/sign-in")


@pytest.mark.parametrize("screen", SCREENS)
def test_an_enterprise_asks_an_officer_decides_and_the_auditor_reads_it(
    browser: Browser, running: Running, screen: str
) -> None:
    with visit(browser, running, screen) as page:
        page.goto(f"{running.address}/request-account")
        page.get_by_role("radio", name="服务机构").check()
        page.get_by_label("单位名称").fill(f"示范机构{screen}")
        page.get_by_label("您的姓名").fill("顾以宁")
        page.get_by_label("邮箱").fill("gu@example.cn")
        look(page, f"request-account-{screen}")
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("申请已经收到")
        page.goto(f"{running.address}/account-requests")
        sign_in(page, "jingban")
        look(page, f"requests-{screen}")
        panel = page.locator("section.panel", has_text=f"示范机构{screen}")
        panel.get_by_label("登录名").fill(f"jigou-{screen}")
        panel.get_by_role("button", name="批准并发出链接").click()
        expect(
            page.locator("section.panel", has_text=f"示范机构{screen}").get_by_text("已批准")
        ).to_be_visible()
        page.goto(f"{running.address}/sign-in/second-step")
        look(page, f"second-step-{screen}")
    with visit(browser, running, screen) as page:
        page.goto(f"{running.address}/log?kind=account_request")
        sign_in(page, "shenji")
        page.locator("details.entry summary").first.click()
        look(page, f"log-{screen}")
        page.goto(f"{running.address}/log?view=events")
        expect(page.locator("td", has_text="登录").first).to_be_visible()
        look(page, f"log-events-{screen}")


@pytest.mark.parametrize("screen", SCREENS)
def test_what_is_wrong_is_said_beside_it(browser: Browser, running: Running, screen: str) -> None:
    with visit(browser, running, screen, script=False) as page:
        page.goto(f"{running.address}/en/sign-in")
        look(page, f"sign-in-en-{screen}")
        page.goto(f"{running.address}/forgotten")
        page.get_by_label("登录名或邮箱").fill("nobody")
        page.get_by_role("button", name="发送链接").click()
        look(page, f"forgotten-{screen}")
        page.goto(f"{running.address}/sign-in")
        assert demonstration.PASSWORD in page.content()
