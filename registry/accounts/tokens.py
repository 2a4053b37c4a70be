"""接口令牌: what a program shows to act for a person. Named, narrowed, expiring; shown once, kept as a hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.permissions import Permission
from registry.accounts.secrets import fingerprint, new_token
from registry.accounts.sessions import PERSON, SEEN_EVERY, person
from registry.database.engine import transaction
from registry.database.operations import operation

PREFIX = "zcd_"
"""With it a token is known wherever it turns up, such as in a leaked file."""
SHOWN = len(PREFIX) + 6
LONGEST_DAYS = 366
MOST = 20
"""Tokens in use that one person may have."""


class TokenRefused(Exception):
    """A token cannot be made like this."""


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A token as its owner sees it."""

    id: int
    name: str
    prefix: str
    permissions: list[Permission]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


async def make(caller: Caller, name: str, permissions: Iterable[str], days: int, now: datetime) -> str:
    """A new token with some of the caller's own permissions; returns it in clear, this once. Raises TokenRefused."""
    wanted = frozenset(permissions)
    if not name.strip() or not wanted or not 1 <= days <= LONGEST_DAYS or caller.session is None:
        raise TokenRefused
    if not wanted <= {permission.value for permission in caller.permissions}:
        raise TokenRefused
    token = new_token(PREFIX)
    async with transaction() as connection, operation("token", caller.login):
        await connection.execute("SELECT FROM account WHERE id = $1 FOR UPDATE", caller.account)
        if len(await held(caller.account, now)) >= MOST:
            raise TokenRefused
        await connection.execute(
            "INSERT INTO api_token (account_id, name, token_hash, prefix, permissions, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            caller.account,
            name.strip(),
            fingerprint(token),
            token[:SHOWN],
            sorted(wanted | {Permission.PUBLIC.value}),
            now + timedelta(days=days),
        )
        await note(Event.TOKEN_MAKE, caller.login, account=caller.account, subject=name.strip())
    return token


async def held(account: int, now: datetime) -> list[HeldToken]:
    """The tokens of a person that still work, the newest first."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT id, name, prefix, permissions, created_at, expires_at, used_at FROM api_token"
            " WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY id DESC",
            account,
            now,
        )
    return [HeldToken(**{**row, "permissions": list(map(Permission.of, row["permissions"]))}) for row in rows]


async def revoke(caller: Caller, token: int, now: datetime) -> bool:
    """Stop a token of the caller's own; False where there is none of this number."""
    async with transaction() as connection, operation("token", caller.login):
        name = await connection.fetchval(
            "UPDATE api_token SET revoked_at = $3"
            " WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL RETURNING name",
            token,
            caller.account,
            now,
        )
        if name is not None:
            await note(Event.TOKEN_REVOKE, caller.login, account=caller.account, subject=name)
    return name is not None


async def find(token: str, now: datetime) -> Caller | None:
    """The person a token stands for, with no more than the token's permissions, and than the person's own today."""
    async with transaction() as connection:
        row = await connection.fetchrow(
            f"SELECT t.id AS token, t.permissions, t.used_at, {PERSON}"
            " FROM api_token t JOIN account a ON a.id = t.account_id"
            " WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND a.state = 'active'",
            fingerprint(token),
            now,
        )
        if row is None:
            return None
        if row["used_at"] is None or row["used_at"] < now - SEEN_EVERY:
            await connection.execute("UPDATE api_token SET used_at = $2 WHERE id = $1", row["token"], now)
    only = frozenset(map(Permission.of, row["permissions"]))
    return person(row, session=None, whole=True, only=only)
