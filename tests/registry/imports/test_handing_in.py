"""A file handed in on the page: checked, corrected, agreed to, undone; by whom it may be, and what two people may not do."""

import io
import re
from collections.abc import AsyncIterator

import httpx
import openpyxl
import pytest
from litestar import Litestar

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.database.engine import transaction
from registry.imports import actions, checking
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, enter
from tests.registry.imports.desk import number, silent, value

pytestmark = pytest.mark.anyio

GOOD, OTHER = number(1), number(2)
WRONG = GOOD[:-1] + str((int(GOOD[-1]) + 1) % 10) if GOOD[-1] != "X" else GOOD[:-1] + "1"


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    made = create_app(settings)
    async with made.lifespan():
        yield made


@pytest.fixture
async def officer(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app, Role.OFFICER) as client:
        yield client


class browser:  # noqa: N801 - a context manager that reads like a function
    """Somebody of a role, signed in."""

    def __init__(self, app: Litestar, role: Role, login: str = "") -> None:
        transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 5000))
        self.client = httpx.AsyncClient(
            transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN
        )
        self.role, self.login = role, login

    async def __aenter__(self) -> httpx.AsyncClient:
        await enter(self.client, self.role, self.login)
        return self.client

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


HEAD = ("申请号", "专利名称", "专利权人")


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "专利.csv") -> str:
    """Hand a file in; the address of its batch."""
    answer = await client.post("/imports", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def revision(page: httpx.Response) -> str:
    return re.findall(r'name="revision" value="(\d+)"', page.text)[0]


async def test_a_file_is_checked_corrected_agreed_to_and_undone(
    settings: Settings, officer: httpx.AsyncClient
) -> None:
    address = await upload(officer, csv(HEAD, (GOOD, "一种鱼竿", "甲公司"), (WRONG, "一种网箱", "乙公司")))
    waiting = await officer.get(address)
    assert "正在读取和核对" in waiting.text
    assert (await officer.get(f"{address}/progress")).json()["state"] == "uploaded"

    await checking.check_uploaded(settings)
    page = await officer.get(address)
    assert "一种鱼竿" in page.text
    assert "写入登记簿" in page.text
    assert await value("SELECT count(*) FROM patent") == 0

    cell = re.findall(r'name="(cell-0-3-\d+)"', page.text)[0]
    form = {"revision": revision(page), cell: OTHER, "act": "page"}
    assert (await officer.post(f"{address}/cells", data=form)).status_code == 303
    await checking.check_uploaded(settings)
    page = await officer.get(address)
    assert "已更正的格" in page.text
    assert f'name="{cell}"' not in page.text

    form = {"revision": revision(page), "reason": "六月导出"}
    assert (await officer.post(f"{address}/agree", data=form)).status_code == 303
    assert len(await actions.resume(settings, silent)) == 1
    assert await value("SELECT array_agg(application_number ORDER BY id) FROM patent") == [GOOD, OTHER]
    assert await value("SELECT reason FROM operation WHERE kind = 'import'") == "六月导出"

    seen = revision(await officer.get(address))
    form = {"revision": seen, "reason": "导错"}
    assert (await officer.post(f"{address}/undo", data=form)).status_code == 303
    assert "正在撤销" in (await officer.get(address)).text
    assert await actions.undo_asked() == [1]
    assert await value("SELECT count(*) FROM patent") == 0
    assert "撤销时做了什么" in (await officer.get(address)).text
    assert (await officer.post(f"{address}/undo", data=form)).status_code == 409


async def test_a_column_taken_for_nothing_is_given_its_field(
    settings: Settings, officer: httpx.AsyncClient
) -> None:
    address = await upload(officer, csv(("申请号", "成果"), (GOOD, "一种鱼竿"), (OTHER, "一种网箱")))
    await checking.check_uploaded(settings)
    page = await officer.get(address)
    form = {"revision": revision(page), "column-0-1": "patent.title"}
    assert (await officer.post(f"{address}/columns", data=form)).status_code == 303
    await checking.check_uploaded(settings)
    page = await officer.get(address)
    await officer.post(f"{address}/agree", data={"revision": revision(page)})
    await actions.resume(settings, silent)
    assert await value("SELECT array_agg(title ORDER BY id) FROM patent") == ["一种鱼竿", "一种网箱"]


async def test_a_corrected_mapping_is_saved_as_a_profile_by_which_the_next_file_is_read(
    settings: Settings, app: Litestar, officer: httpx.AsyncClient
) -> None:
    head = ("申请号", "成果", "登记人")
    address = await upload(officer, csv(head, (GOOD, "一种鱼竿", "甲")))
    await checking.check_uploaded(settings)
    form = {"revision": revision(await officer.get(address)), "column-0-1": "patent.title"}
    await officer.post(f"{address}/columns", data=form)
    await checking.check_uploaded(settings)
    assert "存为模板" in (await officer.get(address)).text
    for wrong, why in (("../x", "名称用汉字"), ("cnipa_search", "已有名为")):
        refused = await officer.post(f"{address}/profile", data={"name": wrong})
        assert (refused.status_code, why in refused.text) == (409, True), wrong
    assert (await officer.post(f"{address}/profile", data={"name": "成果表"})).status_code == 303
    assert "已有名为" in (await officer.post(f"{address}/profile", data={"name": "成果表"})).text
    assert "成果表" in (await officer.get("/import-profiles")).text
    async with browser(app, Role.TOWNSHIP_OFFICER) as township:
        assert (await township.post(f"{address}/profile", data={"name": "本镇"})).status_code in (403, 404)
        assert (await township.post("/import-profiles/成果表/remove")).status_code == 403
    again = await upload(officer, csv(head, (OTHER, "一种网箱", "乙")), "又一份.csv")
    await checking.check_uploaded(settings)
    page = await officer.get(again)
    assert "一种网箱" in page.text
    assert await value("SELECT profile FROM import_batch ORDER BY id DESC LIMIT 1") == "成果表"
    async with transaction() as held:  # another version of the program knew this field
        await held.execute("UPDATE saved_profile SET toml = replace(toml, 'patent.title', 'patent.mood')")
    assert "这个版本读不出" in (await officer.get("/import-profiles")).text
    for page in ("/imports", again):
        assert (await officer.get(page)).status_code == 200
    other = await upload(officer, csv(("申请号", "专利名称"), (OTHER, "一种网箱")), "照常.csv")
    await checking.check_uploaded(settings)
    assert "一种网箱" in (await officer.get(other)).text
    assert (await officer.post("/import-profiles/成果表/remove")).status_code == 303
    assert "还没有保存的模板" in (await officer.get("/import-profiles")).text
    assert (await officer.post("/import-profiles/成果表/remove")).status_code == 404
    noted = (
        "SELECT array_agg(event || ' ' || subject ORDER BY id) FROM audit_event WHERE event LIKE 'profile:%'"
    )
    assert await value(noted) == ["profile:save 成果表", "profile:remove 成果表"]


async def test_two_officers_do_not_tread_on_each_other(
    settings: Settings, app: Litestar, officer: httpx.AsyncClient
) -> None:
    address = await upload(officer, csv(HEAD, (GOOD, "一种鱼竿", "甲公司")))
    await checking.check_uploaded(settings)
    seen = revision(await officer.get(address))
    async with browser(app, Role.OFFICER, "second") as second:
        assert (await second.post(f"{address}/discard", data={"revision": seen})).status_code == 303
    late = await officer.post(f"{address}/agree", data={"revision": seen})
    assert late.status_code == 409
    assert "刚被别人处理过" in late.text
    assert await actions.resume(settings, silent) == []
    assert await value("SELECT count(*) FROM patent") == 0


async def test_a_file_given_up_while_it_is_checked_leaves_nothing(
    settings: Settings, officer: httpx.AsyncClient
) -> None:
    address = await upload(officer, csv(HEAD, (GOOD, "一种鱼竿", "甲公司")))
    page = await officer.get(address)
    await officer.post(f"{address}/discard", data={"revision": revision(page)})
    assert await checking.check_uploaded(settings) == []
    assert "已放弃" in (await officer.get(address)).text


async def test_what_cannot_be_read_is_told_and_can_be_given_up(
    settings: Settings, officer: httpx.AsyncClient
) -> None:
    address = await upload(officer, b"PK\x03\x04 nothing of a workbook", "坏表.xlsx")
    await checking.check_uploaded(settings)
    page = await officer.get(address)
    assert "未完成" in page.text
    assert await value("SELECT failure FROM import_batch") in page.text


async def test_the_file_comes_back_as_it_was_and_as_a_workbook_with_its_faults_marked(
    settings: Settings, officer: httpx.AsyncClient
) -> None:
    content = csv(HEAD, (GOOD, "一种鱼竿", "甲公司"), (WRONG, "一种网箱", "乙公司"))
    address = await upload(officer, content)
    await checking.check_uploaded(settings)
    assert (await officer.get(f"{address}/file")).content == content
    marked = await officer.get(f"{address}/marked.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*HEAD, "退回原因", "建议值"]
    assert sheet[3][3].value


async def test_a_township_imports_only_its_own_and_sees_only_its_own(
    settings: Settings, app: Litestar, officer: httpx.AsyncClient
) -> None:
    of_bureau = await upload(officer, csv(HEAD, (GOOD, "一种鱼竿", "甲公司")))
    head = ("企业名称", "统一社会信用代码", "所属镇街", "联系电话", "备注")
    async with browser(app, Role.TOWNSHIP_OFFICER) as township:
        assert (await township.get(of_bureau)).status_code == 404
        assert (await township.post(f"{of_bureau}/discard", data={"revision": "0"})).status_code == 404
        own = await upload(
            township,
            csv(head, ("威海甲渔具有限公司", "91371002MA3XH91K03", "张村镇", "0631-5550101", "待核")),
            "企业.csv",
        )
        other = await upload(
            township, csv(head, ("威海乙渔具有限公司", "", "孙家疃街道", "", "")), "企业2.csv"
        )
        await checking.check_uploaded(settings)
        page = await township.get(own)
        assert all(text in page.text for text in ("写入登记簿", "0631-5550101", "待核"))
        assert "不属于张村镇" in (await township.get(other)).text
        await township.post(f"{own}/agree", data={"revision": revision(page)})
    await actions.resume(settings, silent)
    assert await value("SELECT array_agg(name) FROM enterprise") == ["威海甲渔具有限公司"]


async def test_no_file_or_one_too_large_is_said_on_the_page(settings: Settings, app: Litestar) -> None:
    async with browser(app, Role.OFFICER) as officer:
        nothing = await officer.post("/imports", files={"file": ("", b"")})
        assert nothing.status_code == 422
        assert "没有选择文件" in nothing.text
        headers = {"content-length": str((settings.upload_mib + 1) << 20)}
        large = await officer.post("/imports", content=b"", headers=headers)
        assert large.status_code == 422
        assert "没有收下" in large.text
