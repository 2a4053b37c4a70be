"""Signing in: what is asked, what is remembered, and what nobody is told."""

import re

import httpx
import pytest

from registry.accounts import demonstration
from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.settings import Settings
from tests.registry.accounts.conftest import Browse
from tests.registry.accounts.entering import PASSWORD, code, sign_in

pytestmark = pytest.mark.anyio


async def test_anonymous_pages_set_no_cookie_and_can_be_cached(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, no-cache"
    assert "登录" in answer.text


async def test_a_signed_in_person_is_named_and_nothing_is_kept(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, Role.OFFICER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = await client.get("/")
    assert "区局经办甲" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert (await client.get("/api/v1/patents")).headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OFFICER, "/candidates"),
        (Role.TOWNSHIP_OFFICER, "/candidates"),
        (Role.AUDITOR, "/log"),
        (Role.ENTERPRISE, "/"),
        (Role.AGENCY, "/"),
    ],
)
async def test_signing_in_leads_officials_to_their_work_and_others_to_the_search(
    client: httpx.AsyncClient, role: Role, page: str
) -> None:
    await sign_in(client, role)
    answer = await client.get("/desk")
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert ("工作台</a>" in (await client.get("/")).text) == (role is not Role.AGENCY)


async def test_over_https_the_cookie_is_bound_to_the_host(app: object) -> None:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="https://registry.test") as client:
        answer = await sign_in(client, Role.OFFICER)
        assert answer.headers["set-cookie"].startswith("__Host-session=")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "区局经办甲" in (await client.get("/")).text


async def test_a_wrong_password_and_a_missing_account_get_the_same_answer(client: httpx.AsyncClient) -> None:
    answers = [
        await client.post("/sign-in", data={"login": login, "password": "wrong-wrong-wrong"})
        for login in ("officer", "nobody1")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    bodies = {answer.text.replace("officer", "?").replace("nobody1", "?") for answer in answers}
    assert len(bodies) == 1
    assert "登录名或密码不对" in answers[0].text
    assert "set-cookie" not in answers[0].headers


async def test_the_login_name_is_the_same_in_any_spelling(client: httpx.AsyncClient) -> None:
    answer = await client.post("/sign-in", data={"login": " ＯＦＦＩＣＥＲ ", "password": PASSWORD})
    assert answer.status_code == 303


async def test_the_token_is_new_after_every_sign_in_and_the_former_ends(client: httpx.AsyncClient) -> None:
    client.cookies.set("session", "chosen-by-somebody-else", domain="registry.test")
    await sign_in(client, Role.OFFICER)
    first = client.cookies["session"]
    assert first != "chosen-by-somebody-else"
    await sign_in(client, Role.TOWNSHIP_OFFICER)
    assert client.cookies["session"] != first
    client.cookies.clear()
    client.cookies.set("session", first, domain="registry.test")
    assert (await client.get("/account")).status_code == 303


async def test_only_a_hash_of_the_token_is_kept(client: httpx.AsyncClient) -> None:
    await sign_in(client, Role.OFFICER)
    token = client.cookies["session"]
    async with transaction() as connection:
        rows = await connection.fetch("SELECT s::text AS row FROM account_session s")
    assert rows
    assert not [row for row in rows if token in row["row"]]


async def test_signing_out_ends_the_session_on_the_server(client: httpx.AsyncClient, browse: Browse) -> None:
    await sign_in(client, Role.OFFICER)
    token = client.cookies["session"]
    assert (await client.post("/sign-out")).headers["location"] == "/"
    async with browse() as other:
        other.cookies.set("session", token, domain="registry.test")
        assert (await other.get("/account")).status_code == 303


async def test_a_session_ends_without_requests_and_in_any_case(client: httpx.AsyncClient) -> None:
    for change in ("seen_at = now() - interval '61 minutes'", "expires_at = now() - interval '1 second'"):
        await sign_in(client, Role.OFFICER)
        assert (await client.get("/account")).status_code == 200
        async with transaction() as connection:
            await connection.execute(f"UPDATE account_session SET {change}")
        assert (await client.get("/account")).status_code == 303


async def test_administrators_and_reviewers_show_a_second_factor(client: httpx.AsyncClient) -> None:
    answer = await client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD})
    assert answer.headers["location"] == "/sign-in/code"
    half = client.cookies["session"]
    assert (await client.get("/imports")).status_code == 303
    assert (await client.post("/sign-in/code", data={"code": "000000"})).status_code == 422
    now = code()
    assert (await client.post("/sign-in/code", data={"code": now})).status_code == 303
    assert client.cookies["session"] != half
    assert (await client.get("/imports")).status_code == 200
    await client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD})
    await client.post("/sign-out")
    await client.post("/sign-in", data={"login": "reviewer", "password": PASSWORD})
    assert (await client.post("/sign-in/code", data={"code": now})).status_code == 422  # works once


