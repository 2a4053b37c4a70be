"""The one-time code by which whoever runs the machine makes the first administrator."""

from pathlib import Path
from secrets import token_hex

from registry.accounts.actions import administrators
from registry.accounts.secrets import write_once
from registry.settings import Settings


def code_path(settings: Settings) -> Path:
    """Where the code is written."""
    return settings.data.expanduser().resolve() / "first-administrator"


def first_code(settings: Settings) -> str | None:
    """The code, None where none was made."""
    try:
        return code_path(settings).read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


async def offer_code(settings: Settings) -> str | None:
    """The code, made if it has to be; None once there is an administrator."""
    if await administrators():
        forget_code(settings)
        return None
    write_once(code_path(settings), f"{token_hex(10)}\n".encode())
    return first_code(settings)


def forget_code(settings: Settings) -> None:
    """Take the code away."""
    code_path(settings).unlink(missing_ok=True)
