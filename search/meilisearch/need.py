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

RAREST = 6
"""Words of which every pair is asked for."""
LONGEST = 9
"""Words that are asked for together at most."""
LIKELY = 30
"""Documents taken for each combination of words."""
COMPARED = 60
"""Documents of which the texts are looked at."""

Count = Callable[[list[str]], list[int]]
"""How many documents each of several filters holds for."""
Take = Callable[[list[str], int], list[list[str]]]
"""The keys of the first documents for each of several filters."""
Bring = Callable[[list[str]], list[Document]]
"""The documents of some keys."""


def best_by_need(
    plan: Plan, index: Index, count: Count, take: Take, bring: Bring
) -> list[tuple[Document, float]]:
    """Documents that have several of the words, or a rare one, the best first, with what the words they have tell."""
    filters = Clauses(index).telling(plan)
    counts = count(filters)
    total = sum(counts) + 1
    tells = [log(1 + total / number) if number else 0.0 for number in counts]
    rarest_first = sorted(
        (place for place, number in enumerate(counts) if number), key=lambda place: -tells[place]
    )
    asked = list(_combinations(rarest_first))
    lists = take([all_of(filters[place] for place in places) for places in asked], LIKELY)
    known: dict[str, set[int]] = {}
    for places, keys in zip(asked, lists, strict=True):
        for key in keys:
            known.setdefault(key, set()).update(places)
    likely = sorted(known, key=lambda key: -sum(tells[place] for place in known[key]))[:COMPARED]
    telling = dict(zip(plan.wanted, tells, strict=True))
    scored = [(document, _score(document, telling, index)) for document in bring(likely)]
    return sorted(scored, key=lambda one: (-one[1], not _preferred(one[0], index), str(one[0]["id"])))


def _combinations(rarest_first: list[int]) -> Iterator[tuple[int, ...]]:
    """Each word; each pair of the rarest; and the three rarest, the four rarest and so on."""
    yield from ((one,) for one in rarest_first)
    yield from combinations(rarest_first[:RAREST], 2)
    yield from (tuple(rarest_first[:many]) for many in range(3, min(len(rarest_first), LONGEST) + 1))


def _score(document: Document, telling: dict[Wanted, float], index: Index) -> float:
    return sum(tells * weight_of(wanted, document, index) for wanted, tells in telling.items())


def _preferred(document: Document, index: Index) -> bool:
    if index.preferred is None:
        return False
    name, value = index.preferred
    return value in texts_of(document.get(name))
