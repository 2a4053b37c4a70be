"""The bureau at work: a list comes in and is corrected, enterprises are raised, somebody else decides, the list goes back.

And an enterprise says from a phone what is wrong in its record.
"""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from registry.accounts.demonstration import PASSWORD
from registry.accounts.permissions import Role
from registry.database.days import today
from schemas.credit_code import check_character
from tests.journeys.signing_in import Signed
from tests.journeys.stack import Running
from tests.journeys.visiting import fits, keep_picture, visit
from tests.registry.site.records import SHILANG_CODE

SECONDS = 60_000
"""Milliseconds that the worker may take to check or write a small file on a busy machine."""
NAMES = ("威海旅程一渔具有限公司", "威海旅程二渔具有限公司", "威海旅程三渔具有限公司")


def code(serial: int) -> str:
    """A unified social credit code whose check character is right."""
    body = f"91371002MA77{serial:05d}"
    return body + check_character(body)


CODES = [code(serial) for serial in (11, 12, 13)]
ROWS = (
    ("企业名称", "统一社会信用代码", "所属镇街", "成立日期"),
    (NAMES[0], CODES[0], "张村镇", "2019-03-01"),
    (NAMES[1], CODES[1], "张村镇", "2020年2月30日"),
    (NAMES[2], CODES[2], "羊亭镇", "2021年13月1日"),
)


def test_a_list_is_corrected_and_written_its_enterprises_raised_and_the_list_taken_back(
    browser: Browser, running: Running, signed: Signed
) -> None:
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.OFFICER)])
        batch = import_and_correct(page)
        candidate = tag_three(page)
        follow_up(page, candidate)
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.REVIEWER)])
        decide(page, candidate)
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.AUDITOR)])
        read_the_log(page, batch)
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.OFFICER)])
        take_back(page, batch)


def import_and_correct(page: Page) -> str:
    """Hand the list in, correct its two wrong cells, agree; returns the address of the batch."""
    page.goto("/imports")
    content = "\n".join(",".join(row) for row in ROWS).encode()
    page.get_by_label("选择要导入的表格").set_input_files(
        {"name": "企业名单-2026.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", name="写入之后会怎样")).to_be_visible(timeout=SECONDS)
    keep_picture(page, "import-checked-desk")
    page.get_by_label("第 3 行 成立日期").fill("2020-02-29")
    page.get_by_label("第 4 行 成立日期").fill("2021-12-01")
    page.get_by_role("button", name="更正填好的格，重新核对").click()
    expect(page.get_by_role("heading", name=re.compile("已更正的格"))).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("button", name="更正填好的格")).to_have_count(0)
    page.get_by_label("理由").fill("2026 年名单")
    page.get_by_role("button", name="写入登记簿").click()
    expect(page.get_by_text("已写入", exact=True)).to_be_visible(timeout=SECONDS)
    keep_picture(page, "import-written-desk")
    return page.url


def tag_three(page: Page) -> str:
    """Open a round and tag the three enterprises for it; returns the address of the first candidate."""
    page.goto("/candidate-rounds")
    page.get_by_label("轮次名称").fill("旅程轮次")
    page.get_by_label("授予的称号").fill("区级知识产权优势企业")
    page.get_by_label("截止日期").fill((today() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="新设轮次").click()
    page.goto("/candidates/new?" + "&".join(f"enterprise={key}" for key in CODES))
    option = page.get_by_role("option", name=re.compile("旅程轮次"))
    page.locator("select[name=round]").select_option(option.get_attribute("value"))
    page.get_by_label("推荐理由").fill("发明多，有专人")
    page.get_by_role("button", name="标为候选").click()
    for name in NAMES:
        expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("link", name=NAMES[0]).click()
    return page.url


def follow_up(page: Page, candidate: str) -> None:
    """Take the first candidate to the application."""
    page.goto(candidate)
    for state in ("已联系", "准备材料", "已申报"):
        page.get_by_role("radio", name=state).check()
        page.get_by_role("button", name="保存").click()
        expect(page.locator(".timeline li").first).to_contain_text(state)


def decide(page: Page, candidate: str) -> None:
    """Somebody else than who proposed recognises it."""
    page.goto(candidate)
    page.get_by_role("radio", name="已认定").check()
    page.get_by_label("认定文号").fill("环知发〔2026〕9 号")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".timeline li").first).to_contain_text("环知发〔2026〕9 号")
    keep_picture(page, "candidate-recognised-desk")


def read_the_log(page: Page, batch: str) -> None:
    """The auditor finds what the list wrote, and who agreed to it."""
    page.goto(f"/log?batch={batch.rsplit('/', 1)[1]}")
    expect(page.get_by_text("企业 3 条")).to_be_visible()
    expect(page.get_by_text("2026 年名单")).to_be_visible()
    page.goto("/log?view=events")
    expect(page.get_by_text("同意写入导入的文件").last).to_be_visible()


def take_back(page: Page, batch: str) -> None:
    """Undo the import: what is in use since stays and is named."""
    page.goto(batch)
    page.locator("summary", has_text="撤销导入").click()
    page.get_by_role("button", name=re.compile("撤销第 .* 批导入")).click()
    expect(page.get_by_role("heading", name="撤销时做了什么")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("有其他记录依赖").first).to_be_visible()
    keep_picture(page, "import-undone-desk")


def test_an_enterprise_proposes_a_correction_from_a_phone(
    browser: Browser, running: Running, signed: Signed
) -> None:
    with visit(browser, running, "phone") as page:
        page.goto(f"/sign-in?next=/enterprises/{SHILANG_CODE}/corrections")
        page.get_by_label("登录名").fill("shilang")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_label("登记项").select_option("address")
        page.get_by_label(re.compile("应为")).fill("环翠区新路 9 号")
        page.get_by_label("依据").fill("营业执照 2026-03-01 变更")
        assert fits(page)
        keep_picture(page, "correction-phone")
        page.get_by_role("button", name="提出更正").click()
        expect(page.get_by_text("待答复")).to_be_visible()
    with visit(browser, running) as page:
        page.context.add_cookies([signed.cookie(Role.OFFICER)])
        page.goto("/corrections")
        expect(page.get_by_text("环翠区新路 9 号")).to_be_visible()
        page.get_by_label("答复").fill("已核对执照")
        page.get_by_role("button", name="采纳", exact=True).click()
        page.goto(f"/enterprises/{SHILANG_CODE}")
        expect(page.get_by_text("环翠区新路 9 号").first).to_be_visible()
