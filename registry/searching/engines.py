"""The engines that one process searches with, and what their indexes hold whatever is searched for."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.indexing.declared import TERMS
from registry.indexing.engines import engine_of
from registry.searching.kinds import IPC_LEVELS, KINDS
from registry.searching.requests import licensable
from registry.settings import Settings
from search.answers import FacetCount, Hit
from search.engine import SearchEngine
from search.requests import SearchRequest, Sort

KEPT = 5.0
"""Seconds for which what an index holds is not looked up again."""
RECENT = 4


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an index holds: records, how many of them can be licensed today, every value to choose from."""

    total: int
    licensable: int
    values: Mapping[str, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True)
class Engines:
    """An engine for each kind, and one of terms."""

    by_kind: Mapping[str, SearchEngine]
    terms: SearchEngine
    kept: dict[str, tuple[float, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> "Engines":
        """The engines that the settings describe; nothing is opened before the first search."""
        by_kind = {name: engine_of(settings, kind.index) for name, kind in KINDS.items()}
        return cls(by_kind, engine_of(settings, TERMS))

    def close(self) -> None:
        """Give back what the engines hold."""
        for engine in (*self.by_kind.values(), self.terms):
            engine.close()

    def holdings(self, kind: str, today: date) -> Holdings:
        """What the index of a kind holds; raises SearchUnavailable."""
        kept = self.kept.get(kind)
        if kept and time.monotonic() - kept[0] < KEPT and isinstance(kept[1], Holdings):
            return kept[1]
        made = self._holdings(kind, today)
        self.kept[kind] = (time.monotonic(), made)
        return made

    def _holdings(self, kind: str, today: date) -> Holdings:
        engine, known = self.by_kind[kind], KINDS[kind]
        fields = tuple(facet.field for facet in known.facets)
        sections = IPC_LEVELS[:1] if known.offered else ()
        answer = engine.search(SearchRequest(facets=(*fields, *sections), limit=0))
        open_now = SearchRequest(filters=licensable(today), limit=0)
        return Holdings(answer.total, engine.search(open_now).total if known.offered else 0, answer.facets)

    def recent(self) -> tuple[Hit, ...]:
        """The declarations announced last; raises SearchUnavailable."""
        kept = self.kept.get(RECENTLY)
        if kept and time.monotonic() - kept[0] < KEPT and isinstance(kept[1], tuple):
            return kept[1]
        made = self.by_kind["offer"].search(SearchRequest(sort=Sort("declared"), limit=RECENT)).hits
        self.kept[RECENTLY] = (time.monotonic(), made)
        return made


RECENTLY = "recently declared"
