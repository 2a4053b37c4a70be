"""The accounts of a demonstration, one a role. Their password is no secret, so they are made in a demonstration only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.accounts import actions, people, totp
from registry.accounts.actions import NewAccount
from registry.accounts.permissions import Organisation, Role
from registry.accounts.second_factor import obligatory
from registry.accounts.secrets import seal
from registry.database.engine import transaction
from registry.settings import Settings

PASSWORD = "shifan-qu-2026"  # noqa: S105  shown on the page of a demonstration
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105  likewise


def _one(login: str, name: str, kind: Organisation, unit: str, role: Role) -> NewAccount:
    return NewAccount(login, name, "", kind, unit, frozenset((role,)))


PEOPLE = (
    _one("jingban", "林若川", Organisation.BUREAU, "", Role.OFFICER),
    _one("shenhe", "周砚秋", Organisation.BUREAU, "", Role.REVIEWER),
    _one("zhenjie", "宋临溪", Organisation.TOWNSHIP, "张村镇", Role.TOWNSHIP_OFFICER),
    _one("qiye", "于慕石", Organisation.ENTERPRISE, "91371002MAX0008E2N", Role.ENTERPRISE),
    _one("jigou", "顾以宁", Organisation.AGENCY, "知渡知识产权服务", Role.AGENCY),
    _one("shenji", "许知远", Organisation.BUREAU, "", Role.AUDITOR),
    _one("guanli", "程望舒", Organisation.BUREAU, "", Role.ADMINISTRATOR),
)


async def make(settings: Settings) -> None:
    """Make those that are not there yet."""
    for new in PEOPLE:
        if await people.by_login(new.login) is None:
            await actions.make_with_password(new, PASSWORD, "demo")
            if obligatory(new.roles):
                await _with_second_factor(settings, new.login)


async def _with_second_factor(settings: Settings, login: str) -> None:
    async with transaction() as connection:
        await connection.execute(
            "UPDATE account SET totp_secret = $2 WHERE login = $1", login, seal(settings, SECRET)
        )


def offered(settings: Settings, now: datetime) -> Mapping[str, Any]:
    """What the pages of signing in say of it; nothing unless this is a demonstration."""
    if not settings.demo:
        return {}
    code = totp.code_at(SECRET, int(now.timestamp()) // totp.STEP_SECONDS)
    return {"demo_people": PEOPLE, "demo_password": PASSWORD, "demo_code": code}
