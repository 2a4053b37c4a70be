"""What one process searches with, and what its indexes hold whatever is searched for."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from registry.imports import queries as imports
from registry.indexing.declared import EVERY_INDEX, TERMS
from registry.indexing.engines import Engines, engine_of
from registry.indexing.freshness import Freshness, kept_freshness
from registry.indexing.kept import Kept
from registry.indexing.synonyms import kept_synonyms
from registry.searching.kinds import KINDS
from registry.searching.requests import counted_fields, expired, licensable
from registry.settings import Settings
from search.answers import FacetCount, Hit
from search.engine import SearchEngine
from search.requests import Filter, SearchRequest, Sort, Synonyms

KEPT = 5.0
"""Seconds for which what an index holds is not looked up again."""
RECENT = 4
WORKBOOKS = 2
"""Workbooks that a process makes at a time: each keeps a thread busy until it is finished."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an index holds: records, how many of them can be licensed today, every value to choose from, the years.

    `expired`: how many could be licensed on the day of indexing, and cannot today.
    """

    total: int
    licensable: int
    expired: int
    values: Mapping[str, tuple[FacetCount, ...]]
    years: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What one process searches with: the engines, and what it need not look up for every search."""

    engines: Engines
    synonyms: Kept[Synonyms] = field(default_factory=kept_synonyms)
    freshness: Kept[Freshness] = field(default_factory=kept_freshness)
    updated: Kept[datetime | None] = field(default_factory=lambda: Kept(_last_import, KEPT))
    kept: dict[str, tuple[float, object]] = field(default_factory=dict)
    workbooks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WORKBOOKS))

    @classmethod
    def of(cls, settings: Settings) -> "Library":
        """The engines that the settings describe; nothing is opened before the first search."""
        return cls({index.name: engine_of(settings, index) for index in EVERY_INDEX})

    def close(self) -> None:
        """Give back what the engines hold."""
        for engine in self.engines.values():
            engine.close()

    @property
    def terms(self) -> SearchEngine:
        """The engine of what is suggested."""
        return self.engines[TERMS.name]

    def holdings(self, kind: str, today: date) -> Holdings:
        """What the index of a kind holds; raises SearchUnavailable."""
        kept = self.kept.get(kind)
        if kept and time.monotonic() - kept[0] < KEPT and isinstance(kept[1], Holdings):
            return kept[1]
        made = self._holdings(kind, today)
        self.kept[kind] = (time.monotonic(), made)
        return made

    def _holdings(self, kind: str, today: date) -> Holdings:
        engine, known = self.engines[kind], KINDS[kind]
        answer = engine.search(SearchRequest(facets=counted_fields(known), histogram="year", limit=0))
        able, over = (self._count(kind, filters(today)) for filters in (licensable, expired))
        return Holdings(answer.total, able, over, answer.facets, answer.histogram)

    def _count(self, kind: str, filters: tuple[Filter, ...]) -> int:
        return (
            self.engines[kind].search(SearchRequest(filters=filters, limit=0)).total
            if KINDS[kind].offered
            else 0
        )

    def recent(self) -> tuple[Hit, ...]:
        """The declarations announced last; raises SearchUnavailable."""
        kept = self.kept.get(RECENTLY)
        if kept and time.monotonic() - kept[0] < KEPT and isinstance(kept[1], tuple):
            return kept[1]
        made = self.engines["offer"].search(SearchRequest(sort=Sort("declared"), limit=RECENT)).hits
        self.kept[RECENTLY] = (time.monotonic(), made)
        return made


RECENTLY = "recently declared"


async def _last_import() -> datetime | None:
    batches = await imports.recent_batches(1)
    return batches[0]["committed_at"] if batches else None
