"""Invented numbers with right check characters: application numbers (ZC 0006), credit codes (GB 32100).

The demo district writes numbers with arithmetic of its own, so that a mistake of the importers'
arithmetic shows when they read these files. All serials begin with 99, which is not in real use, and all
organisation codes with MAX or 99, which no registration authority has reached.
"""

from itertools import cycle

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DISTRICT = "371002"


def application_number(year: int, kind: str, running: int) -> str:
    """Return an invented 申请号 `YYYYK99NNNNN.C`; `kind` is the fifth digit, `running` at most 99999."""
    body = f"{year:04d}{kind}99{running:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, cycle(range(2, 10)), strict=False))
    return f"{body}.{'0123456789X'[total % 11]}"


def publication_number(kind: str, running: int, ending: int, code: str) -> str:
    """Return an invented 公开（公告）号 (ZC 0007), `CN199031270B`; far above the numbers in use."""
    first = {"8": "1", "9": "2"}.get(kind, kind)
    return f"CN{first}99{running:05d}{ending}{code}"


def credit_code(prefix: str, organisation: str) -> str:
    """Return a 统一社会信用代码 of district 371002 from its prefix and the body of eight characters."""
    total = sum(
        _ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    body = f"{prefix}{DISTRICT}{organisation}{'0X987654321'[total % 11]}"
    weighted = sum(
        CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return body + CREDIT_ALPHABET[-weighted % 31]


def spoilt_check(number: str) -> str:
    """Return the number with another last character, as a typing mistake would leave it."""
    return number[:-1] + ("8" if number[-1] != "8" else "3")
