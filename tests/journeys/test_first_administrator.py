"""The first administrator of an empty register: with the code of the console, through the second step, to the accounts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from registry.accounts import totp
from registry.settings import Settings
from tests.journeys.stack import served
from tests.journeys.test_reading import fits, keep_picture, visit
from tests.journeys.visiting import REFUSED

PASSWORD = "valley-cloud-88"  # noqa: S105 - invented


def test_whoever_runs_the_machine_becomes_the_first_administrator(
    browser: Browser, make_settings: Callable[[], Settings]
) -> None:
    settings = make_settings()
    with served(settings, {}) as empty, visit(browser, empty, "phone", expected=REFUSED) as page:
        told = (settings.data / "serve.log").read_text(encoding="utf-8")
        code = re.search(r"/first-administrator，一次性代码是 (\w+)", told)
        assert code
        page.goto("/first-administrator")
        page.get_by_label("一次性代码").fill("0" * 20)
        page.get_by_label("登录名").fill("zhouguanli")
        page.get_by_label("姓名").fill("周管理")
        page.get_by_label("新密码", exact=True).fill(PASSWORD)
        page.get_by_label("再输入一次新密码").fill(PASSWORD)
        page.get_by_role("button", name="设为管理员").click()
        expect(page.get_by_label("姓名")).to_have_value(
            "周管理"
        )  # a wrong code takes nothing of what was typed
        page.get_by_label("一次性代码").fill(code[1])
        page.get_by_label("新密码", exact=True).fill(PASSWORD)
        page.get_by_label("再输入一次新密码").fill(PASSWORD)
        assert fits(page)
        keep_picture(page, "first-administrator-phone")
        page.get_by_role("button", name="设为管理员").click()
        page.get_by_label("登录名").fill("zhouguanli")
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        secret = page.locator("p.secret").inner_text()
        keep_picture(page, "second-step-phone")
        step = int(datetime.now(UTC).timestamp()) // totp.STEP_SECONDS
        page.get_by_label("新的验证码").fill(totp.code_at(secret.replace(" ", ""), step))
        page.get_by_role("button", name="启用第二步验证").click()
        expect(page.get_by_role("main")).to_contain_text("备用验证码")
        page.goto("/accounts")
        expect(page.get_by_role("main")).to_contain_text("zhouguanli")
        assert page.goto("/first-administrator").status in (404, 410)  # type: ignore[union-attr]  # a page was asked for
        assert not (settings.data / "first-administrator").exists()
