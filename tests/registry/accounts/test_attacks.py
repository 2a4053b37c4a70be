"""What somebody of ill will may try."""

import logging
import re
from typing import Any

import asyncpg
import httpx
import pytest
from argon2 import PasswordHasher

from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.site.forms import own_address
from tests.registry.accounts.conftest import Browse
from tests.registry.accounts.entering import PASSWORD, sign_in
from tests.registry.accounts.routes import routes

pytestmark = pytest.mark.anyio

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


FOREIGN: tuple[dict[str, str], ...] = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "", "origin": "https://evil.example"},
    {"sec-fetch-site": "", "origin": "null"},
)


async def test_another_site_can_make_a_browser_do_nothing(browse: Browse) -> None:
    async with browse() as client:
        await sign_in(client, Role.ADMINISTRATOR)
        for headers in FOREIGN:
            for route in routes():
                if not route.reads:
                    answer = await client.request(route.method, route.address(), headers=headers)
                    assert answer.status_code == 403, (route, headers)
        assert (await client.get("/account")).status_code == 200
    async with transaction() as connection:
        noted = await connection.fetchrow(
            "SELECT actor, details FROM audit_event WHERE event = 'request:deny'"
        )
    assert (noted["actor"], noted["details"]) == ("administrator", {"permission": "cross-site"})


async def test_an_older_browser_is_known_by_its_origin_and_a_program_needs_no_header(browse: Browse) -> None:
    async with browse() as client:
        del client.headers["sec-fetch-site"]
        form = {"login": "officer", "password": PASSWORD}
        own = {"origin": "http://registry.test"}
        evil = {"origin": "https://evil.example"}
        assert (await client.post("/sign-in", data=form, headers=evil)).status_code == 403
        assert (await client.post("/sign-in", data=form, headers=own)).status_code == 303
        assert (await client.post("/sign-out")).status_code == 403  # shows a cookie, says not from where
        assert (await client.post("/sign-out", headers=own)).status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/x\r\nset-cookie: a=b",
        "evil.example",
        "/ok\\..\\evil",
        "///evil.example",
    ],
)
async def test_nobody_is_led_to_another_site(client: httpx.AsyncClient, address: str) -> None:
    assert own_address(address) == "/"
    answer = await sign_in(client, Role.OFFICER, next=address)
    assert answer.headers["location"] == "/desk"
    again = await client.get("/sign-in", params={"next": address})
    assert again.headers["location"] == "/desk"


async def test_a_wanted_page_of_this_site_is_reached_after_signing_in(client: httpx.AsyncClient) -> None:
    asked = await client.get("/imports?state=committed")
    page = await client.get(asked.headers["location"])
    (wanted,) = re.findall(r'name="next" value="([^"]+)"', page.text)
    assert (await sign_in(client, Role.REVIEWER, next=wanted)).headers[
        "location"
    ] == "/imports?state=committed"


async def test_numbers_of_others_in_an_address_lead_nowhere(browse: Browse) -> None:
    async with browse() as victim, browse() as attacker:
        await sign_in(victim, Role.OFFICER)
        form = {"name": "数据交换", "permission": "imports.read", "days": "30"}
        await victim.post("/account/tokens", data=form)
        await sign_in(attacker, Role.TOWNSHIP_OFFICER)
        async with transaction() as connection:
            session = await connection.fetchval(
                "SELECT s.id FROM account_session s JOIN account a ON a.id = s.account_id WHERE a.login = 'officer'"
            )
            token = await connection.fetchval("SELECT id FROM api_token")
        for address in (
            f"/account/sessions/{session}/end",
            f"/account/tokens/{token}/revoke",
            f"/account/sessions/{10**30}/end",
            f"/account/tokens/{10**30}/revoke",
        ):
            assert (await attacker.post(address)).status_code == 404
        assert (await victim.get("/account")).status_code == 200
        async with transaction() as connection:
            assert await connection.fetchval("SELECT revoked_at FROM api_token") is None


async def test_fields_that_a_form_does_not_have_change_nothing(browse: Browse) -> None:
    async with browse() as client:
        form = {
            "kind": "enterprise", "unit": "91371002MA3XH91K03", "unit_name": "某企业", "name": "甲",
            "email": "a@example.cn", "state": "approved", "role": "administrator", "decided_by": "administrator",
        }  # fmt: skip
        assert (await client.post("/request-account", data=form)).status_code in (200, 422)
        await sign_in(client, Role.OFFICER)
        change = {"former": PASSWORD, "password": "valley-cloud-88", "again": "valley-cloud-88"}
        extra = {"role": "administrator", "organisation_kind": "bureau", "state": "active", "account": "7"}
        assert (await client.post("/account/password", data={**change, **extra})).status_code == 303
    async with transaction() as connection:
        assert await connection.fetch("SELECT FROM account_request WHERE state <> 'open'") == []
        roles = await connection.fetch(
            "SELECT g.role FROM role_grant g JOIN account a ON a.id = g.account_id WHERE a.login = 'officer'"
        )
    assert [row["role"] for row in roles] == ["officer"]


