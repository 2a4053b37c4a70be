"""The page with the matrix, as officers of the bureau and of a township see it."""

import asyncio

import httpx
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
