"""Taking what changed from the outbox into the index in use."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import asyncpg

from registry.database.engine import connection, snapshot
from registry.indexing import outbox
from registry.indexing.declared import KINDS, TERMS
from registry.indexing.dependencies import Reach, note, reach, records_of
from registry.indexing.documents import documents_of
from registry.indexing.engines import Engines
from registry.indexing.locks import draining_lock
from registry.indexing.outbox import Changed, Entry
from registry.indexing.terms import new_terms
from registry.indexing.threads import in_thread
from registry.indexing.writing import write_all
from search.answers import Document
from search.declaration import Index
from search.documents import encode
from search.engine import DocumentsRefused, SearchEngine
from search.requests import OneOf, SearchRequest

AT_ONCE, PAGE = 200, 500
"""Records whose documents are looked up in the index at a time, and documents that an engine is asked for at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done to one index: `remove` ids that are no more, `write` documents that are new or differ."""

    index: Index
    remove: list[str]
    write: list[Document]
    reached: Reach


@dataclass(frozen=True, slots=True)
class Drained:
    """How many entries of the outbox were taken in, and how many documents that changed."""

    entries: int
    documents: int

    def __bool__(self) -> bool:
        return self.entries > 0


async def drain(engines: Engines, held: asyncpg.Connection, most: int = outbox.BATCH) -> Drained:
    """Take in the changes that wait longest.

    `held` is a session of its own. Everything is read in one snapshot together with the entries themselves, so that
    nothing uncommitted is taken in. Raises SearchUnavailable, and then the entries wait on.
    """
    async with draining_lock(held):
        async with snapshot():
            entries = await outbox.take(connection(), most)
            differences = [await _difference(engines, index, outbox.changed(entries)) for index in KINDS]
        if entries:
            await _take_in(engines, held, differences, entries)
    return Drained(len(entries), sum(len(one.write) + len(one.remove) for one in differences))


async def _difference(engines: Engines, index: Index, changes: Changed) -> Difference:
    records = await records_of(index, changes)
    before = await documents_held(engines[index.name], records)
    return difference(index, before, await documents_of(index, records) if records else [])


def difference(index: Index, before: Sequence[Document], after: Sequence[Document]) -> Difference:
    """What makes documents of some records those that they should be."""
    known = {str(document["id"]): encode(document) for document in before}
    wanted = {str(document["id"]): document for document in after}
    return Difference(
        index,
        [key for key in known if key not in wanted],
        [document for key, document in wanted.items() if known.get(key) != encode(document)],
        reach(index, _by_record(before), _by_record(after)),
    )


def _by_record(documents: Sequence[Document]) -> dict[str, Document]:
    return {str(document["record"]): document for document in documents}


async def documents_held(engine: SearchEngine, records: Sequence[int | str]) -> list[Document]:
    """The documents that the index in use holds of some records; raises SearchUnavailable."""
    held: list[Document] = []
    for start in range(0, len(records), AT_ONCE):
        some = tuple(str(record) for record in records[start : start + AT_ONCE])
        held += await in_thread(_held, engine, some)
    return held


def _held(engine: SearchEngine, records: tuple[str, ...]) -> list[Document]:
    held: list[Document] = []
    while True:
        request = SearchRequest(
            filters=(OneOf("record", records),), offset=len(held), limit=PAGE, highlight=False
        )
        hits = engine.search(request).hits
        held += [hit.document for hit in hits]
        if len(hits) < PAGE:
            return held


async def _take_in(
    engines: Engines, held: asyncpg.Connection, differences: Sequence[Difference], entries: Sequence[Entry]
) -> None:
    since = min(entry.at for entry in entries)
    async with held.transaction():
        for one in differences:
            await note(one.index, held, one.reached, since)
    for one in differences:
        if one.remove or one.write:
            await in_thread(_write, engines[one.index.name], one)
    await _extend_terms(engines[TERMS.name], [document for one in differences for document in one.write])
    await outbox.strike_off(held, entries)


async def _extend_terms(engine: SearchEngine, documents: Sequence[Document]) -> None:
    """Add the terms that no document had before. How many have a term is counted when the terms are built anew."""
    terms = await in_thread(new_terms, documents)
    known = {document["id"] for document in await documents_held(engine, [str(one["id"]) for one in terms])}
    if fresh := [one for one in terms if one["id"] not in known]:
        await in_thread(_write, engine, Difference(engine.index, [], fresh, Reach([], [])))


def _write(engine: SearchEngine, one: Difference) -> None:
    """Write all at once; where a document is refused, one after the other, so that it keeps no other out."""
    try:
        with engine.changing() as writer:
            writer.remove(one.remove)
            writer.write(one.write)
    except DocumentsRefused:
        for document in one.write:
            with suppress(DocumentsRefused), engine.changing() as writer:
                write_all(writer, [document])
        with engine.changing() as writer:
            writer.remove(one.remove)
