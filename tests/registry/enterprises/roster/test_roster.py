"""The officers' list of enterprises, and what is written to many of them at once."""

import io
import re
from typing import Any

import httpx
import openpyxl
import pytest

from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.imports import editing
from tests.registry.candidates.conftest import Desk
from tests.registry.candidates.office import HERE, THERE

pytestmark = pytest.mark.anyio

LIST, EDITS = "/register/enterprises", "/register/enterprises/edits"
FIRST, SECOND, THIRD = (
    "威海拾浪碳纤维渔具有限公司",
    "威海衍力复合材料股份有限公司",
    '=HYPERLINK("http://x")有限公司',
)
ALL = {"which": "all", "filter": "cluster=钓具渔具"}


async def stored(column: str) -> dict[str, Any]:
    """What each enterprise says in a column."""
    async with transaction() as database:
        rows = await database.fetch(f"SELECT name, {column} AS value FROM enterprise")
    return {row["name"]: row["value"] for row in rows}


async def previewed(client: httpx.AsyncClient, **form: Any) -> tuple[httpx.Response, dict[str, str]]:
    """The page that shows what would change, and its form with a reason."""
    page = await client.post(f"{LIST}/preview", data=form)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return page, {**hidden, "reason": "年度走访"}


async def test_the_list_shows_and_gives_the_columns_asked_for_as_it_is_narrowed(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        page = await client.get(f"{LIST}?columns=phone&columns=township&township=张村镇")
        taken = await client.get(f"{LIST}/export?columns=phone&columns=township&township=张村镇")
        nobody = await client.get(f"{LIST}?lacking=cluster")
        wrong = await client.get(f"{LIST}?columns=password_hash&lacking=secret")
        english = await client.get(f"/en{LIST}")
    assert FIRST in page.text
    assert SECOND not in page.text
    assert "0631-5200199" in page.text
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["序号", "企业名称", "统一社会信用代码", "镇街", "联系电话"]
    assert sorted(row[1] for row in rows[1:]) == [f"'{THIRD}", FIRST]
    assert "没有企业符合筛选" in nobody.text
    assert (wrong.status_code, english.status_code) == (400, 200)


async def test_a_field_of_many_is_seen_written_and_taken_back_as_a_whole(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        page, form = await previewed(client, change="tags:add", value="走访 2026；重点培育", **ALL)
        assert page.status_code == 200
        assert all(text in page.text for text in ("3 家会改动", "还没有企业用这个值", FIRST, SECOND))
        assert not any((await stored("tags")).values())
        silent = await client.post(EDITS, data={**form, "reason": " "})
        assert (silent.status_code, "请写明理由" in silent.text) == (422, True)
        done = await client.post(EDITS, data=form)
        assert done.status_code == 303, done.text
        where = done.headers["location"]
        assert "年度走访" in (await client.get(where)).text
        assert "年度走访" in (await client.get(EDITS)).text
        again, _ = await previewed(client, change="tags:add", value="走访 2026", **ALL)
        assert "3 家已经是这个值" in again.text
        assert list((await stored("tags")).values()) == [["走访 2026", "重点培育"]] * 3
        assert all("tags" in value for value in (await stored("origins")).values())
        await editing.edit("enterprise", THERE, {"tags": "专精特新"}, "somebody", "后来改的")
        undone = await client.post(f"{where}/undo", data={"reason": "名单作废"})
        assert undone.status_code == 303
        left = await client.get(where)
        assert "1 家在这之后又改过" in left.text
        assert (await client.post(f"{where}/undo")).status_code == 409
    assert await stored("tags") == {FIRST: [], SECOND: ["专精特新"], THIRD: []}
    number = int(where.rsplit("/", 1)[1])
    async with transaction() as database:
        entries = await database.fetch(
            "SELECT kind, actor, reason, count(*) AS entries FROM change_entry WHERE operation_id = $1 GROUP BY 1, 2, 3",
            number,
        )
    assert [tuple(row) for row in entries] == [("enterprise", "officer", "年度走访", 3)]


async def test_what_somebody_wrote_since_the_preview_is_left_and_named(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        _, form = await previewed(client, change="size:set", value="中型", **ALL)
        await editing.edit("enterprise", HERE, {"size": "小型"}, "somebody", "年报")
        done = await client.post(EDITS, data=form)
        assert done.status_code == 200
        assert "1 家在核对之后被别人改过，没有写入" in done.text
        assert await stored("size") == {FIRST: "小型", SECOND: "中型", THIRD: "中型"}
        _, alone = await previewed(client, change="size:set", value="大型", enterprise=["1"])
        await editing.edit("enterprise", HERE, {"size": "微型"}, "somebody", "年报")
        nothing = await client.post(EDITS, data=alone)
        assert (nothing.status_code, "没有可以写入的企业" in nothing.text) == (422, True)


async def test_what_cannot_be_written_is_said_before_anything_is(desk: Desk) -> None:
    wrong = {
        "请至少选择一家企业": {"change": "size:set", "value": "中型"},
        "不能批量修改": {"change": "phone:set", "value": "1", **ALL},
        "请写明": {"change": "tags:add", "value": "", **ALL},
        "应为": {"change": "iso56005_level:set", "value": "很高", **ALL},
    }
    async with desk(Role.OFFICER) as client:
        for text, form in wrong.items():
            page = await client.post(f"{LIST}/preview", data=form)
            assert (page.status_code, text in page.text) == (422, True), text
        long = "&".join(["size=00020", *["columns=township"] * 200, "lacking=cluster"])
        nobody = await client.post(
            f"{LIST}/preview", data={"change": "size:set", "value": "中型", "which": "all", "filter": long}
        )
        assert (nobody.status_code, "请至少选择一家企业" in nobody.text) == (422, True)
        bad = await client.post(
            f"{LIST}/preview", data={**wrong["请至少选择一家企业"], "which": "all", "filter": "lacking=x"}
        )
        assert bad.status_code == 400
        _, form = await previewed(client, change="iso56005_level:set", value="9", **ALL)
        stopped = await client.post(EDITS, data=form)
        assert (stopped.status_code, "登记簿不接受这个值" in stopped.text) == (422, True)
