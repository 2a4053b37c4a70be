"""One-time links: an invitation, or a way back for who has forgotten the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.accounts import passwords, sessions
from registry.accounts.events import Event, note
from registry.accounts.mail import Letter
from registry.accounts.secrets import fingerprint, new_token
from registry.accounts.tables import LinkPurpose
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.settings import Settings
from registry.site.texts import Text

LIFETIME = {LinkPurpose.INVITE: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=1)}
SPAN = {LinkPurpose.INVITE: "7 天", LinkPurpose.RESET: "1 小时"}
SUBJECTS = {LinkPurpose.INVITE: "设置您的登记簿账户", LinkPurpose.RESET: "重新设置登记簿密码"}


class LinkUnusable(Exception):
    """The link was used, has expired, or never was."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for."""

    account: int
    login: str
    name: str


async def make(account: int, purpose: LinkPurpose, made_by: str, now: datetime) -> str:
    """A new link for an account, in the transaction going on; earlier ones stop working. Returns its token."""
    token = new_token()
    await void(account, now)
    await connection().execute(
        "INSERT INTO one_time_link (account_id, purpose, token_hash, made_by, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        account,
        purpose.value,
        fingerprint(token),
        made_by,
        now + LIFETIME[purpose],
    )
    login = await connection().fetchval("SELECT login FROM account WHERE id = $1", account)
    await note(Event.LINK_MAKE, made_by, account=account, subject=login, details={"purpose": purpose.value})
    return token


async def void(account: int, now: datetime) -> None:
    """Let the links of an account work no more, in the transaction going on."""
    await connection().execute(
        "UPDATE one_time_link SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL", account, now
    )


def address(settings: Settings, token: str) -> str:
    """The address a letter gives: of the settings, never of a request's headers."""
    return f"{settings.address}/set-password/{token}"


def letter(settings: Settings, purpose: LinkPurpose, name: str, email: str, token: str) -> Letter:
    """The letter with the link."""
    text = (
        f"{name}：\n\n请打开下面的链接设置密码，链接只能用一次，{SPAN[purpose]}内有效：\n\n"
        f"{address(settings, token)}\n\n如果您没有要求过，请不必理会。\n\n{settings.bureau}\n"
    )
    return Letter(email, f"{SUBJECTS[purpose]}（{settings.bureau}）", text)


async def invited(token: str, now: datetime) -> Invited:
    """Whom a link is for; held against other uses for the transaction going on. Raises LinkUnusable."""
    async with transaction() as current:
        row = await current.fetchrow(
            "SELECT a.id AS account, a.login, a.name FROM one_time_link l JOIN account a ON a.id = l.account_id"
            " WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND a.state <> 'disabled'"
            " FOR UPDATE OF l",
            fingerprint(token),
            now,
        )
    if row is None:
        raise LinkUnusable
    return Invited(**row)


async def use(token: str, password: str, network: str, now: datetime) -> Text | None:
    """Set the password by a link and use the link up; all sessions end. Returns why a password cannot be taken.

    Raises LinkUnusable.
    """
    for_whom = await invited(token, now)
    if problem := passwords.weakness(password, for_whom.login, for_whom.name):
        return problem
    kept = await passwords.hashed(password)
    async with transaction() as current, operation("account", for_whom.login):
        await invited(token, now)
        await current.execute(
            "UPDATE account SET password_hash = $2, state = 'active', updated_at = $3 WHERE id = $1",
            for_whom.account,
            kept,
            now,
        )
        await current.execute(
            "UPDATE one_time_link SET used_at = $2 WHERE token_hash = $1", fingerprint(token), now
        )
        await sessions.end_all(for_whom.account)
        await note(Event.PASSWORD_SET, for_whom.login, account=for_whom.account, network=network)
    return None
