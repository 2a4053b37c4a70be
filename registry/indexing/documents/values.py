"""How values of the register stand in a document: days and money as whole numbers, classes by level."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

NO_END = 99991231
"""Stands for the end of a term that has none."""
LARGEST = 2**53 - 1
"""The largest whole number that every engine compares exactly."""


def day_number(day: date | None) -> int | None:
    """A day as 20240517."""
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int | None) -> date | None:
    """The day that `day_number` was given; None for `NO_END`."""
    if number is None or number == NO_END:
        return None
    return date(number // 10_000, number // 100 % 100, number % 100)


def cents(amount: Decimal | None) -> int | None:
    """An amount in yuan as 分; None where it is larger than engines can compare."""
    number = None if amount is None else int(amount * 100)
    return None if number is None or number > LARGEST else number


def exact(number: Decimal | None) -> str | None:
    """An exact number as text, which keeps all its digits."""
    return None if number is None else str(number)


@lru_cache(maxsize=16_384)
def ipc_levels(symbols: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """IPC symbols by level, without blanks: A, A01, A01K, A01K87."""
    symbols = tuple(symbol.replace(" ", "") for symbol in symbols)
    return {
        "ipc_section": distinct(symbol[:1] for symbol in symbols),
        "ipc_class": distinct(symbol[:3] for symbol in symbols if len(symbol) >= 3),
        "ipc_subclass": distinct(symbol[:4] for symbol in symbols if len(symbol) >= 4),
        "ipc_group": distinct(symbol.partition("/")[0] for symbol in symbols if len(symbol) > 4),
    }


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in their order, what is missing or empty left out."""
    return tuple(dict.fromkeys(value for value in values if value))
