"""The rows of a long answer as frames, a few at a time, for a writer in another thread."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import asyncpg
import polars as pl

CHUNK = 20_000
"""Rows fetched at a time, so that memory stays flat."""

Schema = Mapping[str, pl.DataType]
Frames = AsyncIterator[pl.DataFrame]


def frames(
    cursor: asyncpg.cursor.Cursor, loop: asyncio.AbstractEventLoop, schema: Schema
) -> Iterator[pl.DataFrame]:
    """The rows of a cursor of `loop` in the order of the columns of `schema`; at least one frame."""
    return in_turn(_fetched(cursor, schema), loop, schema)


def in_turn(made: Frames, loop: asyncio.AbstractEventLoop, schema: Schema) -> Iterator[pl.DataFrame]:
    """Frames made in `loop`, waited for in another thread; an empty one before them."""
    yield frame_of([], schema)

    async def following() -> pl.DataFrame | None:
        return await anext(made, None)

    while (frame := asyncio.run_coroutine_threadsafe(following(), loop).result()) is not None:
        yield frame


async def _fetched(cursor: asyncpg.cursor.Cursor, schema: Schema) -> Frames:
    while rows := await cursor.fetch(CHUNK):
        yield frame_of(rows, schema)


def frame_of(rows: Sequence[Iterable[Any]], schema: Schema) -> pl.DataFrame:
    """Rows that have the columns of `schema` in its order."""
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