async def test_a_second_factor_is_set_up_and_recovered_from(
    client: httpx.AsyncClient, browse: Browse
) -> None:
    from registry.accounts.totp import code_at

    await sign_in(client, Role.OFFICER)
    page = (await client.get("/sign-in/second-step")).text
    assert '<svg class="qr"' in page.replace("  ", " ") or "qr" in page
    secret = "".join(re.findall(r'class="secret">([A-Z2-7 ]+)<', page)[0].split())
    sealed = re.findall(r'name="secret" value="([^"]+)"', page)[0]
    import time

    form = {"secret": sealed, "code": code_at(secret, int(time.time()) // 30)}
    done = await client.post("/sign-in/second-step", data=form)
    codes = re.findall(r"<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</li>", done.text)
    assert len(codes) == 10
    assert (await client.get("/account")).status_code == 200
    async with browse() as other:
        first = await other.post("/sign-in", data={"login": "officer", "password": PASSWORD})
        assert first.headers["location"] == "/sign-in/code"
        assert (await other.post("/sign-in/code", data={"code": codes[0].lower()})).status_code == 303
        await other.post("/sign-out")
        await other.post("/sign-in", data={"login": "officer", "password": PASSWORD})
        assert (await other.post("/sign-in/code", data={"code": codes[0]})).status_code == 422


async def test_failures_lead_to_growing_waits_that_survive_a_restart(client: httpx.AsyncClient) -> None:
    wrong = {"login": "officer", "password": "wrong-wrong-wrong"}
    for _ in range(5):
        assert (await client.post("/sign-in", data=wrong)).status_code == 422
    refused = await client.post("/sign-in", data={"login": "officer", "password": PASSWORD})
    assert refused.status_code == 429
    assert "分钟再试" in refused.text
    async with transaction() as connection:
        blocked = "SELECT network FROM audit_event WHERE event = 'session:block' AND actor = 'officer'"
        assert await connection.fetchval(blocked) == "192.0.2.0/24"
        kept = await connection.fetchval(
            "SELECT blocked_until - last_at FROM attempt WHERE key LIKE 'login officer from %'"
        )
        assert kept.total_seconds() == 60
        await connection.execute("UPDATE attempt SET blocked_until = now() - interval '1 second'")
    assert (await client.post("/sign-in", data=wrong)).status_code == 422
    async with transaction() as connection:
        grown = await connection.fetchval(
            "SELECT blocked_until - last_at FROM attempt WHERE key LIKE 'login officer from %'"
        )
        await connection.execute(
            "UPDATE attempt SET last_at = now() - interval '25 hours', blocked_until = NULL"
        )
    assert grown.total_seconds() == 120
    await sign_in(client, Role.TOWNSHIP_OFFICER)  # clears away what is too old to count
    async with transaction() as connection:
        assert await connection.fetchval("SELECT count(*) FROM attempt WHERE key LIKE 'login officer%'") == 0


async def test_the_published_password_of_the_demonstration_opens_nothing_elsewhere(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    await demonstration.make(settings)
    form = {"login": "jingban", "password": demonstration.PASSWORD}
    assert (await client.post("/sign-in", data=form)).status_code == 422


async def test_a_missing_account_is_blocked_like_one_that_exists(client: httpx.AsyncClient) -> None:
    wrong = {"login": "nobody", "password": "wrong-wrong-wrong"}
    statuses = [(await client.post("/sign-in", data=wrong)).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


async def test_changing_the_password_ends_all_other_sessions(
    client: httpx.AsyncClient, browse: Browse
) -> None:
    async with browse() as other:
        await sign_in(client, Role.OFFICER)
        await sign_in(other, Role.OFFICER)
        form = {"former": PASSWORD, "password": "valley-cloud-88", "again": "valley-cloud-88"}
        assert (await client.post("/account/password", data=form)).status_code == 303
        assert (await client.get("/account")).status_code == 200
        assert (await other.get("/account")).status_code == 303
        refused = await client.post("/account/password", data={**form, "former": PASSWORD})
        assert "现在的密码不对" in refused.text
        async with transaction() as connection:
            failed = "SELECT subject FROM audit_event WHERE event = 'session:fail'"
            assert await connection.fetchval(failed) == "password"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "至少 12"),
        ("password1234", "太常见"),
        ("officer-is-great", "登录名"),
        ("aaaabbbbaaaa", "太常见"),
    ],
)
async def test_weak_passwords_are_refused_with_the_reason(
    client: httpx.AsyncClient, password: str, said: str
) -> None:
    await sign_in(client, Role.OFFICER)
    form = {"former": PASSWORD, "password": password, "again": password}
    answer = await client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert said in answer.text


async def test_somebody_signs_out_elsewhere(client: httpx.AsyncClient, browse: Browse) -> None:
    async with browse() as other:
        await sign_in(client, Role.OFFICER)
        await sign_in(other, Role.OFFICER)
        numbers = re.findall(r"/account/sessions/(\d+)/end", (await client.get("/account")).text)
        assert len(numbers) == 1
        assert (await client.post(f"/account/sessions/{numbers[0]}/end")).status_code == 303
        assert (await other.get("/account")).status_code == 303
