"""One search, asked of Meilisearch as several filters in one request.

The pieces of a text can all occur in a document that does not have the text: every hit is looked at, and where one does
not fit it is left out and the rest is asked for again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from search.answers import Document
from search.declaration import Index
from search.documents import decode, texts_of
from search.hits import fits, hit_of
from search.meilisearch.clauses import Clauses
from search.meilisearch.counts import counts_of
from search.meilisearch.filters import one_of
from search.meilisearch.form import DOCUMENT, KEY
from search.meilisearch.need import best_by_need
from search.meilisearch.queries import Queries, Query, Result
from search.meilisearch.tokens import key_of, token
from search.planning import Plan, plan, used_synonyms
from search.requests import SearchRequest

Ask = Callable[[list[Query]], list[Result]]
"""Sends queries to one index and gives their results."""
Scored = list[tuple[Document, float]]

SHALLOW = 200
"""Hits that are looked at from the first on; further on only those of the page are."""
ROUNDS, DEEPER, DEEPEST = 6, 3, 1000
"""How often is asked again, how much further down each time, and how far down at most."""


@dataclass(frozen=True, slots=True)
class Search:
    """A request, the index, and who is asked."""

    index: Index
    ask: Ask
    request: SearchRequest

    def answer(self) -> dict[str, Any]:
        """What `SearchAnswer` says, but for the time it took and the engine."""
        wanted = plan(self.request, self.index)
        found = self._find(wanted)
        relaxed = wanted.relaxed() if not found["total"] else None
        if relaxed is not None:
            wanted, found = relaxed, self._find(relaxed)
        used = used_synonyms(wanted, self.request.synonyms)
        return found | {"relaxed": relaxed is not None and found["total"] > 0, "synonyms": used}

    def _find(self, wanted: Plan) -> dict[str, Any]:
        refused: tuple[str, ...] = ()
        for attempt in range(ROUNDS):
            counts, scored = self._look(
                wanted, refused, min(self._end * DEEPER**attempt, max(self._end, DEEPEST))
            )
            wrong = tuple(str(one["id"]) for one, _ in scored if not fits(one, wanted, self.index))
            if not wrong or not self._shallow:
                break
            refused += wrong
        right = [one for one in scored if str(one[0]["id"]) not in wrong]
        page = right[self.request.offset : self._end] if self._shallow else right
        hits = [hit_of(one, score, wanted, self.index, marked=self.request.highlight) for one, score in page]
        return counts | {"hits": tuple(hits), "total": counts["total"] - len(wrong)}

    @property
    def _end(self) -> int:
        return self.request.offset + self.request.limit if self.request.limit else 0

    @property
    def _shallow(self) -> bool:
        return self._end <= SHALLOW

    def _look(self, wanted: Plan, refused: tuple[str, ...], depth: int) -> tuple[dict[str, Any], Scored]:
        """The counts, and the documents from the first on, or those of the page where that is far down."""
        queries, clauses = Queries(self.index, self.request, refused), Clauses(self.index)
        ranked = self._end and not (self.request.sort or wanted.need)
        steps = clauses.steps(wanted) if ranked else []
        counting = queries.counting(clauses.of(wanted), depth, whole=self._shallow)
        listing = [queries.listing(step, depth, whole=self._shallow) for step in steps]
        results = self.ask([*counting, *listing])
        counts = counts_of(results[: len(counting)], self.request, self._value)
        best = self._by_need(wanted, queries) if wanted.need and self._end and not self.request.sort else []
        listed = self._merged(best, [*results[len(counting) :], results[0]])
        return counts, self._documents(dict(list(listed.items())[:depth]), queries)

    def _value(self, name: str, made: str) -> str:
        """The value that a token holds but a digest of, looked up in a document that has it."""
        (result,) = self.ask([Queries(self.index, SearchRequest()).listing(one_of(name, [made]), 1)])
        values = [
            text for hit in result["hits"] for text in texts_of(decode(hit[DOCUMENT].encode()).get(name))
        ]
        return next((value for value in values if token(value) == made), made)

    def _by_need(self, wanted: Plan, queries: Queries) -> Scored:
        def count(filters: list[str]) -> list[int]:
            results = self.ask([queries.listing(one, 0) for one in filters])
            return [result["estimatedTotalHits"] for result in results]

        def take(filters: list[str], most: int) -> list[list[str]]:
            results = self.ask([queries.listing(one, most, whole=False) for one in filters])
            return [[hit[KEY] for hit in result["hits"]] for result in results]

        def bring(keys: list[str]) -> list[Document]:
            return list(self._brought(keys, queries).values())

        return best_by_need(wanted, self.index, count, take, bring)

    def _brought(self, keys: list[str], queries: Queries) -> dict[str, Document]:
        """The documents of some keys."""
        (result,) = self.ask([queries.listing(one_of(KEY, keys), len(keys))])
        return {hit[KEY]: decode(hit[DOCUMENT].encode()) for hit in result["hits"]}

    def _merged(self, best: Scored, lists: list[Result]) -> "Listed":
        """Every document where it stands first, the lists one after another."""
        listed: Listed = {key_of(str(one["id"])): (one, score) for one, score in best}
        for place, result in enumerate(lists):
            for hit in result["hits"]:
                document = decode(hit[DOCUMENT].encode()) if DOCUMENT in hit else None
                listed.setdefault(hit[KEY], (document, float(len(lists) - place) if not best else 0.0))
        return listed

    def _documents(self, listed: "Listed", queries: Queries) -> Scored:
        """The documents, those of the page brought where only keys are known."""
        if self._shallow:
            return [(document, score) for document, score in listed.values() if document is not None]
        page = list(listed.items())[self.request.offset :]
        brought = self._brought([key for key, _ in page], queries)
        return [(brought[key], score) for key, (_, score) in page if key in brought]


Listed = dict[str, tuple[Document | None, float]]
