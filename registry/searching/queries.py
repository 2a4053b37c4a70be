"""Reads of the index: a search with what stands beside its hits, a need in plain words, patents like another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.accounts.scope import Scope
from registry.database.days import today
from registry.indexing.declared import YES
from registry.monitoring.metrics import counted_search
from registry.searching.addresses import SearchQuery
from registry.searching.classes import Branch, branches, sections
from registry.searching.kinds import KINDS
from registry.searching.library import Holdings, Library
from registry.searching.requests import LICENSABLE, licensable, not_licensable, request_for
from registry.site.negotiation import AnyRequest
from registry.site.paging import REACH
from search.answers import Hit, SearchAnswer
from search.engine import SearchUnavailable
from search.requests import Filter, SearchRequest, Style, Synonyms

FEW, PARTLY = 5, 10
"""Hits below which records are shown that have only some of the words, and how many of these."""
LIKENESS = 600
"""Characters of a patent's title and abstract by which others are compared with it."""


@dataclass(frozen=True, slots=True)
class Searching:
    """Who searches, when, with what: the library, the caller's scope, the day at the bureau, the synonyms in force."""

    library: Library
    scope: Scope
    today: date
    synonyms: Synonyms = ()

    def request(self, query: SearchQuery) -> SearchRequest:
        """The request for a page of a search."""
        return request_for(query, self.scope, self.today, self.synonyms)

    def count(self, query: SearchQuery, filters: tuple[Filter, ...] = (), *, relaxed: bool = False) -> int:
        """How many records have all of what is searched for, within further filters; `relaxed`: or some of it."""
        request = self.request(query)
        narrowed = replace(_counting(request), filters=(*request.filters, *filters))
        answer = self.library.engines[query.kind].search(narrowed)
        return 0 if answer.relaxed and not relaxed else answer.total


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


async def searching_of(request: AnyRequest, scope: Scope) -> Searching:
    """What a request searches with."""
    library = request.app.state.library
    if not isinstance(library, Library):
        raise TypeError("create_app() sets app.state.library")
    return Searching(library, scope, today(), await library.synonyms.value())


def find(searching: Searching, query: SearchQuery, *, beside: bool = True) -> Found:
    """Search; `beside`: count other kinds, classes and what can be licensed, too. Raises SearchUnavailable."""
    answer = _searched(searching, query)
    offered = beside and query.of.offered
    return Found(
        query,
        answer,
        {**(_elsewhere(searching, query) if beside else {}), query.kind: answer.total},
        _licensable(searching, query, answer) if offered else None,
        searching.library.holdings(query.kind, searching.today),
        _classes(searching, query, answer) if offered else (),
    )


def _searched(searching: Searching, query: SearchQuery) -> SearchAnswer:
    """The answer of the engine; what is known of the index as a whole is not counted again."""
    request = searching.request(query)
    if query.offset >= REACH:
        request = replace(request, limit=0, offset=0)
    whole = not query.q and not request.filters
    if whole:
        request = replace(request, facets=(), histogram=None)
    browsing = query.of.offered and not (query.q or query.sort or query.offer) and request.limit > 0
    counted = replace(request, limit=0, offset=0) if browsing else request
    answer = counted_search(searching.library.engines[query.kind], counted)
    if browsing:
        answer = replace(answer, hits=_licensable_first(searching, query.kind, request))
    if not whole:
        return answer
    holdings = searching.library.holdings(query.kind, searching.today)
    return replace(answer, facets=holdings.values, histogram=holdings.years)


def _licensable_first(searching: Searching, kind: str, request: SearchRequest) -> tuple[Hit, ...]:
    """The page of those who look around: what can be licensed today before the rest, each in the order asked for."""
    engine, bare = searching.library.engines[kind], replace(request, facets=(), histogram=None)
    able = replace(bare, filters=(*request.filters, *licensable(searching.today)))
    first = engine.search(able)
    missing = request.limit - len(first.hits)
    if not missing:
        return first.hits
    others = (*request.filters, not_licensable(searching.today))
    offset = max(0, request.offset - first.total)
    return first.hits + engine.search(replace(bare, filters=others, offset=offset, limit=missing)).hits


def _classes(searching: Searching, query: SearchQuery, answer: SearchAnswer) -> tuple[Branch, ...]:
    if not query.ipc:
        return sections(answer)
    engine = searching.library.engines[query.kind]
    return branches(engine, searching.request(query.without("ipc")), query.ipc)


def partly(searching: Searching, found: Found) -> tuple[Hit, ...]:
    """Records that have only some of the words, the most telling first, where few have all of them."""
    query, answer = found.query, found.answer
    if not query.q or query.sort or query.offset or answer.relaxed or not 0 < answer.total < FEW:
        return ()
    request = replace(
        searching.request(query),
        style=Style.SOME,
        facets=(),
        histogram=None,
        limit=PARTLY,
        without=tuple(hit.id for hit in answer.hits),
    )
    return searching.library.engines[query.kind].search(request).hits


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


def _licensable(searching: Searching, query: SearchQuery, answer: SearchAnswer) -> int:
    """How many of the hits can be licensed today; the count of the index is right unless a term has ended since."""
    if query.offer == "open":
        return answer.total
    if not searching.library.holdings(query.kind, searching.today).expired:
        return next((one.count for one in answer.facets[LICENSABLE] if one.value == YES), 0)
    return searching.count(query, licensable(searching.today))


def needed(searching: Searching, text: str, *, open_only: bool, limit: int = 20) -> tuple[Hit, ...]:
    """Patents that have most in common with a need told in plain words. Raises SearchUnavailable."""
    narrowed = licensable(searching.today) if open_only else ()
    request = SearchRequest(
        text=text,
        style=Style.NEED,
        filters=(*searching.scope.filters("patent"), *narrowed),
        limit=limit,
        synonyms=searching.synonyms,
    )
    return searching.library.engines["patent"].search(request).hits


def similar(searching: Searching, number: str, text: str, limit: int = 5) -> tuple[Hit, ...]:
    """Patents that have most in common with the one of this number and text; none while the engine is down."""
    request = SearchRequest(
        text=text[:LIKENESS],
        style=Style.NEED,
        filters=searching.scope.filters("patent"),
        limit=limit,
        highlight=False,
        without=(number,),
    )
    try:
        return searching.library.engines["patent"].search(request).hits
    except SearchUnavailable:
        return ()
