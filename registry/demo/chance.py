"""Repeatable chance: one named stream a subject, so that a change in one leaves the others as they were."""

import random
from datetime import date, timedelta

from registry.demo.model import Holder

SEED = "环翠区演示数据"
_TUESDAY, _FRIDAY = 1, 4


def stream(subject: str) -> random.Random:
    """Return the stream of this subject; the same every time."""
    return random.Random(f"{SEED}/{subject}")  # noqa: S311 - invented demo data, nothing secret


def day_between(chance: random.Random, first: date, last: date) -> date:
    """Return a day of the closed range; the first one if the range is empty."""
    return first + timedelta(days=chance.randint(0, max(0, (last - first).days)))


def gazette_day(day: date) -> date:
    """Return the next Tuesday or Friday, the days the patent gazette appears."""
    while day.weekday() not in {_TUESDAY, _FRIDAY}:
        day += timedelta(days=1)
    return day


def weighted(chance: random.Random, table: dict[str, int]) -> str:
    """Return one key of the table by its weight."""
    return chance.choices(list(table), weights=list(table.values()))[0]


def heavy_tail(chance: random.Random, holders: list[Holder]) -> list[float]:
    """Return one weight a holder: few own many patents, many own few."""
    return [min(chance.paretovariate(0.95), 24.0) for _ in holders]
