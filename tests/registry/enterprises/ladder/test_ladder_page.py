"""The page with the matrix, as officers of the bureau and of a township see it."""

import asyncio
import io

import httpx
import openpyxl
import pytest

from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.settings import Settings
from tests.registry.site.conftest import open_site
from tests.registry.site.records import SHILANG, SHILANG_CODE, YANLI

pytestmark = pytest.mark.anyio


async def test_an_officer_sees_everyone_with_a_word_for_every_glyph(district: Settings) -> None:
    async with open_site(district, role=Role.OFFICER) as client:
        page = await client.get("/ladder")
        english = await client.get("/en/ladder?target=provincial_advantage")
        narrowed = await client.get(f"/ladder?q={SHILANG_CODE}&gap=3")
        nobody = await client.get("/ladder?township=月球镇")
        wrong = await client.get("/ladder?target=galactic&page=x")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert SHILANG in page.text
    assert YANLI in page.text
    assert '<span class="vh">未满足：有效发明专利不少于 10 件，差额 −' in page.text
    assert '<span class="vh">数据缺失：' in page.text
    assert "还差" in page.text
    assert "missing" in english.text
    assert "Not met: <span lang" in english.text
    assert YANLI not in narrowed.text
    assert "没有企业符合筛选" in nobody.text
    assert wrong.status_code == 400
    assert "page" in wrong.text


async def test_a_township_sees_its_own_enterprises_only(district: Settings) -> None:
    async with open_site(district, role=Role.TOWNSHIP_OFFICER) as client:
        page = await client.get("/ladder")
    assert SHILANG in page.text
    assert YANLI not in page.text
    assert "羊亭镇" not in page.text


ASKED = ((Role.OFFICER, "sort=name"), (Role.OFFICER, f"q={SHILANG_CODE}"), (Role.TOWNSHIP_OFFICER, ""))


async def test_the_matrix_leaves_as_it_is_narrowed_with_gaps_in_words_and_is_noted(
    district: Settings,
) -> None:
    sheets = []
    for role, asked in ASKED:
        async with open_site(district, role=role) as client:
            answer = await client.get(f"/ladder/export?target=national_advantage&{asked}")
            titles = await client.get("/ladder/titles/export")
        assert (answer.status_code, titles.status_code) == (200, 200)
        assert cells(titles.content)[0][:2] == ["序号", "企业名称"]
        sheets.append(cells(answer.content))
    (head, *everyone), (_, own), (_, *near) = sheets
    names = [line[head.index("企业名称")] for line in everyone]
    assert names == sorted(names)
    assert {SHILANG, YANLI} <= set(names)
    assert own[head.index("统一社会信用代码")] == SHILANG_CODE
    assert own[head.index("差距")].startswith("还差")
    assert any("要求 10件" in cell for cell in own)
    assert {line[head.index("所属镇街")] for line in near} == {"张村镇"}
    async with open_site(district), transaction() as database:
        noted = await database.fetch(
            "SELECT actor, details FROM audit_event WHERE event = 'export:make' AND subject = 'ladder' ORDER BY id"
        )
    assert [(row["actor"], row["details"]["entries"]) for row in noted] == [
        ("officer", len(everyone)),
        ("officer", 1),
        ("township", len(near)),
    ]


def cells(content: bytes) -> list[list[str]]:
    """The texts of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


async def test_a_change_is_told_at_once_and_shown_as_soon_as_it_is_worked_out(settings: Settings) -> None:
    async with open_site(settings, role=Role.OFFICER) as client:
        empty = await client.get("/ladder")
        async with transaction() as database, operation("edit", "test"):
            await database.execute("INSERT INTO enterprise (name) VALUES ('威海新来有限公司')")
        behind = await client.get("/ladder")
        for _ in range(200):
            if "威海新来有限公司" in (shown := await client.get("/ladder")).text:
                break
            await asyncio.sleep(0.05)
    assert "还没有可比对的企业" in empty.text
    assert "正在重算" in behind.text
    assert "威海新来有限公司" in shown.text
    assert "正在重算" not in shown.text


async def test_nobody_else_sees_it(district: Settings) -> None:
    async with open_site(district) as client:
        answer: httpx.Response = await client.get("/ladder")
    assert answer.status_code == 303
