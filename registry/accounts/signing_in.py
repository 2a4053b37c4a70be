"""登录 with a password, and what follows. Nothing here tells whether an account exists."""

from dataclasses import dataclass
from datetime import datetime

from registry.accounts import attempts, demonstration, passwords, second_factor, sessions
from registry.accounts.attempts import TooManyAttempts
from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.names import login_name
from registry.accounts.permissions import Role
from registry.accounts.sessions import Device, Limits
from registry.database.engine import transaction
from registry.settings import Settings


class SignInRefused(Exception):
    """Name or password is wrong, or the account cannot be used; which of these is told to nobody."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token of a new session, and whether it is whole or waits for the second step."""

    token: str
    whole: bool


async def sign_in(
    login: str, password: str, device: Device, limits: Limits, now: datetime, *, demo: bool = False
) -> SignedIn:
    """Begin a session; outside a `demo` its published password opens nothing. Raises SignInRefused, TooManyAttempts."""
    name = login_name(login)
    borne = attempts.sign_in_limits(name, device.network)
    await _charge(borne, name, device, now)
    async with transaction() as connection:
        row = await connection.fetchrow(
            f"SELECT a.password_hash, a.state, a.totp_secret IS NOT NULL AS established, {sessions.PERSON}"
            " FROM account a WHERE a.login = $1",
            name,
        )
    right = await passwords.verified(row["password_hash"] if row else None, password)
    published = password == demonstration.PASSWORD and not demo
    if row is None or not right or published or row["state"] != "active":
        await note(Event.SESSION_FAIL, name, network=device.network)
        raise SignInRefused
    await attempts.forgive(borne, now)
    roles = frozenset(map(Role.of, row["roles"]))
    whole = not (row["established"] or second_factor.obligatory(roles))
    token = await sessions.begin(row["account"], whole=whole, device=device, limits=limits, now=now)
    if whole:
        await note(Event.SESSION_BEGIN, name, account=row["account"], network=device.network)
    return SignedIn(token, whole)


async def _charge(
    borne: dict[str, int], login: str, device: Device, now: datetime, subject: str = ""
) -> None:
    """Count an attempt. Raises TooManyAttempts, of which there is an entry in the log then."""
    try:
        await attempts.charge(borne, now)
    except TooManyAttempts:
        await note(Event.SESSION_BLOCK, login, network=device.network, subject=subject)
        raise


async def complete(caller: Caller, device: Device, limits: Limits, now: datetime) -> str:
    """The second step was shown: a whole session with a new token takes the place of all the caller's others."""
    async with transaction():
        await sessions.end_all(caller.account)
        token = await sessions.begin(caller.account, whole=True, device=device, limits=limits, now=now)
        await note(Event.SESSION_BEGIN, caller.login, account=caller.account, network=device.network)
    return token


async def show_code(
    settings: Settings, caller: Caller, code: str, device: Device, limits: Limits, now: datetime
) -> str:
    """The second step of a sign-in; returns the token of the whole session. Raises SignInRefused, TooManyAttempts."""
    await require_code(settings, caller, code, device, now)
    async with transaction():
        await sessions.end(caller.session or 0, caller.account)
        token = await sessions.begin(caller.account, whole=True, device=device, limits=limits, now=now)
        await note(Event.SESSION_BEGIN, caller.login, account=caller.account, network=device.network)
    return token


async def require_code(settings: Settings, caller: Caller, code: str, device: Device, now: datetime) -> None:
    """Raise SignInRefused unless the code is right, TooManyAttempts where too many were wrong."""
    borne = second_factor.limits(caller.account)
    await _charge(borne, caller.login, device, now, "code")
    if not await second_factor.shown(settings, caller, code, now):
        await note(
            Event.SESSION_FAIL, caller.login, account=caller.account, network=device.network, subject="code"
        )
        raise SignInRefused
    await attempts.forgive(borne, now)


async def change_password(
    caller: Caller, former: str, password: str, device: Device, limits: Limits, now: datetime
) -> str:
    """Set another password; every session ends, and the token of a new one is returned.

    The caller of this has found the new one good enough. Raises SignInRefused where the former is wrong,
    TooManyAttempts.
    """
    borne = attempts.sign_in_limits(caller.login, device.network)
    await _charge(borne, caller.login, device, now, "password")
    async with transaction() as connection:
        kept = await connection.fetchval("SELECT password_hash FROM account WHERE id = $1", caller.account)
    if not await passwords.verified(kept, former):
        await note(
            Event.SESSION_FAIL,
            caller.login,
            account=caller.account,
            network=device.network,
            subject="password",
        )
        raise SignInRefused
    await attempts.forgive(borne, now)
    fresh = await passwords.hashed(password)
    async with transaction() as connection:
        await connection.execute(
            "UPDATE account SET password_hash = $2, updated_at = $3 WHERE id = $1", caller.account, fresh, now
        )
        await sessions.end_all(caller.account)
        await note(Event.PASSWORD_SET, caller.login, account=caller.account, network=device.network)
        return await sessions.begin(caller.account, whole=True, device=device, limits=limits, now=now)
