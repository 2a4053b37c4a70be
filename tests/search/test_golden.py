"""The embedded engine on the judged queries: no piece of a text is lost, and the ranking does not get worse.

Floors lie a little below what was reached when they were set (docs/search.md says what that was), so that they tell of a
change for the worse and not of a tie that fell the other way.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from search.answers import Document
from search.declaration import Index
from search.embedded import EmbeddedEngine
from tests.search.golden import demo, real
from tests.search.golden.judgements import judged, keys_of
from tests.search.golden.measures import Holding, by_kind, filled, missed, scores

Held = Mapping[str, Holding]
FLOORS = {"demo": (0.94, 0.95), "real": (0.87, 0.93)}
"""nDCG and MRR over all queries of a corpus, among the first ten."""
NEEDS = {"demo": 0.88, "real": 0.77}
"""nDCG over needs in plain language."""
CERTAIN = ("identifier", "name")
"""Kinds of queries whose answer always comes first."""
SAMPLE = 60
"""Records of an index of which pieces are looked for."""
EVERY = 25
"""Of the large list of the real files one row in so many is indexed here, and all rows that are judged."""


@contextmanager
def _held(folder: Path, corpus: Mapping[Index, Iterable[Document]]) -> Iterator[Held]:
    with ExitStack() as opened:
        held = {}
        for index, documents in corpus.items():
            engine = EmbeddedEngine(folder, index)
            opened.callback(engine.close)
            held[index.name] = filled(engine, documents)
        yield held


@pytest.fixture(scope="module")
def demo_held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with _held(tmp_path_factory.mktemp("demo"), demo.demo_documents()) as held:
        yield held


@pytest.fixture(scope="module")
def real_held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    reason = real.missing()
    if reason:
        pytest.skip(reason)
    documents = real.real_documents(EVERY, keys_of(judged("real")))
    with _held(tmp_path_factory.mktemp("real"), documents) as held:
        yield held


def _judgements_are_of_records(corpus: str, held: Held) -> None:
    queries = judged(corpus)
    assert [
        (query.text, key)
        for query in queries
        for key in keys_of((query,))
        if key not in held[query.index].documents
    ] == []
    assert all(max(query.grades.values()) > 1 for query in queries)


def _ranking_holds(corpus: str, held: Held) -> None:
    scored = list(scores(judged(corpus), held))
    kinds = by_kind(scored)
    _, mean = kinds["all"]
    least_ndcg, least_mrr = FLOORS[corpus]
    assert mean.ndcg >= least_ndcg
    assert mean.mrr >= least_mrr
    assert kinds["need"][1].ndcg >= NEEDS[corpus]
    assert [query.text for query, one in scored if query.kind in CERTAIN and one.mrr < 1] == []


def test_judgements_are_of_records_of_the_demonstration(demo_held: Held) -> None:
    _judgements_are_of_records("demo", demo_held)
    assert len(judged("demo")) >= 100


def test_the_demonstration_is_ranked_as_well_as_before(demo_held: Held) -> None:
    _ranking_holds("demo", demo_held)


def test_every_piece_of_the_demonstration_is_found(demo_held: Held) -> None:
    for holding in demo_held.values():
        assert missed(holding, SAMPLE, random.Random(SAMPLE)) == []  # noqa: S311 - repeatable


def test_judgements_are_of_real_records(real_held: Held) -> None:
    _judgements_are_of_records("real", real_held)
    assert len(judged("real")) >= 60


def test_the_real_exports_are_ranked_as_well_as_before(real_held: Held) -> None:
    _ranking_holds("real", real_held)


def test_every_piece_of_the_real_exports_is_found(real_held: Held) -> None:
    for holding in real_held.values():
        assert missed(holding, SAMPLE, random.Random(SAMPLE)) == []  # noqa: S311 - repeatable
