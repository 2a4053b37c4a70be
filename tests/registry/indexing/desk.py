"""What tests of the index do to the register, and what they see of the index."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from registry.database.engine import snapshot, transaction
from registry.indexing.declared import KINDS, PATENTS
from registry.indexing.documents import every_document
from registry.indexing.draining import drain
from registry.indexing.engines import Engines
from search.documents import digest_of
from search.requests import SearchRequest


def silent(_index: str, _done: int, _expected: int) -> None:
    """Progress that nobody looks at."""


async def write(sql: str, *values: Any) -> str:
    """Change the register as anyone may, in a transaction of its own."""
    async with transaction() as changing:
        return str(await changing.execute(sql, *values))


async def value(sql: str, *values: Any) -> Any:
    """One value from the database."""
    async with transaction() as reading:
        return await reading.fetchval(sql, *values)


async def drained(engines: Engines, held: asyncpg.Connection, most: int = 1000) -> int:
    """Drain until nothing waits; how many rounds it took."""
    rounds = 0
    while await drain(engines, held, most):
        rounds += 1
        assert rounds < 1000
    return rounds


async def differences(engines: Engines) -> dict[str, tuple[set[str], set[str]]]:
    """By index: the ids of documents that the database has otherwise, or not in the index; and the reverse."""
    found = {}
    async with snapshot():
        for index in KINDS:
            wanted = {
                (str(document["id"]), digest_of(document))
                async for chunk in every_document(index)
                for document in chunk
            }
            present = set(engines[index.name].digests())
            if wanted != present:
                found[index.name] = (
                    {key for key, _ in wanted - present},
                    {key for key, _ in present - wanted},
                )
    return found


def found(engines: Engines, text: str, index: str = PATENTS.name) -> Sequence[str]:
    """The ids of what is found, in their order."""
    return [hit.id for hit in engines[index].search(SearchRequest(text=text)).hits]
