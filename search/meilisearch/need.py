"""The documents that share most with a need, described in plain language.

Meilisearch says how many documents have a word, and which have several of the rarest ones; how much each of these tells
is added up here.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from math import log

from search.answers import Document
from search.declaration import Index
from search.documents import texts_of
from search.hits import weight_of
from search.meilisearch.clauses import Clauses
from search.meilisearch.filters import all_of
from search.planning import Plan, Wanted

RAREST = 8
"""Words of which every pair is asked for."""
LIKELY = 30
"""Documents taken for each combination of words."""

Count = Callable[[list[str]], list[int]]
"""How many documents each of several filters holds for."""
Take = Callable[[list[str], int], list[list[Document]]]
"""The first documents for each of several filters."""


def best_by_need(plan: Plan, index: Index, count: Count, take: Take) -> list[tuple[Document, float]]:
    """Documents that have several of the words, or a rare one, the best first, with what the words they have tell."""
    filters = Clauses(index).telling(plan)
    counts = count(filters)
    rarest_first = sorted((number, place) for place, number in enumerate(counts) if number)
    total = sum(counts) + 1
    telling = {plan.wanted[place]: log(1 + total / number) for number, place in rarest_first}
    order = [filters[place] for _, place in rarest_first]
    lists = take([all_of(some) for some in _combinations(order)], LIKELY)
    found = {str(document["id"]): document for documents in lists for document in documents}
    scored = [(document, _score(document, telling, index)) for document in found.values()]
    return sorted(scored, key=lambda one: (-one[1], not _preferred(one[0], index), str(one[0]["id"])))


def _combinations(rarest_first: list[str]) -> Iterator[list[str]]:
    """Each word; each pair of the rarest; all words, all but the most frequent, and so on."""
    yield from ([one] for one in rarest_first)
    yield from map(list, combinations(rarest_first[:RAREST], 2))
    yield from (rarest_first[:length] for length in range(3, len(rarest_first) + 1))


def _score(document: Document, telling: dict[Wanted, float], index: Index) -> float:
    return sum(tells * weight_of(wanted, document, index) for wanted, tells in telling.items())


def _preferred(document: Document, index: Index) -> bool:
    if index.preferred is None:
        return False
    name, value = index.preferred
    return value in texts_of(document.get(name))
