"""Versions of the criteria: those saved in the browser, and the shipped ones as version zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from registry.database.engine import connection, transaction
from registry.enterprises.ladder.criteria import SHIPPED, Ladder, read_ladder


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `number` 0 is the shipped one, of which nobody is the author; `withdrawn_*`: it was taken back."""

    number: int
    title: str
    holds_from: date
    toml: str
    actor: str
    reason: str
    at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def ladder(self) -> Ladder:
        """What it says."""
        return _read(self.toml)


_read = lru_cache(maxsize=16)(read_ladder)


def shipped_version() -> Version:
    """The criteria that come with the program."""
    text = SHIPPED.read_text(encoding="utf-8")
    ladder = _read(text)
    return Version(0, ladder.title, ladder.holds_from, text, "", "")


async def versions() -> list[Version]:
    """Every version, the latest saved first, the shipped one last."""
    async with transaction():
        rows = await connection().fetch("SELECT id AS number, * FROM ladder_criteria ORDER BY id DESC")
    names = Version.__dataclass_fields__
    return [*(Version(**{name: row[name] for name in names}) for row in rows), shipped_version()]


def in_force(known: Iterable[Version], day: date) -> Version:
    """The version that holds on a day: of those that hold by then and were not taken back, the one that holds last from, of
    several the one saved last. The shipped one where there is none."""
    holding = [one for one in known if one.number and one.holds_from <= day and one.withdrawn_at is None]
    return max(holding, key=lambda one: (one.holds_from, one.number), default=shipped_version())


async def current_ladder(day: date) -> Ladder:
    """The tiers and criteria that hold on a day."""
    return in_force(await versions(), day).ladder


def state_of(known: Iterable[Version]) -> str:
    """A mark of all versions together, which every saving and every taking back changes."""
    listed = list(known)
    return f"{max(one.number for one in listed)}-{sum(one.withdrawn_at is not None for one in listed)}"
