"""One-time codes of an authenticator app (TOTP, RFC 6238): six digits, thirty seconds, HMAC-SHA-1."""

import hmac
import io
import struct
from base64 import b32decode, b32encode
from secrets import choice, token_bytes
from urllib.parse import quote

import segno

STEP_SECONDS = 30
DIGITS = 6
AROUND = 1
"""Steps before and after the present one that are taken, for clocks that are not quite right."""
CODES = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_secret() -> str:
    """A secret of 160 bits, as authenticator apps take it."""
    return b32encode(token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one step (RFC 4226)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0xF
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, code: str, seconds: float, after: int | None) -> int | None:
    """The step that a code belongs to; None if it fits none around now, or none later than `after`: a code works once."""
    now = int(seconds) // STEP_SECONDS
    typed = "".join(character for character in code if character.isdecimal() and character.isascii())
    for step in range(now - AROUND, now + AROUND + 1):
        if hmac.compare_digest(code_at(secret, step), typed) and (after is None or step > after):
            return step
    return None


def address(secret: str, login: str, issuer: str) -> str:
    """What the QR code says to the app."""
    label = quote(f"{issuer}:{login}")
    return (
        f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}&period={STEP_SECONDS}"
    )


def picture(text: str) -> str:
    """A QR code as SVG, drawn here; a class in place of colours, so that no style is inlined."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, border=2, svgclass="qr", lineclass=None, omitsize=True
    )
    return drawn.getvalue().decode()


def recovery_codes() -> list[str]:
    """Codes that stand in for the app, 80 bits each."""
    return ["-".join("".join(choice(_ALPHABET) for _ in range(4)) for _ in range(4)) for _ in range(CODES)]


def plain_code(code: str) -> str:
    """A recovery code as it is kept: without hyphens, blanks and letter case."""
    return "".join(character for character in code.upper() if character.isalnum())
