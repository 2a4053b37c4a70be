"""Letters: sent through SMTP where the settings name a server, else written as .eml files into the data folder."""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from secrets import token_hex
from urllib.parse import unquote, urlsplit

from anyio import to_thread

from registry.settings import Settings

SECONDS = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A text to one person."""

    to: str
    subject: str
    text: str


def moved(settings: Settings, name: str, login: str, former: str) -> Letter:
    """What the former address of an account is told when its letters go to another one."""
    text = (
        f"{name}：\n\n登记簿账户 {login} 的邮箱已由管理员更改，以后的信不再寄到这里。\n\n"
        f"如果您不知道这件事，请马上联系{settings.bureau}。\n"
    )
    return Letter(former, f"登记簿账户的邮箱已更改（{settings.bureau}）", text)


async def send(settings: Settings, letter: Letter) -> bool:
    """Send a letter; False where that failed, which the log says without the letter's text."""
    try:
        await to_thread.run_sync(_deliver, settings, _message(settings, letter))
    except (OSError, smtplib.SMTPException) as problem:
        _log.error("a letter could not be sent: %s", type(problem).__name__)
        return False
    return True


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = " ".join(letter.to.split())
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain="registry.invalid")
    message.set_content(letter.text)
    return message


def _deliver(settings: Settings, message: EmailMessage) -> None:
    if settings.smtp_url is None:
        _write(settings, message)
        return
    server = urlsplit(settings.smtp_url.get_secret_value())
    with _open(server.scheme, server.hostname or "localhost", server.port or 0) as connection:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _open(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """A connection to the mail server; over TLS only where its certificate is one of this name."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=SECONDS)


def _write(settings: Settings, message: EmailMessage) -> None:
    folder = settings.mail_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{token_hex(4)}.eml"
    path.touch(mode=0o600)
    path.write_bytes(message.as_bytes())
