"""How well an engine answers the judged queries, and whether it finds every piece of the texts."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from search.answers import Document
from search.declaration import Index
from search.documents import texts_of
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest
from tests.search.golden.judgements import Judged

DEPTH = 10
LONGEST = 8
NUMBERS = ("number", "publications", "codes")
"""Fields of which the first that a document has tells it from most others."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one query, or the mean of several: 1 is best."""

    ndcg: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Holding:
    """An engine and the documents that it holds, by id."""

    engine: SearchEngine
    documents: Mapping[str, Document]


def filled(engine: SearchEngine, documents: Iterable[Document]) -> Holding:
    """Build the index of an engine from documents."""
    held = {str(document["id"]): document for document in documents}
    with engine.rebuilding() as writer:
        writer.write(held.values())
    return Holding(engine, held)


def scores(queries: Iterable[Judged], held: Mapping[str, Holding]) -> Iterator[tuple[Judged, Score]]:
    """Each query with its score; `held` by the name of the index."""
    for query in queries:
        yield query, score(query, held[query.index])


def score(query: Judged, holding: Holding) -> Score:
    """nDCG and the reciprocal rank of the first hit of use, both among the first ten."""
    answer = holding.engine.search(query.request(holding.documents, DEPTH))
    gains = [query.grades.get(hit.id, 0) for hit in answer.hits]
    best = sorted(query.grades.values(), reverse=True)[:DEPTH]
    useful = (rank for rank, gain in enumerate(gains, 1) if gain > 1)
    return Score(_discounted(gains) / _discounted(best), 1 / next(useful, float("inf")))


def by_kind(scored: Iterable[tuple[Judged, Score]]) -> dict[str, tuple[int, Score]]:
    """The number of queries and their mean score by kind, and of `all`."""
    found: dict[str, list[Score]] = {}
    for query, one in scored:
        for name in (query.kind, "all"):
            found.setdefault(name, []).append(one)
    return {name: (len(each), _mean(each)) for name, each in found.items()}


def _mean(each: Sequence[Score]) -> Score:
    return Score(sum(one.ndcg for one in each) / len(each), sum(one.mrr for one in each) / len(each))


def _discounted(gains: Sequence[int]) -> float:
    return sum((2**gain - 1) / log2(place + 2) for place, gain in enumerate(gains))


def missed(holding: Holding, sample: int, chance: random.Random) -> list[tuple[str, str]]:
    """Pieces of one to eight characters, one of every searched field of some records, by which the record is not found.

    The record is looked for among all that the piece finds, by a filter on what is its own.
    """
    chosen = chance.sample(sorted(holding.documents), min(sample, len(holding.documents)))
    return [
        (key, piece)
        for key in chosen
        for piece in pieces(holding.documents[key], holding.engine.index, chance)
        if not finds(holding.engine, piece, holding.documents[key])
    ]


def pieces(document: Document, index: Index, chance: random.Random) -> Iterator[str]:
    """A piece of a text of each searched field."""
    for field in index.searched:
        texts = texts_of(document.get(field.name))
        if texts:
            text = chance.choice(texts)
            start = chance.randrange(len(text))
            piece = text[start : start + chance.randint(1, LONGEST)].strip()
            if piece and not set(piece) & set('"“”'):
                yield piece


def finds(engine: SearchEngine, piece: str, document: Document) -> bool:
    """Whether a document is among those that a piece of it, taken to the letter, finds."""
    number = next(name for name in NUMBERS if document.get(name))
    own = OneOf(number, texts_of(document[number])[:1])
    answer = engine.search(SearchRequest(f'"{piece}"', filters=(own,), limit=100, highlight=False))
    return any(hit.id == document["id"] for hit in answer.hits)
