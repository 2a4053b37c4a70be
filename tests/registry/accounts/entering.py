"""One person a role, and how each signs in."""

from datetime import UTC, datetime

import httpx

from registry.accounts import actions, people, totp
from registry.accounts.actions import NewAccount
from registry.accounts.permissions import Organisation, Role
from registry.accounts.secrets import seal
from registry.database.engine import transaction
from registry.settings import Settings

PASSWORD = "mountain-river-7"  # noqa: S105  of invented people
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105  of RFC 6238
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
PEOPLE = {
    Role.OFFICER: ("officer", Organisation.BUREAU, ""),
    Role.REVIEWER: ("reviewer", Organisation.BUREAU, ""),
    Role.TOWNSHIP_OFFICER: ("township", Organisation.TOWNSHIP, "张村镇"),
    Role.ENTERPRISE: ("enterprise", Organisation.ENTERPRISE, "91371002MA3XH91K03"),
    Role.AGENCY: ("agency", Organisation.AGENCY, "示范服务机构"),
    Role.AUDITOR: ("auditor", Organisation.BUREAU, ""),
    Role.ADMINISTRATOR: ("administrator", Organisation.BUREAU, ""),
}


async def make_people(settings: Settings) -> None:
    """One person a role, with the second factor where it is obligatory."""
    for role, (login, kind, unit) in PEOPLE.items():
        new = NewAccount(login, f"{role.label}甲", f"{login}@example.cn", kind, unit, frozenset((role,)))
        await actions.make_with_password(new, PASSWORD, "test")
    async with transaction() as connection:
        await connection.execute(
            "UPDATE account SET totp_secret = $1 WHERE login IN ('reviewer', 'administrator')",
            seal(settings, SECRET),
        )


def code(seconds_later: float = 0) -> str:
    """What the authenticator app shows."""
    return totp.code_at(SECRET, int(datetime.now(UTC).timestamp() + seconds_later) // totp.STEP_SECONDS)


async def sign_in(client: httpx.AsyncClient, role: Role, **form: str) -> httpx.Response:
    """Sign in as the person of a role, through both steps."""
    login = PEOPLE[role][0]
    answer = await client.post("/sign-in", data={"login": login, "password": PASSWORD, **form})
    if answer.headers.get("location", "").startswith("/sign-in/code"):
        answer = await client.post("/sign-in/code", data={"code": code(), **form})
    return answer


async def enter(client: httpx.AsyncClient, role: Role, login: str = "") -> None:
    """Make the person of a role where there is none yet, and sign in; without the second factor of others."""
    usual, kind, unit = PEOPLE[role]
    login = login or usual
    if await people.by_login(login) is None:
        new = NewAccount(login, f"{role.label}甲", "", kind, unit, frozenset((role,)))
        await actions.make_with_password(new, PASSWORD, "test")
    answer = await client.post("/sign-in", data={"login": login, "password": PASSWORD}, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
