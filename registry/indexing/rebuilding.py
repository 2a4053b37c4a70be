"""Building all indexes anew beside those in use.

All are made from one state of the database, since documents of one depend on records of others. The indexes in use go on
taking in changes meanwhile; what they took in is noted, and repeated in the new one before it takes their place,
while nobody else takes in anything. Changes that still wait are taken in afterwards, but for those that the
state held already.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from contextvars import Context
from typing import Any, ParamSpec, TypeVar

import asyncpg

from registry.database.engine import connection, snapshot
from registry.database.sessions import session
from registry.indexing.declared import KINDS, TERMS
from registry.indexing.dependencies import note, records_of
from registry.indexing.documents import documents_of, every_document, expected
from registry.indexing.draining import Difference, difference
from registry.indexing.engines import Engines
from registry.indexing.locks import draining_lock, rebuilding_lock
from registry.indexing.outbox import Changed
from registry.indexing.terms import every_term
from registry.indexing.threads import entered, in_thread
from registry.indexing.writing import write_all
from search.answers import Document
from search.declaration import Index
from search.engine import SearchEngine, Writer

Progress = Callable[[str, int, int], None]
"""Told the index, how many documents are written, and how many there will be; 0 where that is not known."""
P = ParamSpec("P")
T = TypeVar("T")
REPLAYED = 1000
"""Records repeated at a time."""


class RebuildGoesOn(Exception):
    """Somebody else rebuilds the index at this moment."""


async def rebuild(engines: Engines, progress: Progress) -> dict[str, int]:
    """Build every index anew; how many documents each holds. Raises RebuildGoesOn, SearchUnavailable."""
    async with session() as held, rebuilding_lock(held) as ours:
        if not ours:
            raise RebuildGoesOn
        await held.execute("DELETE FROM index_replay")
        async with snapshot():
            covered = await connection().fetchval(
                "SELECT range_agg(int8range(id, id, '[]'))::text FROM index_outbox"
            )
            terms = await _build_terms(engines[TERMS.name], progress)
            counts = {index.name: await _build(engines[index.name], held, progress) for index in KINDS}
        await held.execute("DELETE FROM index_outbox WHERE id <@ $1::text::int8multirange", covered)
        await held.execute("DELETE FROM index_replay")
        return {**counts, TERMS.name: terms}


async def rebuild_terms(engine: SearchEngine, progress: Progress) -> int:
    """Build only the index of terms anew; how many there are. Raises RebuildGoesOn, SearchUnavailable."""
    async with session() as held, rebuilding_lock(held) as ours:
        if not ours:
            raise RebuildGoesOn
        async with snapshot():
            return await _build_terms(engine, progress)


async def _build_terms(engine: SearchEngine, progress: Progress) -> int:
    async with entered(engine.rebuilding()) as writer:
        return await _write(engine.index, writer, every_term(), 0, progress)


async def _build(engine: SearchEngine, held: asyncpg.Connection, progress: Progress) -> int:
    """Build one index from the snapshot going on, and put it in use."""
    index = engine.index
    async with AsyncExitStack() as afterwards, entered(engine.rebuilding()) as writer:
        written = await _write(index, writer, every_document(index), await expected(index), progress)
        await afterwards.enter_async_context(draining_lock(held))
        await _repeat(index, writer, held)
    return written


async def _write(
    index: Index, writer: Writer, chunks: AsyncIterator[list[Document]], total: int, progress: Progress
) -> int:
    """Write chunk after chunk in a thread, while the next one is read."""
    written = 0
    writing: asyncio.Future[int] | None = None
    try:
        async for chunk in chunks:
            if writing is not None:
                written += await writing
                progress(index.name, written, total)
            writing = asyncio.ensure_future(in_thread(write_all, writer, chunk))
    finally:
        if writing is not None:
            written += await writing
    progress(index.name, written, total)
    return written


async def _repeat(index: Index, writer: Writer, held: asyncpg.Connection) -> None:
    """Take in what the index in use took in since the snapshot."""
    rows = await held.fetch(
        "SELECT kind, record_id, coalesce(last_record_id, record_id) AS last FROM index_replay"
    )
    changes = Changed()
    for row in rows:
        changes.by_kind.setdefault(row["kind"], set()).update(range(row["record_id"], row["last"] + 1))
    records = await _apart(records_of, index, changes)
    for start in range(0, len(records), REPLAYED):
        some = records[start : start + REPLAYED]
        before = await documents_of(index, some)
        await _apply(writer, held, difference(index, before, await _apart(documents_of, index, some)))


async def _apply(writer: Writer, held: asyncpg.Connection, one: Difference) -> None:
    """Into an index of which nothing is in use yet, nothing is replaced: what is written has to be removed first."""
    since = await held.fetchval("SELECT now()")
    await note(one.index, held, one.reached, since)
    await in_thread(writer.remove, [*one.remove, *(str(document["id"]) for document in one.write)])
    await in_thread(write_all, writer, one.write)


async def _apart(read: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Read in a snapshot of this moment, beside the one going on."""

    async def reading() -> T:
        async with snapshot():
            return await read(*args, **kwargs)

    return await asyncio.create_task(reading(), context=Context())


__all__ = ["Progress", "RebuildGoesOn", "rebuild", "rebuild_terms"]
