"""Criteria in the browser: tried by officers, saved and taken back by an administrator, never past each other."""

import re

import httpx
import pytest

from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import SHIPPED
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, make_people, sign_in
from tests.registry.site.conftest import open_site

pytestmark = pytest.mark.anyio
TEXT = SHIPPED.read_text(encoding="utf-8")
LOWER = TEXT.replace(
    'need = { type = "patents", at_least = 3 }', 'need = { type = "patents", at_least = 1 }'
).replace("有效专利不少于 3 件", "有效专利不少于 1 件")


async def fill() -> None:
    async with transaction() as database, operation("edit", "test"):
        await database.execute(
            "INSERT INTO enterprise (name, township) VALUES ('威海甲有限公司', '张村镇'), ('威海乙有限公司', '羊亭镇')"
        )
        await database.execute(
            "INSERT INTO patent (application_number, patent_type, owners, legal_status) VALUES"
            " ('202110285186.X', 'invention', '{威海甲有限公司}', 'in_force'),"
            " ('202020005555.5', 'invention', '{威海乙有限公司}', 'in_force')"
        )


def state(page: httpx.Response) -> str:
    found = re.search(r'name="state" value="([^"]*)"', page.text)
    assert found
    return found[1]


async def entered(client: httpx.AsyncClient, settings: Settings, role: Role) -> None:
    client.headers.update(SAME_ORIGIN)
    await make_people(settings)
    await sign_in(client, role)


async def test_an_administrator_tries_saves_and_takes_back(settings: Settings) -> None:
    async with open_site(settings) as client:
        await fill()
        await entered(client, settings, Role.ADMINISTRATOR)
        opened = await client.get("/ladder/criteria/try")
        tried = await client.post(
            "/ladder/criteria/try", data={"toml": LOWER.replace("\n", "\r\n"), "state": state(opened)}
        )
        unsaved = await client.get("/ladder/criteria")
        without_reason = await client.post(
            "/ladder/criteria", data={"toml": LOWER, "state": state(opened), "reason": " "}
        )
        form = {"toml": LOWER, "state": state(opened), "reason": "按 2024 年通知"}
        saved = await client.post("/ladder/criteria", data=form)
        overtaken = await client.post("/ladder/criteria", data={**form, "toml": LOWER + "# 我的\n"})
        shown = await client.get(saved.headers["location"])
        ladder = await client.get("/ladder?target=district_advantage&gap=ready")
        late = await client.post(
            "/ladder/criteria/1/withdraw", data={"state": state(opened), "reason": "写错"}
        )
        back = await client.post(
            "/ladder/criteria/1/withdraw", data={"state": state(shown), "reason": "写错"}
        )
        twice = await client.post(
            "/ladder/criteria/1/withdraw",
            data={"state": state(await client.get("/ladder/criteria/try")), "reason": "写错"},
        )
        after = await client.get("/ladder?target=district_advantage&gap=ready")
        async with transaction() as database:
            log = await database.fetch(
                "SELECT actor, reason, action FROM change_log WHERE kind = 'ladder_criteria' ORDER BY id"
            )
    assert "会进入" in tried.text
    assert "威海甲有限公司" in tried.text
    assert "此前未满足：" in tried.text
    assert "有效专利不少于 1 件" in tried.text
    assert "保存为新的一版" in tried.text
    assert "第 1 版" not in unsaved.text
    assert (without_reason.status_code, "请写明理由" in without_reason.text) == (422, True)
    assert saved.status_code == 303
    assert (overtaken.status_code, "# 我的" in overtaken.text) == (409, True)
    assert "另有人保存或撤下了一版标准" in overtaken.text
    assert "按 2024 年通知" in shown.text
    assert "administrator" in shown.text
    assert "威海甲有限公司" in ladder.text
    assert late.status_code == 409
    assert (back.status_code, twice.status_code) == (303, 404)
    assert "威海甲有限公司" not in after.text
    assert [tuple(row) for row in log] == [
        ("administrator", "按 2024 年通知", "insert"),
        ("administrator", "写错", "update"),
    ]


async def test_faults_are_told_and_the_text_is_kept(settings: Settings) -> None:
    wrong = LOWER.replace("at_least = 20 }", "at_least = 120 }") + "# <b>我的</b>\n"
    async with open_site(settings, role=Role.OFFICER) as client:
        refused = await client.post(
            "/ladder/criteria/try", data={"toml": wrong, "state": "0-0"}, headers=SAME_ORIGIN
        )
        long = await client.post("/ladder/criteria/try", data={"toml": "#" * 200_001}, headers=SAME_ORIGIN)
        english = await client.post("/en/ladder/criteria/try", data={"toml": wrong}, headers=SAME_ORIGIN)
        missing = await client.get("/ladder/criteria?version=7")
    line = wrong[: wrong.index("at_least = 120")].count("\n") + 1
    assert refused.status_code == 422
    assert f"第 {line} 行" in refused.text
    assert "不能大于 100，写的是“120”" in refused.text
    assert "# &lt;b&gt;我的&lt;/b&gt;" in refused.text
    assert "最长 200,000 个字" in long.text
    assert f"Line {line}" in english.text
    assert missing.status_code == 404


async def test_a_township_tries_over_its_own_and_saves_nothing(settings: Settings) -> None:
    async with open_site(settings) as client:
        await fill()
        await entered(client, settings, Role.TOWNSHIP_OFFICER)
        tried = await client.post("/ladder/criteria/try", data={"toml": LOWER, "state": "0-0"})
        saved = await client.post("/ladder/criteria", data={"toml": LOWER, "state": "0-0", "reason": "试试"})
        withdrawn = await client.post("/ladder/criteria/1/withdraw", data={"state": "0-0", "reason": "试试"})
    assert "威海甲有限公司" in tried.text
    assert "威海乙有限公司" not in tried.text
    assert "保存为新的一版" not in tried.text
    assert (saved.status_code, withdrawn.status_code) == (403, 403)
