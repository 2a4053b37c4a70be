"""What is done to accounts: made, given roles, disabled, let back in. Every change of rights ends their sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from registry.accounts import links, passwords, sessions
from registry.accounts.events import Event, note
from registry.accounts.names import is_email, login_name
from registry.accounts.permissions import Organisation, Role, conflict
from registry.accounts.tables import LinkPurpose
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.merging.tables import BY_CODE
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

ADMINISTRATORS = 0x61646D
"""Advisory lock under which administrators come and go, so that the last one stays and the first one is one."""

NO_EMAIL = marked("请写完整的邮箱地址，如 name@example.cn")


class AccountRefused(Refusal):
    """The account cannot be made or changed like this."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a new account is made from. `unit` as in `Caller`."""

    login: str
    name: str
    email: str
    organisation: Organisation
    unit: str
    roles: frozenset[Role]


async def invite(new: NewAccount, actor: str, now: datetime) -> str:
    """Make an account that waits for its password; returns the token of the link. Raises AccountRefused."""
    async with transaction(), operation("account", actor):
        account = await _insert(new, None, actor)
        return await links.make(account, LinkPurpose.INVITE, actor, now)


async def first_administrator(login: str, name: str, password: str) -> None:
    """Make the first administrator. Raises AccountRefused, also where there is one already."""
    if problem := passwords.weakness(password, login_name(login), name):
        raise AccountRefused(problem)
    kept = await passwords.hashed(password)
    new = NewAccount(login, name, "", Organisation.BUREAU, "", frozenset((Role.ADMINISTRATOR,)))
    async with transaction() as current, operation("account", login_name(login) or "-", "首位管理员"):
        await current.execute("SELECT pg_advisory_xact_lock($1)", ADMINISTRATORS)
        if await administrators():
            raise AccountRefused(Text(marked("已经有管理员")))
        await _insert(new, kept, login_name(login))


async def make_with_password(new: NewAccount, password: str, actor: str) -> None:
    """Make an account that can be used at once, as the demonstration does. Raises AccountRefused."""
    kept = await passwords.hashed(password)
    async with transaction(), operation("account", actor):
        await _insert(new, kept, actor)


async def _insert(new: NewAccount, password_hash: str | None, actor: str) -> int:
    login, name, unit = login_name(new.login), new.name.strip(), new.unit.strip()
    if not login or not name:
        raise AccountRefused(Text(marked("要有登录名和姓名；登录名至多 64 个字符")))
    if (new.organisation is Organisation.BUREAU) == bool(unit):
        raise AccountRefused(Text(marked("镇街、企业和服务机构要写明是哪一家，区局不写")))
    _check_roles(new.organisation, new.roles)
    if new.organisation is Organisation.ENTERPRISE:
        unit = await _code_now(unit)
    try:
        async with connection().transaction():
            account: int = await connection().fetchval(
                "INSERT INTO account (login, name, email, state, organisation_kind, organisation, password_hash)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                login,
                name,
                new.email.strip() or None,
                "active" if password_hash else "invited",
                new.organisation.value,
                unit,
                password_hash,
            )
    except asyncpg.UniqueViolationError as problem:
        raise AccountRefused(Text(marked("登录名“%(login)s”已有人使用"), {"login": login})) from problem
    await _grant(account, new.roles, actor)
    await note(Event.ACCOUNT_MAKE, actor, account=account, subject=login)
    return account


async def _code_now(code: str) -> str:
    """The code of the enterprise into which that of this code was merged; the same where none was."""
    now_held = f"SELECT credit_code FROM enterprise WHERE id IN ({BY_CODE.format(code='$1')}) LIMIT 1"
    return await connection().fetchval(now_held, code) or code


def _check_roles(organisation: Organisation, roles: Iterable[Role]) -> None:
    if problem := conflict(organisation, roles):
        raise AccountRefused(Text(problem))


async def _grant(account: int, roles: Iterable[Role], actor: str) -> None:
    await connection().executemany(
        "INSERT INTO role_grant (account_id, role, granted_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [(account, role.value, actor) for role in sorted(roles)],
    )


