"""One search in one state of an index."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from search.answers import Hit
from search.declaration import Index
from search.documents import decode
from search.embedded.clauses import Clauses, Queries
from search.embedded.counting import Counts, count
from search.embedded.filters import filter_query, filtered
from search.embedded.needs import needed
from search.embedded.schema import DOCUMENT, schema_of, unpacked
from search.hits import hit_of
from search.planning import Plan, plan, used_synonyms
from search.requests import Filter, SearchRequest

Scored = list[tuple[Any, tantivy.DocAddress]]


@dataclass(frozen=True, slots=True)
class Search:
    """A request and where it is answered from. `beside` counts while hits are found and made: tantivy lets go of the
    interpreter's lock meanwhile."""

    index: Index
    searcher: tantivy.Searcher
    request: SearchRequest
    beside: Executor

    def answer(self) -> dict[str, Any]:
        """What `SearchAnswer` says, but for the time it took and the engine."""
        wanted = plan(self.request, self.index)
        query = self._query(wanted)
        counts = self._counting(query.counted)
        scored, total = self._find(query)
        relaxed = wanted.relaxed() if not total else None
        if relaxed is not None:
            wanted, query = relaxed, self._query(relaxed)
            counts = self._counting(query.counted)
            scored, total = self._find(query)
        hits = self._hits(scored, wanted)
        facets, histogram = counts()
        return {
            "hits": hits,
            "total": total,
            "facets": facets,
            "histogram": histogram,
            "relaxed": relaxed is not None and total > 0,
            "synonyms": used_synonyms(wanted, self.request.synonyms),
        }

    def _query(self, wanted: Plan) -> Queries:
        clauses = Clauses(self.index, schema_of(self.index), self.searcher)
        found = needed(clauses, wanted) if wanted.need and wanted.wanted else clauses.of(wanted)
        without = clauses.without(self.request.without)
        if without is None:
            return found
        return found.map(lambda query: Query.boolean_query([(Occur.Must, query), (Occur.MustNot, without)]))

    def _within(self, query: Query, filters: tuple[Filter, ...]) -> Query:
        return filtered(query, [filter_query(self.index, one) for one in filters])

    def _find(self, queries: Queries) -> tuple[Scored, int]:
        request = self.request
        most = max(1, request.limit)
        if request.sort is None:
            query = queries.ranked if request.limit else queries.counted
            found = self.searcher.search(self._within(query, request.filters), most, offset=request.offset)
        else:
            within = self._within(queries.counted, request.filters)
            found = self._sorted(within, request.sort.field, request.sort.descending, most)
        return (found.hits if request.limit else []), int(found.count or 0)  # type: ignore[attr-defined]  # missing in tantivy's stub

    def _sorted(self, query: Query, field: str, descending: bool, most: int) -> tantivy.SearchResult:
        order = Order.Desc if descending else Order.Asc
        return self.searcher.search(
            query, most, offset=self.request.offset, order_by_field=field, order=order
        )

    def _counting(self, query: Query) -> Callable[[], Counts]:
        """Begin to count; what is given waits for the end of it."""
        if not self.request.facets and not self.request.histogram:
            return lambda: ({}, ())
        return self.beside.submit(count, self.index, self.searcher, self.request, query).result

    def _hits(self, scored: Scored, wanted: Plan) -> tuple[Hit, ...]:
        found = []
        for score, address in scored:
            encoded, replaced = unpacked(bytes(self.searcher.doc(address)[DOCUMENT][0]))
            value = float(score) if isinstance(score, int | float) else 0.0
            marked = self.request.highlight
            found.append(hit_of(decode(encoded), value, wanted, self.index, marked=marked, replaced=replaced))
        return tuple(found)
