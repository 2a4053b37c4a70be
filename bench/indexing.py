"""The index over what has been imported: how fast it is built, and how soon an edit is found."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator

from bench.memory import watched
from bench.report import Line
from registry.database.engine import transaction
from registry.indexing.declared import PATENTS, TERMS
from registry.indexing.engines import Engines, open_engines
from registry.indexing.rebuilding import rebuild
from registry.settings import Settings
from search.requests import SearchRequest

EDITS = 60
PAUSE = 0.4
"""Seconds between edits."""


async def indexing(settings: Settings) -> AsyncIterator[Line]:
    """Build the index, then edit beside a real worker."""
    with open_engines(settings) as engines:
        async for line in rebuilding(settings, engines):
            yield line
        delays = sorted([delay async for delay in _edits(settings, engines)])
        yield Line("edit until found, median", delays[len(delays) // 2] * 1000, "ms")
        yield Line("edit until found, p95", delays[int(len(delays) * 0.95)] * 1000, "ms", at_most=500)


async def rebuilding(settings: Settings, engines: Engines) -> AsyncIterator[Line]:
    """Build all indexes: documents a second, peak of memory, size."""
    ended: dict[str, float] = {}
    postmaster = int((settings.postgres_folder / "postmaster.pid").read_text().split()[0])
    with watched(postmaster) as peak:
        counts = await rebuild(engines, lambda name, _done, _total: ended.update({name: time.perf_counter()}))
    seconds = ended[PATENTS.name] - ended[TERMS.name]
    yield Line(
        f"rebuild, {counts[PATENTS.name]:,} patents", counts[PATENTS.name] / seconds, "docs/s", at_least=8000
    )
    yield Line("peak memory of it, program", peak.program, "MiB")
    async with transaction() as database:
        text = await database.fetchval("SELECT sum(octet_length(abstract) + octet_length(title)) FROM patent")
    yield Line(
        "index on disk / text of the patents", engines[PATENTS.name].size() / float(text), "", at_most=2.5
    )


async def _edits(settings: Settings, engines: Engines) -> AsyncIterator[float]:
    """Seconds from the beginning of an edit until a search finds it."""
    environment = {**os.environ, "REGISTRY_DATA": str(settings.data)}
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry.cli", "worker", env=environment
    )
    await asyncio.sleep(10)
    try:
        for place in range(EDITS):
            word = f"波{chr(0x4E00 + place)}{chr(0x5000 + place)}"
            started = time.perf_counter()
            async with transaction() as database:
                await database.execute(
                    "UPDATE patent SET title = $1 WHERE id = (SELECT min(id) + $2 FROM patent)",
                    f"一种{word}装置",
                    place,
                )
            found = SearchRequest(text=f'"{word}"', limit=1)
            await asyncio.to_thread(_until_found, engines, found)
            yield time.perf_counter() - started
            await asyncio.sleep(PAUSE)
    finally:
        worker.terminate()
        await worker.wait()


def _until_found(engines: Engines, request: SearchRequest) -> None:
    while not engines[PATENTS.name].search(request).total:
        time.sleep(0.005)
