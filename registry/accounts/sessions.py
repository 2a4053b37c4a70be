"""Sessions: made at sign-in only, found by the hash of their token, ended on either side or by time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Permission, Role, granted
from registry.accounts.secrets import fingerprint, new_token
from registry.database.engine import transaction

HALF_LIFE = timedelta(minutes=10)
"""How long somebody may take over the second step."""
SEEN_EVERY = timedelta(minutes=1)
LONGEST_AGENT = 200
PERSON = (
    "a.id AS account, a.login, a.name, a.organisation_kind, a.organisation,"
    " ARRAY(SELECT g.role FROM role_grant g WHERE g.account_id = a.id ORDER BY g.role) AS roles"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without a request, and in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody signs in."""

    user_agent: str = ""
    network: str = ""


async def begin(account: int, *, whole: bool, device: Device, limits: Limits, now: datetime) -> str:
    """A new session with a token of its own; returns the token. What is out of date is cleared away."""
    token = new_token()
    async with transaction() as connection:
        await connection.execute("DELETE FROM account_session WHERE expires_at <= $1", now)
        await connection.execute(
            "INSERT INTO account_session"
            " (account_id, token_hash, whole, created_at, seen_at, expires_at, user_agent, network)"
            " VALUES ($1, $2, $3, $4, $4, $5, $6, $7)",
            account,
            fingerprint(token),
            whole,
            now,
            now + (limits.longest if whole else HALF_LIFE),
            device.user_agent[:LONGEST_AGENT],
            device.network,
        )
    return token


async def find(token: str, limits: Limits, now: datetime) -> Caller | None:
    """The person of a session that has not ended; notes that it is in use."""
    async with transaction() as connection:
        row = await connection.fetchrow(
            f"SELECT s.id AS session, s.whole, s.seen_at, {PERSON}"
            " FROM account_session s JOIN account a ON a.id = s.account_id"
            " WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND a.state = 'active'",
            fingerprint(token),
            now,
            now - limits.idle,
        )
        if row is not None and row["seen_at"] < now - SEEN_EVERY:
            await connection.execute(
                "UPDATE account_session SET seen_at = $2 WHERE id = $1", row["session"], now
            )
    return person(row, session=row["session"], whole=row["whole"]) if row else None


def person(
    row: asyncpg.Record, *, session: int | None, whole: bool, only: frozenset[Permission] | None = None
) -> Caller:
    """A caller from a row with the columns of `PERSON`; `only` narrows the permissions, as a token does."""
    roles = frozenset(Role.of(role) for role in row["roles"])
    permissions = granted(roles) if whole else frozenset((Permission.PUBLIC,))
    return Caller(
        account=row["account"],
        login=row["login"],
        name=row["name"],
        organisation=Organisation.of(row["organisation_kind"]),
        unit=row["organisation"],
        roles=roles,
        permissions=permissions if only is None else permissions & only,
        session=session,
        whole=whole,
    )


async def end(session: int, account: int) -> bool:
    """End one session of an account; False where it has none of this number."""
    async with transaction() as connection:
        ended = await connection.execute(
            "DELETE FROM account_session WHERE id = $1 AND account_id = $2", session, account
        )
    return bool(ended != "DELETE 0")


async def end_all(account: int) -> None:
    """End every session of an account, as every change of its rights does."""
    async with transaction() as connection:
        await connection.execute("DELETE FROM account_session WHERE account_id = $1", account)


async def end_token(token: str) -> None:
    """End the session of a token, if there is one."""
    async with transaction() as connection:
        await connection.execute("DELETE FROM account_session WHERE token_hash = $1", fingerprint(token))
