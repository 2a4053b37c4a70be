"""How people come in: invited, by request, as the first administrator; and programs with a token."""

import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import Message

import httpx
import pytest

from registry.accounts.first_run import code_path, offer_code
from registry.accounts.permissions import Role
from registry.app import create_app
from registry.database.engine import transaction
from registry.settings import Settings
from tests.registry.accounts.conftest import Browse
from tests.registry.accounts.entering import PASSWORD, SAME_ORIGIN, sign_in

pytestmark = pytest.mark.anyio

FRESH = {"password": "valley-cloud-88", "again": "valley-cloud-88"}


def letters(settings: Settings) -> list[Message]:
    """The letters written so far."""
    return [message_from_bytes(path.read_bytes()) for path in sorted(settings.mail_folder.glob("*.eml"))]


def link_in(letter: Message) -> str:
    """The address of the link, without the site."""
    text = letter.get_payload(decode=True).decode()  # type: ignore[union-attr]
    return re.findall(r"http://127\.0\.0\.1:8000(/set-password/\S+)", text)[0]


async def test_an_invited_person_sets_a_password_once(browse: Browse, settings: Settings) -> None:
    async with browse() as client:
        await sign_in(client, Role.ADMINISTRATOR)
        new = {
            "login": "Lin",
            "name": "林若川",
            "email": "lin@example.cn",
            "organisation": "bureau",
            "role": "officer",
        }
        made = await client.post("/accounts", data=new)
        assert "已经发到 lin@example.cn" in made.text
        assert "/set-password/" not in made.text
        taken = await client.post("/accounts", data=new)
        assert taken.status_code == 422
        assert "已有人使用" in taken.text
    link = link_in(letters(settings)[-1])
    async with browse() as client:
        assert "林若川" in (await client.get(link)).text
        weak = await client.post(link, data={"password": "short", "again": "short"})
        assert "至少 12" in weak.text
        assert (await client.post(link, data=FRESH)).status_code == 303
        assert (await client.post(link, data=FRESH)).status_code == 410
        assert (await client.get(link)).status_code == 410
        entered = await client.post("/sign-in", data={"login": "lin", "password": FRESH["password"]})
        assert entered.status_code == 303


async def test_without_an_address_the_link_is_handed_over(browse: Browse) -> None:
    async with browse() as client:
        await sign_in(client, Role.ADMINISTRATOR)
        new = {
            "login": "song",
            "name": "宋临溪",
            "organisation": "township",
            "unit": "张村镇",
            "role": "township_officer",
        }
        made = await client.post("/accounts", data=new)
        assert re.search(r"/set-password/[\w-]{40,}", made.text)


async def test_a_link_expires_and_a_new_one_replaces_it(browse: Browse, settings: Settings) -> None:
    async with browse() as client:
        for _ in range(2):
            assert (await client.post("/forgotten", data={"who": "officer@example.cn"})).status_code == 200
        first, second = (link_in(letter) for letter in letters(settings))
        assert (await client.get(first)).status_code == 410
        assert (await client.get(second)).status_code == 200
        async with transaction() as connection:
            await connection.execute("UPDATE one_time_link SET expires_at = now() - interval '1 second'")
        assert (await client.post(second, data=FRESH)).status_code == 410


async def test_nobody_is_told_whether_an_account_exists(browse: Browse, settings: Settings) -> None:
    async with browse() as client:
        known = await client.post("/forgotten", data={"who": "officer"})
        missing = await client.post("/forgotten", data={"who": "nobody"})
    assert known.status_code == missing.status_code == 200
    assert known.text == missing.text
    assert len(letters(settings)) == 1


