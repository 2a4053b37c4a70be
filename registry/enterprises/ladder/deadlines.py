"""Deadlines of titles (称号): when one ends, and in which year it is reviewed (复核)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.enterprises.ladder.criteria import Ladder

WATCHED = (30, 90, 180)
"""Days before a deadline from which it is shown more urgently, nearest first."""


class Due(StrEnum):
    """What happens then."""

    EXPIRY = "expiry"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title of an enterprise, as far as deadlines ask. `round_year`: of its round (批次); `ended`: cancelled."""

    number: int
    title: str
    kind: str | None
    level: str | None
    round_year: int | None
    valid_to: date | None
    review_year: int | None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a title, or of its year of review. `within`: the fewest of `WATCHED` days that it is inside of, 0 once
    it is over, None while it is further off."""

    title: HeldTitle
    due: Due
    on: date
    within: int | None


def review_year(ladder: Ladder, title: HeldTitle) -> int | None:
    """The year of review: as registered, else by the rule of the tier; None where neither says."""
    if title.review_year is not None or title.round_year is None:
        return title.review_year
    for tier in ladder.tiers:
        if tier.review_years and (tier.kind, tier.level) == (title.kind, title.level):
            return title.round_year + tier.review_years
    return None


def deadlines(ladder: Ladder, titles: Iterable[HeldTitle], today: date) -> list[Deadline]:
    """The deadlines of titles that were not cancelled, the nearest first. A review counts until the last day of its year, and
    not where the title ends before, or has ended."""
    found = []
    for title in titles:
        if title.ended:
            continue
        if title.valid_to is not None:
            found.append(_deadline(title, Due.EXPIRY, title.valid_to, today))
        year = review_year(ladder, title)
        if year is not None and (title.valid_to is None or title.valid_to >= max(today, date(year, 1, 1))):
            found.append(_deadline(title, Due.REVIEW, date(year, 12, 31), today))
    return sorted(found, key=lambda one: (one.on, one.title.number, one.due))


def _deadline(title: HeldTitle, due: Due, on: date, today: date) -> Deadline:
    left = (on - today).days
    within = 0 if left < 0 else next((days for days in WATCHED if left <= days), None)
    return Deadline(title, due, on, within)
