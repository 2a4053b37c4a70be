"""Passwords: which are good enough, and how they are kept (argon2id)."""

import unicodedata
from functools import cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.accounts.secrets import new_token
from registry.site.texts import Text, marked

SHORTEST, LONGEST = 12, 128
AT_ONCE = 4
"""Passwords that a process works on at a time: each takes 19 MiB and a processor."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""What OWASP names as the least for argon2id."""


@cache
def _common() -> frozenset[str]:
    listed = Path(__file__).with_name("common_passwords.txt").read_text("utf-8")
    return frozenset(listed.split())


def weakness(password: str, *known: str) -> Text | None:
    """Why a password cannot be taken; `known` are the names of the person. None if it can."""
    folded = _normal(password).casefold()
    if len(password) < SHORTEST:
        return Text(marked("密码至少 %(least)s 个字符"), {"least": SHORTEST})
    if len(password) > LONGEST:
        return Text(marked("密码至多 %(most)s 个字符"), {"most": LONGEST})
    if folded in _common() or len(set(folded)) < 5:
        return Text(marked("这个密码太常见，容易被猜到"))
    if any(len(name) > 1 and _normal(name).casefold() in folded for name in known):
        return Text(marked("密码里不要含有姓名或登录名"))
    return None


async def hashed(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return await to_thread.run_sync(_HASHER.hash, _normal(password), limiter=_places())


async def verified(kept: str | None, password: str) -> bool:
    """Whether the password is the one of this hash. Takes as long where there is none."""
    return await to_thread.run_sync(_verify, kept, _normal(password), limiter=_places())


def _verify(kept: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash that no password has."""
    return _HASHER.hash(new_token())


@cache
def _places() -> CapacityLimiter:
    return CapacityLimiter(AT_ONCE)


def _normal(password: str) -> str:
    """The same password from any keyboard."""
    return unicodedata.normalize("NFKC", password)