async def test_a_link_in_a_letter_names_the_site_of_the_settings(browse: Browse, settings: Settings) -> None:
    async with browse() as client:
        await client.post("/forgotten", data={"who": "officer"}, headers={"host": "evil.example"})
    text = letters(settings)[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "evil.example" not in text


async def test_an_enterprise_asks_and_an_officer_approves(browse: Browse, settings: Settings) -> None:
    form = {
        "kind": "enterprise", "unit": "91371002706087777p", "unit_name": "威海甲渔具有限公司", "name": "沈砚",
        "email": "shen@example.cn", "phone": "", "note": "",
    }  # fmt: skip
    async with browse() as client:
        wrong = await client.post("/request-account", data={**form, "unit": "123", "email": "x"})
        assert wrong.status_code == 422
        assert "18 位" in wrong.text
        assert 'value="沈砚"' in wrong.text  # what was typed is kept
        assert (await client.post("/request-account", data=form)).status_code == 200
        await sign_in(client, Role.OFFICER)
        assert "没有这一家" in (await client.get("/account-requests")).text
        async with transaction() as connection:
            await connection.execute(
                "INSERT INTO enterprise (name, credit_code) VALUES ('威海乙渔具有限公司', '91371002706087777P')"
            )
        page = (await client.get("/account-requests")).text
        assert "威海乙渔具有限公司" in page  # not the one the stranger says to be of
        assert "与所填名称不同" in page
        (number,) = re.findall(r'action="/account-requests/(\d+)"', page)[:1]
        taken = await client.post(
            f"/account-requests/{number}", data={"verdict": "approve", "login": "officer"}
        )
        assert taken.status_code == 422
        approved = await client.post(
            f"/account-requests/{number}", data={"verdict": "approve", "login": "jiayuju"}
        )
        assert approved.status_code == 303
        again = await client.post(
            f"/account-requests/{number}", data={"verdict": "approve", "login": "other"}
        )
        assert again.status_code == 404
    async with browse() as client:
        await client.post(link_in(letters(settings)[-1]), data=FRESH)
        await client.post("/sign-in", data={"login": "jiayuju", "password": FRESH["password"]})
        assert "91371002706087777P" in (await client.get("/account")).text


async def test_a_request_is_refused_with_a_word(browse: Browse, settings: Settings) -> None:
    form = {"kind": "agency", "unit_name": "某机构", "name": "顾以宁", "email": "gu@example.cn"}
    async with browse() as client:
        await client.post("/request-account", data=form)
        await sign_in(client, Role.OFFICER)
        async with transaction() as connection:
            number = await connection.fetchval("SELECT id FROM account_request")
        assert (await client.post(f"/account-requests/{number}", data={"reason": " "})).status_code == 422
        assert (
            await client.post(f"/account-requests/{number}", data={"reason": "不在名录"})
        ).status_code == 303
    letter = letters(settings)[-1]
    assert letter["to"] == "gu@example.cn"
    assert "不在名录" in letter.get_payload(decode=True).decode()  # type: ignore[union-attr]


async def test_disabling_ends_everything_at_once(browse: Browse) -> None:
    async with browse() as officer, browse() as administrator:
        await sign_in(officer, Role.OFFICER)
        form = {"name": "数据交换", "permission": "personal.all", "days": "30"}
        (token,) = re.findall(r"zcd_[\w-]{40,}", (await officer.post("/account/tokens", data=form)).text)
        bearer = {"authorization": f"Bearer {token}"}
        assert (await officer.get("/api/v1/patents", headers=bearer)).headers[
            "cache-control"
        ] == "private, no-store"
        await sign_in(administrator, Role.ADMINISTRATOR)
        async with transaction() as connection:
            number = await connection.fetchval("SELECT id FROM account WHERE login = 'officer'")
        assert (
            await administrator.post(f"/accounts/{number}/disable", data={"reason": "离职"})
        ).status_code == 303
        assert (await officer.get("/account")).status_code == 303
        anyone = await officer.get("/api/v1/patents", headers=bearer)
        assert anyone.headers["cache-control"] == "public, no-cache"
        refused = await officer.post("/sign-in", data={"login": "officer", "password": PASSWORD})
        assert refused.status_code == 422
        assert (await administrator.post(f"/accounts/{number}/enable")).status_code == 303
        assert (await sign_in(officer, Role.OFFICER)).status_code == 303


async def test_a_corrected_address_ends_sessions_and_links_and_is_in_the_log(
    browse: Browse, settings: Settings
) -> None:
    async with browse() as officer, browse() as administrator:
        await sign_in(officer, Role.OFFICER)
        await sign_in(administrator, Role.ADMINISTRATOR)
        async with transaction() as connection:
            number = await connection.fetchval("SELECT id FROM account WHERE login = 'officer'")
        page = f"/accounts/{number}"
        await administrator.post(f"{page}/reset")
        link = link_in(letters(settings)[-1])
        assert (await officer.post(f"{page}/email", data={"email": "mine@example.cn"})).status_code == 403
        for wrong, why in (("no address", "完整的邮箱地址"), ("officer@example.cn", "邮箱没有改动")):
            refused = await administrator.post(f"{page}/email", data={"email": wrong})
            assert (refused.status_code, why in refused.text) == (422, True)
        assert (await officer.get("/account")).status_code == 200
        done = await administrator.post(f"{page}/email", data={"email": "lin@example.cn"})
        assert done.status_code == 303
        assert "lin@example.cn" in (await administrator.get(page)).text
        assert (await officer.get("/account")).status_code == 303
        assert (await officer.get(link)).status_code == 410
    assert letters(settings)[-1]["To"] == "officer@example.cn"
    async with transaction() as connection:
        before = await connection.fetchval(
            "SELECT before ->> 'email' FROM change_log WHERE kind = 'account' AND actor = 'administrator'"
            " AND after ->> 'email' = 'lin@example.cn'"
        )
        noted = await connection.fetchval("SELECT subject FROM audit_event WHERE event = 'email:set'")
    assert (before, noted) == ("officer@example.cn", "officer")


async def test_changed_roles_end_the_sessions(browse: Browse) -> None:
    async with browse() as officer, browse() as administrator:
        await sign_in(officer, Role.OFFICER)
        await sign_in(administrator, Role.ADMINISTRATOR)
        async with transaction() as connection:
            number = await connection.fetchval("SELECT id FROM account WHERE login = 'officer'")
        roles = {"role": ["officer", "reviewer"]}
        assert (await administrator.post(f"/accounts/{number}/roles", data=roles)).status_code == 303
        assert (await officer.get("/account")).status_code == 303


async def test_a_token_gives_no_more_than_its_owner_has(browse: Browse) -> None:
    async with browse() as client:
        await sign_in(client, Role.TOWNSHIP_OFFICER)
        form = {"name": "越权", "permission": "personal.all", "days": "30"}
        assert (await client.post("/account/tokens", data=form)).status_code == 422
        assert (
            await client.post("/account/tokens", data={**form, "permission": "imports.read", "days": "9999"})
        ).status_code == 422
        assert (await client.post("/account/tokens", data={"name": "空", "days": "30"})).status_code == 422


async def test_a_token_opens_no_page_and_expires(browse: Browse) -> None:
    async with browse() as client:
        await sign_in(client, Role.OFFICER)
        form = {"name": "数据交换", "permission": "imports.read", "days": "30"}
        (token,) = re.findall(r"zcd_[\w-]{40,}", (await client.post("/account/tokens", data=form)).text)
    async with browse() as program:
        program.headers["authorization"] = f"Bearer {token}"
        assert (await program.get("/imports")).status_code == 303
        assert (await program.get("/api/v1/patents")).headers["cache-control"] == "private, no-store"
        async with transaction() as connection:
            await connection.execute("UPDATE api_token SET expires_at = now() - interval '1 second'")
        assert (await program.get("/api/v1/patents")).headers["cache-control"] == "public, no-cache"


@pytest.fixture
async def empty(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site before anybody has an account."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(
            transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN
        ) as client,
    ):
        yield client


async def test_the_first_administrator_is_made_by_who_has_the_code_and_only_once(
    empty: httpx.AsyncClient, settings: Settings
) -> None:
    form = {"login": "cheng", "name": "程望舒", **FRESH}
    assert (await empty.get("/first-administrator")).status_code == 404  # no code was made
    assert (await empty.get("/")).status_code == 200
    code = await offer_code(settings)
    assert code is not None
    assert await offer_code(settings) == code
    assert code_path(settings).stat().st_mode & 0o077 == 0
    wrong = await empty.post("/first-administrator", data={**form, "code": "0" * 20})
    assert wrong.status_code == 422
    assert (await empty.post("/first-administrator", data={**form, "code": code})).status_code == 303
    assert not code_path(settings).exists()
    assert (await empty.get("/first-administrator")).status_code == 404
    assert (await empty.post("/first-administrator", data={**form, "code": code})).status_code == 404
    assert await offer_code(settings) is None
    entered = await empty.post("/sign-in", data={"login": "cheng", "password": FRESH["password"]})
    assert entered.headers["location"] == "/sign-in/code"
    assert (await empty.get("/sign-in/code")).headers["location"] == "/sign-in/second-step"
    assert (await empty.get("/accounts")).status_code == 303
