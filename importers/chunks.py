"""Chunks of a sheet put together to be checked at once."""

from collections.abc import Iterator, Sequence

import polars as pl

from importers.reading.model import CHUNK_ROWS

ENOUGH_ROWS, ENOUGH_BYTES = 16_384, 16_000_000
"""Chunks are put together up to this many rows or bytes."""


def gathered(chunks: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Small chunks put together, so that columns are long enough to be checked at once."""
    waiting: list[pl.DataFrame] = []
    for chunk in chunks:
        rows = sum(map(len, waiting))
        if waiting and (
            rows + chunk.height > CHUNK_ROWS or rows >= ENOUGH_ROWS or _size(waiting) > ENOUGH_BYTES
        ):
            yield pl.concat(waiting)
            waiting = []
        waiting.append(chunk)
    if waiting:
        yield pl.concat(waiting)


def _size(frames: Sequence[pl.DataFrame]) -> float:
    return sum(frame.estimated_size() for frame in frames)


def chain(first: pl.DataFrame | None, rest: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """A chunk that was read before the others, and the others."""
    if first is not None:
        yield first
    yield from rest
