"""The accounts of a demonstration, one a role. Their password is no secret, so they are made in a demonstration only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.accounts import actions, people, requesting, totp
from registry.accounts.actions import NewAccount
from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Role, granted
from registry.accounts.requesting import Asked
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
REQUESTS = (
    Asked("夏知言", "xia@example.cn", "0631-5550121", Organisation.ENTERPRISE, "91371002MAX003064W",
          "威海衍力复合材料股份有限公司", "准备申报国家优势，想看本企业还差什么"),
    Asked("方既白", "fang@example.cn", "0631-5550122", Organisation.AGENCY, "溯源专利代理事务所", "溯源专利代理事务所",
          "承接张村镇两个企业的专利导航"),
)  # fmt: skip


async def make(settings: Settings) -> None:
    """Make those that are not there yet."""
    for new in PEOPLE:
        if await people.by_login(new.login) is None:
            await actions.make_with_password(new, PASSWORD, "demo")
            if obligatory(new.roles):
                await _with_second_factor(settings, new.login)


async def make_requests(now: datetime) -> None:
    """What asks for an account, where nothing has asked yet."""
    if not await requesting.requests():
        for asked in REQUESTS:
            await requesting.ask(asked, "", now)


async def person(role: Role) -> Caller:
    """The person of the demonstration who has this role."""
    new = next(one for one in PEOPLE if role in one.roles)
    found = await people.by_login(new.login)
    if found is None:
        raise LookupError(new.login)
    return Caller(
        account=found.account,
        login=found.login,
        name=found.name,
        organisation=found.organisation,
        unit=found.unit,
        roles=frozenset(found.roles),
        permissions=granted(found.roles),
        session=None,
        whole=True,
    )


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
