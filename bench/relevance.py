"""How well the engines find: the judged queries of the golden set, and pieces of the texts."""

import random
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from bench.report import Line
from search.answers import Document
from search.declaration import Index
from search.embedded import EmbeddedEngine
from search.engine import SearchEngine
from search.meilisearch import MeilisearchEngine
from tests.contracts import servers
from tests.search.golden import demo, real
from tests.search.golden.judgements import judged, keys_of
from tests.search.golden.measures import by_kind, filled, missed, scores

SAMPLE = 200
SEED = 11
Make = Callable[[str, Index], SearchEngine]
"""Makes the engine for an index of a corpus."""


EVERY = 25
"""Of the large list of the real files one row in so many is indexed, and all rows that are judged."""


def relevance_of_both(folder: Path) -> Iterator[Line]:
    """Measure the embedded engine, and Meilisearch where there is one, below a folder."""
    yield from relevance(embedded_in(folder), EVERY)
    if servers.missing():
        print(f"  {servers.missing()}: only the embedded engine is measured")
        return
    with servers.real_server(folder) as server:
        prefix = f"test-{secrets.token_hex(6)}"
        yield from relevance(meilisearch_at(server, prefix), EVERY)


def meilisearch_at(server: servers.Server, prefix: str) -> Make:
    """Engines on a server, their indexes under a prefix of their own."""
    return lambda corpus, index: MeilisearchEngine(server.url, server.key, index, f"{prefix}-{corpus}")


def embedded_in(folder: Path) -> Make:
    """Engines below a folder."""
    return lambda corpus, index: EmbeddedEngine(folder / corpus, index)


def relevance(make: Make, every: int = 1) -> Iterator[Line]:
    """Measure one engine over the demonstration and, where they are, the real files (one row of the large list in `every`)."""
    yield from _corpus("demo", demo.demo_documents(), make)
    if real.missing():
        print(f"  {real.missing()}: judged over the demonstration only")
    else:
        yield from _corpus("real", real.real_documents(every, keys_of(judged("real"))), make)


def _corpus(name: str, corpus: Mapping[Index, Iterable[Document]], make: Make) -> Iterator[Line]:
    held = {index.name: filled(make(name, index), documents) for index, documents in corpus.items()}
    some = next(iter(held.values())).engine.name
    chance = random.Random(SEED)
    lost = [piece for holding in held.values() for piece in missed(holding, SAMPLE, chance)]
    yield Line(f"{some}, {name}: pieces of texts not found", len(lost), "")
    for kind, (count, mean) in by_kind(scores(judged(name), held)).items():
        yield Line(f"{some}, {name}, {kind} ({count}): nDCG@10", mean.ndcg, "")
        yield Line(f"{some}, {name}, {kind} ({count}): MRR@10", mean.mrr, "")
    for holding in held.values():
        holding.engine.close()
