"""The rows of a long answer as frames, a few at a time, for a writer in another thread."""

import asyncio
from collections.abc import Iterator, Mapping

import asyncpg
import polars as pl

CHUNK = 20_000
"""Rows fetched at a time, so that memory stays flat."""


def frames(
    cursor: asyncpg.cursor.Cursor, loop: asyncio.AbstractEventLoop, schema: Mapping[str, pl.DataType]
) -> Iterator[pl.DataFrame]:
    """The rows of a cursor of `loop` in the order of the columns of `schema`; at least one frame."""
    yield pl.DataFrame(schema=schema)
    while rows := asyncio.run_coroutine_threadsafe(cursor.fetch(CHUNK), loop).result():
        yield pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
