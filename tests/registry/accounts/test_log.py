"""The auditor reads who did what: by record, by person, by import, by day, and as a file."""

import json

import httpx
import pytest

from registry.accounts.log_words import BESIDE, FIELDS
from registry.accounts.permissions import Role
from registry.database.engine import RegistryEngine, transaction
from registry.database.operations import operation
from schemas.application_number import check_digit
from tests.registry.accounts.conftest import Browse
from tests.registry.accounts.entering import sign_in

pytestmark = pytest.mark.anyio

NUMBER = f"202110000001.{check_digit('202110000001')}"


async def edits() -> int:
    """An enterprise made by an import and edited by hand; returns its number."""
    async with transaction() as held:
        async with operation("import", "林若川", batch=7):
            number: int = await held.fetchval(
                "INSERT INTO enterprise (name, township) VALUES ('威海甲渔具有限公司', '张村镇') RETURNING id"
            )
        async with operation("edit", "周砚秋", "来电更正"):
            await held.execute("UPDATE enterprise SET phone = '13800000000' WHERE id = $1", number)
    return number


async def test_a_record_is_followed_with_before_and_after(client: httpx.AsyncClient) -> None:
    number = await edits()
    await sign_in(client, Role.AUDITOR)
    page = (await client.get(f"/log?q=enterprise:{number}")).text
    assert "13800000000" in page
    assert "张村镇" in page  # what the import made is put together again
    assert "来电更正" in page


NARROWED = [
    ("person=周砚秋", "来电更正", "第 7 批"),
    ("batch=7", "第 7 批", "来电更正"),
    ("kind=enterprise", "来电更正", "账户：登记"),
    ("since=2020-01-01&until=2020-01-02", "没有符合条件的记录", "来电更正"),
    ("since=2020-01-01", "来电更正", "没有符合条件的记录"),
]
REFUSED = ("person=" + "x" * 65, "q=" + "x" * 201, "batch=-1", "since=gestern", "view=other")


async def test_the_log_is_narrowed_and_what_cannot_be_asked_is_said(client: httpx.AsyncClient) -> None:
    await edits()
    await sign_in(client, Role.AUDITOR)
    for query, there, missing in NARROWED:
        page = (await client.get(f"/log?{query}")).text
        assert there in page, query
        assert missing not in page, query
    for query in REFUSED:
        assert (await client.get(f"/log?{query}")).status_code == 400, query


async def test_a_record_is_found_by_what_people_call_it_with_what_belongs_to_it(
    client: httpx.AsyncClient,
) -> None:
    async with transaction() as held, operation("edit", "周砚秋"):
        enterprise = await held.fetchval(
            "INSERT INTO enterprise (name, credit_code) VALUES"
            " ('威海乙渔具有限公司', '91371002MA99A00017') RETURNING id"
        )
        await held.execute(
            "INSERT INTO recognition (enterprise_id, title) VALUES ($1, '创新型中小企业')", enterprise
        )
        await held.execute(
            "INSERT INTO patent (application_number, title) VALUES ($1, '一种渔竿')",
            NUMBER,
        )
    await sign_in(client, Role.AUDITOR)
    for words in ("威海乙渔具有限公司", "91371002ma99a00017"):
        page = (await client.get("/log", params={"q": words})).text
        assert "登记：企业" in page
        assert "登记：称号" in page
        assert "一种渔竿" not in page
    assert f"{NUMBER} 一种渔竿" in (await client.get("/log", params={"q": "CN 2021 1 0000001"})).text
    assert "登记：角色" in (await client.get("/log", params={"q": "OFFICER"})).text
    for nothing in ("没有这一家", "patent:999", "password:1", "x\x00"):
        assert "没有符合条件的记录" in (await client.get("/log", params={"q": nothing})).text
    taken = await client.get("/log/export", params={"q": "威海乙渔具有限公司", "format": "jsonl"})
    assert [json.loads(line)["kind"] for line in taken.text.splitlines()] == ["enterprise", "recognition"]


async def test_sign_ins_failures_and_changed_roles_are_entries(browse: Browse) -> None:
    async with browse() as client:
        await client.post("/sign-in", data={"login": "officer", "password": "wrong-wrong-wrong"})
        await sign_in(client, Role.ADMINISTRATOR)
        async with transaction() as connection:
            number = await connection.fetchval("SELECT id FROM account WHERE login = 'officer'")
        await client.post(f"/accounts/{number}/roles", data={"role": ["officer", "reviewer"]})
        await client.post("/sign-out")
        await sign_in(client, Role.AUDITOR)
        page = (await client.get("/log?view=events")).text
        for words in ("登录失败", "更改角色", "退出登录", "192.0.2.0/24"):
            assert words in page
        changes = (await client.get("/log?kind=role_grant")).text
        assert "登记：角色" in changes
        assert "区局审核" in changes


async def test_whatever_is_logged_has_a_word_for_its_table_and_for_its_fields(
    database: RegistryEngine,
) -> None:
    async with transaction() as held:
        logged = await held.fetch(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " WHERE c.table_schema = 'public' AND NOT c.column_name = ANY(unlogged_columns()) AND EXISTS ("
            "   SELECT FROM information_schema.triggers t WHERE t.event_object_table = c.table_name"
            "   AND t.action_statement LIKE '%log_account_change%')"
        )
    assert {row["table_name"] for row in logged} == set(BESIDE)
    assert [tuple(row) for row in logged if row["column_name"] not in FIELDS] == []


async def test_no_hash_and_no_secret_is_in_the_log_of_accounts(client: httpx.AsyncClient) -> None:
    await sign_in(client, Role.AUDITOR)
    page = (await client.get("/log?kind=account&size=100")).text
    assert "登录名" in page
    assert "argon2" not in page
    assert "password_hash" not in page
    assert "totp" not in page


async def test_the_log_is_taken_away_as_a_file_which_is_an_entry_too(client: httpx.AsyncClient) -> None:
    await edits()
    await sign_in(client, Role.AUDITOR)
    for form in ("csv", "xlsx", "jsonl"):
        await _taken_away(client, form)


async def _taken_away(client: httpx.AsyncClient, form: str) -> None:
    answer = await client.get(f"/log/export?format={form}&person=周砚秋")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="log-changes.{form}"'
    if form == "jsonl":
        (entry,) = [json.loads(line) for line in answer.text.splitlines()]
        assert (entry["actor"], entry["reason"]) == ("周砚秋", "来电更正")
        assert json.loads(entry["after"])["phone"] == "13800000000"
    assert f"格式 {form}" in (await client.get("/log?view=events&event=export:make")).text


async def test_formulas_in_the_log_are_disarmed(client: httpx.AsyncClient) -> None:
    async with transaction() as held, operation("edit", "=cmd|' /C calc'!A0", "@SUM(1)"):
        await held.execute("INSERT INTO enterprise (name) VALUES ('甲')")
    await sign_in(client, Role.AUDITOR)
    text = (await client.get("/log/export?format=csv&kind=enterprise")).text
    assert "'=cmd" in text
    assert "'@SUM" in text
