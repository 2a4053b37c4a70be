"""第二步验证: a code of an authenticator app, or a recovery code in its place."""

from datetime import datetime

from registry.accounts import totp
from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.permissions import SECOND_FACTOR, Role
from registry.accounts.secrets import fingerprint, seal, unseal
from registry.database.engine import transaction
from registry.settings import Settings


def obligatory(roles: frozenset[Role]) -> bool:
    """Whether one of the roles has to show a second factor."""
    return bool(roles & SECOND_FACTOR)


def limits(account: int) -> dict[str, int]:
    """Wrong codes that are borne."""
    return {f"second factor of {account}": 5}


async def established(account: int) -> bool:
    """Whether the account has a second factor."""
    async with transaction() as connection:
        found = await connection.fetchval(
            "SELECT totp_secret IS NOT NULL FROM account WHERE id = $1", account
        )
    return bool(found)


async def shown(settings: Settings, caller: Caller, code: str, now: datetime) -> bool:
    """Whether the code is right, now and for the first time; a recovery code is used up."""
    async with transaction() as connection:
        row = await connection.fetchrow(
            "SELECT totp_secret, totp_step FROM account WHERE id = $1 FOR UPDATE", caller.account
        )
        if row is None or row["totp_secret"] is None:
            return False
        step = totp.matching_step(
            unseal(settings, row["totp_secret"]), code, now.timestamp(), row["totp_step"]
        )
        if step is not None:
            await connection.execute("UPDATE account SET totp_step = $2 WHERE id = $1", caller.account, step)
            return True
        used = await connection.execute(
            "UPDATE recovery_code SET used_at = $3"
            " WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL",
            caller.account,
            fingerprint(totp.plain_code(code)),
            now,
        )
        if used != "UPDATE 0":
            await note(Event.RECOVERY_USE, caller.login, account=caller.account)
            return True
    return False


async def establish(
    settings: Settings, caller: Caller, secret: str, code: str, now: datetime
) -> list[str] | None:
    """Take a secret whose code was shown; returns fresh recovery codes, or None where the code is wrong."""
    step = totp.matching_step(secret, code, now.timestamp(), None)
    if step is None:
        return None
    codes = totp.recovery_codes()
    async with transaction() as connection:
        await connection.execute(
            "UPDATE account SET totp_secret = $2, totp_step = $3 WHERE id = $1",
            caller.account,
            seal(settings, secret),
            step,
        )
        await connection.execute("DELETE FROM recovery_code WHERE account_id = $1", caller.account)
        await connection.executemany(
            "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)",
            [(caller.account, fingerprint(totp.plain_code(one))) for one in codes],
        )
        await note(Event.SECOND_FACTOR_SET, caller.login, account=caller.account)
    return codes
