"""How what is typed into a field of a sheet is read, and what is said where it cannot be."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from registry.site.refusing import Refusal
from registry.site.texts import Text, marked
from schemas import catalogue
from schemas.vocabulary import Term

LONGEST, LONGEST_NOTE = 200, 1000
LARGEST_COUNT, LARGEST_AMOUNT = 10_000_000, Decimal(10) ** 15
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Reader = Callable[[str], Any]


class Unreadable(Refusal):
    """A typed value that the field does not take; `text` says what is expected."""


def text(longest: int = LONGEST) -> Reader:
    """Reads a text of at most so many letters."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise Unreadable(Text(marked("最长 %(longest)s 个字"), {"longest": longest}))
        return text

    return read


def day(text: str) -> date:
    """A day such as 2024-05-17. Raises Unreadable, as all of them do."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(Text(marked("日期写成 2024-05-17"))) from None
    if not 1900 <= found.year <= 2999:
        raise Unreadable(Text(marked("日期写成 2024-05-17")))
    return found


def year(text: str) -> int:
    """A year of four digits."""
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:6]) <= 2999 and len(text) == 4):
        raise Unreadable(Text(marked("年份写成 2024")))
    return int(text)


def count(text: str) -> int:
    """A whole number that is not negative; commas may group its digits."""
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 12 and int(plain) <= LARGEST_COUNT):
        raise Unreadable(Text(marked("应为不小于 0 的整数")))
    return int(plain)


def amount(*, signed: bool = False) -> Reader:
    """Reads an amount of money in yuan, rounded to fen."""
    return _decimal(marked("金额写成元，例如 1200000 或 1200000.50"), signed=signed)


def hours() -> Reader:
    """Reads a number of hours, such as 8 or 1.5."""
    return _decimal(marked("应为不小于 0 的数，例如 8 或 1.5"), signed=False)


def _decimal(expected: str, *, signed: bool) -> Reader:
    def read(text: str) -> Decimal:
        try:
            found = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise Unreadable(Text(expected)) from None
        if not found.is_finite() or abs(found) >= LARGEST_AMOUNT or (found < 0 and not signed):
            raise Unreadable(Text(expected))
        return found.quantize(Decimal("0.01"))

    return read


def email(text: str) -> str:
    """A mail address."""
    if len(text) > LONGEST or not EMAIL.fullmatch(text):
        raise Unreadable(Text(marked("邮箱写成 name@example.cn")))
    return text


def one_of(terms: type[Term]) -> Reader:
    """Reads a word of a closed list."""

    def read(text: str) -> str:
        found = terms.named(text)
        if found is None:
            raise Unreadable(Text(marked("请从列出的选项里选")))
        return found.value

    return read


def patent_number(text: str) -> str:
    """The application number that a text means, in any spelling. Raises Unreadable."""
    reading = catalogue.field("patent", "application_number").value_type.read(text)
    if reading.value is None:
        raise Unreadable(Text(marked("“%(text)s”不是专利号，请核对校验位"), {"text": text[:40]}))
    return str(reading.value)


def patent_numbers(text: str) -> list[str]:
    """Up to a hundred patent numbers, each once."""
    parts = [part for part in re.split(r"[\s;；,，、]+", text) if part]
    if len(parts) > 100:
        raise Unreadable(Text(marked("至多 %(most)s 件"), {"most": 100}))
    return list(dict.fromkeys(patent_number(part) for part in parts))