async def test_a_role_that_does_not_fit_cannot_be_given(browse: Browse) -> None:
    async with browse() as client:
        await sign_in(client, Role.ADMINISTRATOR)
        async with transaction() as connection:
            numbers = {
                row["login"]: row["id"] for row in await connection.fetch("SELECT id, login FROM account")
            }
        for login, roles in (
            ("enterprise", ["officer"]),
            ("administrator", ["administrator", "officer"]),
            ("officer", ["officer", "auditor"]),
            ("administrator", ["officer"]),
            ("officer", []),
        ):
            answer = await client.post(f"/accounts/{numbers[login]}/roles", data={"role": roles})
            assert answer.status_code == 422, (login, roles)
        unknown = await client.post(f"/accounts/{numbers['officer']}/roles", data={"role": ["emperor"]})
        assert unknown.status_code == 404
        assert (await client.post(f"/accounts/{numbers['administrator']}/disable")).status_code == 422


async def test_hostile_text_is_shown_and_never_run(browse: Browse) -> None:
    async with browse() as client:
        form = {
            "kind": "agency", "unit_name": HOSTILE, "name": HOSTILE, "email": "a@example.cn", "note": HOSTILE,
            "phone": HOSTILE[:40],
        }  # fmt: skip
        assert (await client.post("/request-account", data=form)).status_code == 200
        assert "<script>alert" not in (await client.post("/request-account", data={"note": HOSTILE})).text
        failed = await client.post("/sign-in", data={"login": HOSTILE, "password": "x", "next": HOSTILE})
        assert "<script>alert" not in failed.text
        await sign_in(client, Role.OFFICER)
        page = (await client.get("/account-requests")).text
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        await client.post("/sign-out")
    async with browse() as client:
        client.headers["user-agent"] = HOSTILE
        await sign_in(client, Role.ADMINISTRATOR)
        new = {"login": "x" * 9, "name": HOSTILE, "organisation": "agency", "unit": HOSTILE, "role": "agency"}
        assert (await client.post("/accounts", data=new)).status_code == 200
        for address in ("/accounts", "/account"):
            page = (await client.get(address)).text
            assert "&lt;script&gt;alert" in page
            assert "<script>alert" not in page


async def test_no_token_password_or_code_gets_into_the_logs(
    browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with browse() as client:
            await sign_in(client, Role.OFFICER)
            form = {"name": "数据交换", "permission": "imports.read", "days": "30"}
            page = (await client.post("/account/tokens", data=form)).text
            (token,) = re.findall(r"zcd_[\w-]{40,}", page)
            session = client.cookies["session"]
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    async with transaction() as connection:
        for table in ("audit_event", "change_entry", "operation", "account", "api_token", "account_session"):
            said += [row[0] for row in await connection.fetch(f"SELECT t::text FROM {table} t")]
        logged = [row[0] for row in await connection.fetch("SELECT t::text FROM change_log t")]
    assert not [text for text in said + logged if token in text or session in text or PASSWORD in text]
    assert not [text for text in logged if "argon2" in text]


async def test_as_much_is_done_for_a_missing_account_as_for_one_that_exists(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of a busy machine proves nothing; the hashes worked out and the statements run are the time it takes."""
    done: dict[str, list[str]] = {}
    verify, execute = PasswordHasher.verify, asyncpg.Connection._execute

    def verified(hasher: PasswordHasher, kept: str, password: str) -> bool:
        done[login].append(kept.rsplit("$", 2)[0])  # kind and cost of the hash
        return verify(hasher, kept, password)

    async def executed(session: asyncpg.Connection, query: str, *given: Any, **named: Any) -> Any:
        done[login].append(query)
        return await execute(session, query, *given, **named)

    monkeypatch.setattr(PasswordHasher, "verify", verified)
    monkeypatch.setattr(asyncpg.Connection, "_execute", executed)
    for login in ("officer", "nobody", "disabled"):
        done[login] = []
        if login == "disabled":
            async with transaction() as connection:
                await connection.execute("UPDATE account SET state = 'disabled' WHERE login = 'township'")
        form = {"login": login if login != "disabled" else "township", "password": "wrong-wrong-wrong"}
        done[login] = []
        assert (await client.post("/sign-in", data=form)).status_code == 422
    assert done["officer"] == done["nobody"] == done["disabled"]
    assert len([work for work in done["officer"] if work.startswith("$argon2id$")]) == 1
