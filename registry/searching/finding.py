"""One search as a page or a program asks for it: the hits, and what stands beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.accounts.scope import Scope
from registry.searching.addresses import SearchQuery
from registry.searching.classes import Branch, branches
from registry.searching.engines import Engines, Holdings
from registry.searching.kinds import KINDS
from registry.searching.requests import licensable, request_for
from registry.site.paging import REACH
from search.answers import SearchAnswer
from search.engine import SearchEngine
from search.requests import SearchRequest, Synonyms


@dataclass(frozen=True, slots=True)
class Searching:
    """Who searches, when, with what: the engines, the caller's scope, the day at the bureau, the synonyms in force."""

    engines: Engines
    scope: Scope
    today: date
    synonyms: Synonyms = ()

    def request(self, query: SearchQuery) -> SearchRequest:
        """The request for a page of a search."""
        return request_for(query, self.scope, self.today, self.synonyms)

    def count(self, query: SearchQuery) -> int:
        """How many records have all of what is searched for."""
        answer = self._engine(query).search(_counting(self.request(query)))
        return 0 if answer.relaxed else answer.total

    def _engine(self, query: SearchQuery) -> SearchEngine:
        return self.engines.by_kind[query.kind]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `kinds` counts what was typed in every kind, the one searched as narrowed.

    `licensable`: how many of the hits can be licensed today; None where that has no meaning.
    """

    query: SearchQuery
    answer: SearchAnswer
    kinds: Mapping[str, int]
    licensable: int | None
    holdings: Holdings
    classes: tuple[Branch, ...]


def find(searching: Searching, query: SearchQuery) -> Found:
    """Search; raises SearchUnavailable."""
    engine = searching.engines.by_kind[query.kind]
    request = searching.request(query)
    if query.offset >= REACH:
        request = replace(request, limit=0, offset=0)
    answer = engine.search(request)
    return Found(
        query,
        answer,
        {**_elsewhere(searching, query), query.kind: answer.total},
        _licensable(searching, query, request),
        searching.engines.holdings(query.kind, searching.today),
        branches(engine, searching.request(query.without("ipc")), query.ipc) if query.of.offered else (),
    )


def _counting(request: SearchRequest) -> SearchRequest:
    return replace(request, limit=0, offset=0, facets=(), histogram=None, sort=None)


def _elsewhere(searching: Searching, query: SearchQuery) -> dict[str, int]:
    """What was typed, counted in the other kinds, in which nothing narrows it."""
    typed = {"q": query.q, "literal": query.literal}
    return {
        name: searching.count(SearchQuery.model_validate({"kind": name, **typed}))
        for name in KINDS
        if name != query.kind
    }


def _licensable(searching: Searching, query: SearchQuery, request: SearchRequest) -> int | None:
    if not query.of.offered:
        return None
    now = (*request.filters, *licensable(searching.today))
    answer = searching.engines.by_kind[query.kind].search(_counting(replace(request, filters=now)))
    return answer.total
