"""What the database holds, as the documents of the search index: the one place that says what goes into it.

Only fields that anyone may see are read here, and nothing that depends on the caller.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from registry.database.engine import connection
from registry.indexing.documents.enterprises import ENTERPRISE_SOURCE
from registry.indexing.documents.patents import OFFER_SOURCE, PATENT_SOURCE
from registry.indexing.documents.projects import PROJECT_SOURCE
from registry.indexing.documents.source import Source
from search.answers import Document
from search.declaration import Index

SOURCES = {
    source.index.name: source for source in (PATENT_SOURCE, OFFER_SOURCE, ENTERPRISE_SOURCE, PROJECT_SOURCE)
}
"""Where the documents of each index come from."""
CHUNK = 2000
"""Documents made at a time."""


async def documents_of(index: Index, records: Sequence[int]) -> list[Document]:
    """The documents of some records as the transaction going on sees them; a record that is gone has none.

    The records of offers' documents are patents: a patent has as many of them as it has offers.
    """
    source = SOURCES[index.name]
    return await _made(source, await connection().fetch(source.of_records, list(records)))


async def every_document(index: Index) -> AsyncIterator[list[Document]]:
    """All documents in chunks, by a cursor: the transaction going on has to last as long."""
    source = SOURCES[index.name]
    cursor = await connection().cursor(source.every)
    while rows := await cursor.fetch(CHUNK):
        yield await _made(source, rows)


async def expected(index: Index) -> int:
    """How many documents there will be."""
    return int(await connection().fetchval(f"SELECT count(*) FROM {SOURCES[index.name].table}"))


async def _made(source: Source, rows: Sequence[Any]) -> list[Document]:
    beside = await source.beside(rows)
    return [source.document(row, beside) for row in rows]


__all__ = ["SOURCES", "documents_of", "every_document", "expected"]