async def set_roles(account: int, roles: frozenset[Role], actor: str) -> None:
    """Give an account these roles and no others. Raises AccountRefused; LookupError where there is no such account."""
    async with transaction() as current, operation("account", actor):
        await current.execute("SELECT pg_advisory_xact_lock($1)", ADMINISTRATORS)
        row = await current.fetchrow(
            "SELECT login, organisation_kind FROM account WHERE id = $1 FOR UPDATE", account
        )
        if row is None:
            raise LookupError
        _check_roles(Organisation.of(row["organisation_kind"]), roles)
        wanted = sorted(role.value for role in roles)
        await current.execute(
            "DELETE FROM role_grant WHERE account_id = $1 AND role <> ALL($2)", account, wanted
        )
        await _grant(account, roles, actor)
        await _require_administrator()
        await sessions.end_all(account)
        await note(Event.ROLES_SET, actor, account=account, subject=row["login"], details={"roles": wanted})


async def set_email(account: int, email: str, actor: str, now: datetime) -> str | None:
    """Give an account another mail address, or none; returns the former one.

    Who reads its letters can set its password, so its sessions and the links sent before end as with a change of rights.
    Raises AccountRefused; LookupError where there is no such account.
    """
    wanted = email.strip() or None
    if wanted and not is_email(wanted):
        raise AccountRefused(Text(NO_EMAIL))
    async with transaction() as current, operation("account", actor):
        row = await current.fetchrow("SELECT login, email FROM account WHERE id = $1 FOR UPDATE", account)
        if row is None:
            raise LookupError
        if row["email"] == wanted:
            raise AccountRefused(Text(marked("邮箱没有改动")))
        await current.execute(
            "UPDATE account SET email = $2, updated_at = $3 WHERE id = $1", account, wanted, now
        )
        await links.void(account, now)
        await sessions.end_all(account)
        await note(Event.EMAIL_SET, actor, account=account, subject=row["login"])
    former: str | None = row["email"]
    return former


async def disable(account: int, actor: str, reason: str = "") -> None:
    """Let an account be used no more; its sessions end. Raises AccountRefused, LookupError."""
    async with transaction() as current, operation("account", actor, reason or None):
        await current.execute("SELECT pg_advisory_xact_lock($1)", ADMINISTRATORS)
        login = await current.fetchval(
            "UPDATE account SET state = 'disabled' WHERE id = $1 RETURNING login", account
        )
        if login is None:
            raise LookupError
        await _require_administrator()
        await sessions.end_all(account)
        await note(Event.ACCOUNT_DISABLE, actor, account=account, subject=login)


async def enable(account: int, actor: str) -> None:
    """Let a disabled account be used again. Raises LookupError."""
    async with transaction() as current, operation("account", actor):
        login = await current.fetchval(
            "UPDATE account SET state = CASE WHEN password_hash IS NULL THEN 'invited' ELSE 'active' END"
            " WHERE id = $1 AND state = 'disabled' RETURNING login",
            account,
        )
        if login is None:
            raise LookupError
        await note(Event.ACCOUNT_ENABLE, actor, account=account, subject=login)


async def reset(account: int, actor: str, now: datetime, *, second_step: bool = False) -> str:
    """A new link to set a password; with `second_step` the app is forgotten too.

    Returns the link's token. Raises LookupError where there is no such account, or it is disabled.
    """
    async with transaction() as current, operation("account", actor):
        row = await current.fetchrow("SELECT login, state FROM account WHERE id = $1 FOR UPDATE", account)
        if row is None or row["state"] == "disabled":
            raise LookupError
        if second_step:
            await current.execute(
                "UPDATE account SET totp_secret = NULL, totp_step = NULL WHERE id = $1", account
            )
            await current.execute("DELETE FROM recovery_code WHERE account_id = $1", account)
            await sessions.end_all(account)
            await note(Event.SECOND_FACTOR_RESET, actor, account=account, subject=row["login"])
        purpose = LinkPurpose.INVITE if row["state"] == "invited" else LinkPurpose.RESET
        return await links.make(account, purpose, actor, now)


async def administrators() -> int:
    """How many people can administer accounts."""
    async with transaction() as current:
        found = await current.fetchval(
            "SELECT count(*) FROM role_grant g JOIN account a ON a.id = g.account_id"
            " WHERE g.role = 'administrator' AND a.state <> 'disabled'"
        )
    return int(found)


async def _require_administrator() -> None:
    if not await administrators():
        raise AccountRefused(Text(marked("至少要留一位管理员")))
