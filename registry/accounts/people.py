"""Reads of accounts, for who runs them, and of one's own sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from registry.accounts.names import login_name
from registry.accounts.permissions import Organisation, Role
from registry.accounts.sessions import PERSON
from registry.accounts.tables import AccountState
from registry.database.engine import transaction

_ACCOUNT = f"""
    SELECT {PERSON}, a.email, a.state, a.totp_secret IS NOT NULL AS second_step, a.created_at,
           (SELECT max(e.at) FROM audit_event e WHERE e.account_id = a.id AND e.event = 'session:begin') AS last_at,
           (SELECT count(*) FROM account_session s WHERE s.account_id = a.id) AS sessions
    FROM account a"""


@dataclass(frozen=True, slots=True)
class Person:
    """An account as its administrator sees it."""

    account: int
    login: str
    name: str
    email: str | None
    organisation: Organisation
    unit: str
    roles: list[Role]
    state: AccountState
    second_step: bool
    created_at: datetime
    last_at: datetime | None
    sessions: int


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner sees it."""

    id: int
    created_at: datetime
    seen_at: datetime
    user_agent: str
    network: str


async def people() -> list[Person]:
    """All accounts by login name."""
    async with transaction() as connection:
        return [_person(row) for row in await connection.fetch(f"{_ACCOUNT} ORDER BY a.login")]


async def someone(account: int) -> Person | None:
    """One account, None where there is none of this number."""
    async with transaction() as connection:
        row = await connection.fetchrow(f"{_ACCOUNT} WHERE a.id = $1", account)
    return _person(row) if row else None


async def called(logins: Iterable[str]) -> dict[str, str]:
    """What the people of these login names are called."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT login, name FROM account WHERE login = ANY($1::text[])", sorted(set(logins))
        )
    return {row["login"]: row["name"] for row in rows}


async def by_login(login: str) -> Person | None:
    """The account of this login name, however it is written."""
    async with transaction() as connection:
        row = await connection.fetchrow(f"{_ACCOUNT} WHERE a.login = $1", login_name(login))
    return _person(row) if row else None


async def by_login_or_email(text: str) -> Person | None:
    """Whom somebody means who has forgotten the password; nobody where an address belongs to several."""
    async with transaction() as connection:
        rows = await connection.fetch(
            f"{_ACCOUNT} WHERE a.login = $1 OR lower(a.email) = lower($2)", login_name(text), text.strip()
        )
    return _person(rows[0]) if len(rows) == 1 else None


def _person(row: asyncpg.Record) -> Person:
    given = dict(row)
    kind, unit = given.pop("organisation_kind"), given.pop("organisation")
    roles, state = map(Role.of, given.pop("roles")), given.pop("state")
    return Person(
        **given, organisation=Organisation.of(kind), unit=unit, roles=list(roles), state=AccountState(state)
    )


async def own_sessions(account: int, now: datetime) -> list[OwnSession]:
    """The sessions of an account, the latest first."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT id, created_at, seen_at, user_agent, network FROM account_session"
            " WHERE account_id = $1 AND whole AND expires_at > $2 ORDER BY seen_at DESC",
            account,
            now,
        )
    return [OwnSession(**row) for row in rows]
