"""How fast the index answers, beside its limits and two rivals over the same documents."""

import secrets
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import fts5
from bench.questions import questions
from bench.relevance import embedded_in, meilisearch_at
from bench.report import Line
from bench.timing import Times, percentile, timed
from bench.web import over_http
from registry.database.engine import snapshot
from registry.indexing.declared import PATENTS
from registry.indexing.documents import every_document
from registry.indexing.engines import open_engines
from registry.searching.kinds import KINDS
from registry.settings import Settings
from search.answers import Document
from search.engine import SearchEngine
from search.requests import SearchRequest
from tests.contracts import servers

FACETS = ("patent_type", "legal_status", "owner_type", "district", "ipc_section", "holder")
MEASURED, WARMING = 1000, 100
OF_RIVALS = 100
"""Queries that rivals are asked, as far as their time allows."""
SECONDS_OF_RIVALS = 90
OF_MEILISEARCH = 5000
"""Documents that Meilisearch is given: it takes minutes for them, and hours for all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Milliseconds that the median and the 95th percentile of a search may take."""

    median: float
    slow: float


SMALL, LARGE = Limits(1.5, 6), Limits(6, 25)
"""For a hundred thousand patents, and for a million."""


async def searching(settings: Settings, folder: Path, limits: Limits) -> AsyncIterator[Line]:
    """Search the index that the register has, and the same documents in SQLite."""
    asked = await questions(MEASURED + WARMING)
    with open_engines(settings) as engines:
        held = engines[PATENTS.name]
        name = f"embedded, {held.count():,} patents"
        ours = by_engine(held, asked)
        yield Line(f"{name}: median", ours.median, "ms", at_most=limits.median)
        yield Line(f"{name}: p95", ours.slow, "ms", at_most=limits.slow)
        yield Line(f"{name}: p95 of the processor", percentile(ours.processor, 0.95), "ms")
        few = by_engine(held, asked[: OF_RIVALS + WARMING])
    async for line in _against_sqlite(folder, asked[WARMING : OF_RIVALS + WARMING], few):
        yield line


async def over_the_web(settings: Settings, folder: Path) -> AsyncIterator[Line]:
    """Search through the site; and in Meilisearch, where there is one."""
    for line in over_http(settings, await questions(MEASURED + WARMING)):
        yield line
    async for line in _against_meilisearch(folder):
        yield line


def by_engine(engine: SearchEngine, asked: list[str]) -> Times:
    """The times of searches with six facets, highlights and twenty hits, after some that warm up."""
    prefixes = dict(KINDS[PATENTS.name].prefixes)

    def search(text: str) -> object:
        return engine.search(SearchRequest(text, facets=FACETS, prefixes=prefixes))

    timed(search, asked[:WARMING])
    return timed(search, asked[WARMING:], SECONDS_OF_RIVALS)


async def _against_sqlite(folder: Path, asked: list[str], ours: Times) -> AsyncIterator[Line]:
    path = folder / f"{secrets.token_hex(4)}.sqlite"
    opened = fts5.create(path, PATENTS, FACETS)
    started, documents, text = time.perf_counter(), 0, 0
    async for chunk in _every_patent():
        fts5.fill(opened, chunk, PATENTS, FACETS)
        documents += len(chunk)
        text += sum(map(text_size, chunk))
    yield Line("SQLite FTS5: build", documents / (time.perf_counter() - started), "docs/s")
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield Line("SQLite FTS5: disk / text of the patents", path.stat().st_size / text, "")
    theirs = timed(lambda text: fts5.search(opened, text, PATENTS, FACETS), asked, SECONDS_OF_RIVALS)
    for line in _ratios("SQLite FTS5", theirs, ours):
        yield line
    opened.close()
    path.unlink()


def text_size(document: Document) -> int:
    """Bytes of title and abstract."""
    return sum(len(str(document.get(name) or "").encode()) for name in ("title", "abstract"))


def _ratios(rival: str, theirs: Times, ours: Times) -> Iterator[Line]:
    yield Line(f"{rival}: median", theirs.median, "ms")
    yield Line(f"{rival}: p95", theirs.slow, "ms")
    yield Line(f"{rival} / embedded: median", theirs.median / ours.median, "")
    yield Line(f"{rival} / embedded: p95", theirs.slow / ours.slow, "")


async def _against_meilisearch(folder: Path) -> AsyncIterator[Line]:
    if servers.missing():
        print(f"  {servers.missing()}: only the embedded engine is measured")
        return
    documents: list[Document] = []
    async for chunk in _every_patent():
        documents += chunk[: OF_MEILISEARCH - len(documents)]
    asked = await questions(OF_RIVALS + WARMING)
    below = folder / secrets.token_hex(4)
    below.mkdir()
    ours = _filled("embedded", embedded_in(below)("few", PATENTS), documents)
    with servers.real_server(below) as server:
        theirs = _filled("Meilisearch", meilisearch_at(server, "test-bench")("few", PATENTS), documents)
        for line in (*ours[1:], *theirs[1:]):
            yield line
        for line in _ratios("Meilisearch", by_engine(theirs[0], asked), by_engine(ours[0], asked)):
            yield line


def _filled(name: str, engine: SearchEngine, documents: list[Document]) -> tuple[SearchEngine, Line, Line]:
    started = time.perf_counter()
    with engine.rebuilding() as writer:
        writer.write(documents)
    speed = len(documents) / (time.perf_counter() - started)
    of = f"{name}, {len(documents):,} patents"
    size = engine.size() / sum(map(text_size, documents))
    return engine, Line(f"{of}: build", speed, "docs/s"), Line(f"{of}: disk / text", size, "")


async def _every_patent() -> AsyncIterator[list[Document]]:
    async with snapshot():
        async for chunk in every_document(PATENTS):
            yield chunk
