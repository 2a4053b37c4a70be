"""The life of one invented patent up to the day of the demo: publication, grant, and what became of it."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from registry.demo.chance import gazette_day, weighted
from registry.demo.model import Standing
from schemas.terms import anniversary

_LATER = {
    Standing.ABANDONED: 16,
    Standing.INVALID: 6,
    Standing.PARTLY_INVALID: 5,
    Standing.GRACE: 28,
    Standing.RECOVERABLE: 12,
    Standing.IN_FORCE: 933,
}
_EXAMINATION_DAYS = {"1": (420, 1050), "8": (420, 1050), "2": (110, 260), "3": (80, 190)}
_TERMS = {"1": 20, "8": 20, "2": 10}
_LAPSE_A_YEAR = {"1": 0.018, "8": 0.012, "2": 0.055, "3": 0.07}


@dataclass(frozen=True, slots=True)
class Life:
    """Dates of one patent, and its standing since a day."""

    published: date | None
    granted: date | None
    standing: Standing
    since: date


def live(kind: str, filed: date, chance: random.Random, today: date, *, steady: bool = False) -> Life:
    """Return the life of a patent filed on a day; a `steady` one is granted and kept."""
    published = _publication(kind, filed, chance, today)
    if kind in "18" and not steady and chance.random() < 0.12:
        refused = _refused(filed, published, chance, today)
        if refused:
            return refused
    shortest, longest = _EXAMINATION_DAYS[kind]
    granted = gazette_day(filed + timedelta(days=chance.randint(shortest, longest)))
    if published:
        granted = max(granted, gazette_day(published + timedelta(days=95)))
    if steady and granted > today:
        granted = _last_gazette(today)
    if granted > today:
        return _pending(published, filed, today)
    standing, since = _after_grant(kind, filed, granted, chance, today, steady=steady)
    return Life(published, granted, standing, since)


def _publication(kind: str, filed: date, chance: random.Random, today: date) -> date | None:
    """Return the day an application for an invention is published (公布日); none for the other kinds."""
    if kind not in "18":
        return None
    return min(gazette_day(filed + timedelta(days=chance.randint(95, 540))), _last_gazette(today))


def _last_gazette(today: date) -> date:
    return gazette_day(today - timedelta(days=5))


def _refused(filed: date, published: date | None, chance: random.Random, today: date) -> Life | None:
    ended = filed + timedelta(days=chance.randint(560, 1100))
    if ended > today:
        return None
    standing = Standing(weighted(chance, {Standing.REJECTED: 55, Standing.WITHDRAWN: 45}))
    return Life(published, None, standing, ended)


def _pending(published: date | None, filed: date, today: date) -> Life:
    """Return a life still under examination; of an unexamined kind nothing is public yet, so grant it now."""
    if published is None:
        granted = _last_gazette(today)
        return Life(None, granted, Standing.IN_FORCE, granted)
    young = (today - filed).days < 330
    return Life(published, None, Standing.PUBLISHED if young else Standing.EXAMINATION, published)


def _after_grant(
    kind: str, filed: date, granted: date, chance: random.Random, today: date, *, steady: bool
) -> tuple[Standing, date]:
    years = _TERMS.get(kind, 15 if filed >= date(2021, 6, 1) else 10)
    end = anniversary(filed, years)
    if not steady:
        for year in range(granted.year - filed.year + 1, years):
            due = anniversary(filed, year)
            if due > today - timedelta(days=240):
                break
            if chance.random() < _LAPSE_A_YEAR[kind]:
                return Standing.LAPSED, due
    if end <= today:
        return Standing.EXPIRED, end
    if steady:
        return Standing.IN_FORCE, granted
    standing = Standing(weighted(chance, {str(key): weight for key, weight in _LATER.items()}))
    return standing, granted if standing is Standing.IN_FORCE else max(granted, today - timedelta(days=120))
