"""Rows of text gathered into chunks."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from importers.reading.model import CHUNK_CHARACTERS, CHUNK_ROWS


class Row(NamedTuple):
    """A row as found: its number in the spreadsheet, its cells, and whether it cannot be trusted."""

    number: int
    cells: Sequence[str | None]
    broken: bool = False


def chunks_of(rows: Iterable[Row], width: int) -> Iterator[pl.DataFrame]:
    """Chunks of `rows`, each row padded or cut to `width` cells; empty text becomes null."""
    gathered: list[Row] = []
    characters = 0
    for row in rows:
        gathered.append(row)
        characters += sum(map(len, filter(None, row.cells)))
        if len(gathered) >= CHUNK_ROWS or characters >= CHUNK_CHARACTERS:
            yield chunk_of(gathered, width)
            gathered, characters = [], 0
    if gathered:
        yield chunk_of(gathered, width)


def chunk_of(rows: Sequence[Row], width: int) -> pl.DataFrame:
    """One chunk of `rows`: `_row`, `_broken`, `c0` … of `width` text columns."""
    missing = (None,) * width
    fitted = [_fit(row.cells, width, missing) for row in rows]
    columns = list(zip(*fitted, strict=True)) if rows else [()] * width
    data: dict[str, pl.Series] = {
        "_row": pl.Series("_row", [row.number for row in rows], pl.Int32),
        "_broken": pl.Series("_broken", [row.broken for row in rows], pl.Boolean),
    }
    for index, column in enumerate(columns):
        data[f"c{index}"] = pl.Series(f"c{index}", [cell or None for cell in column], pl.String)
    return pl.DataFrame(data)


def _fit(cells: Sequence[str | None], width: int, missing: tuple[None, ...]) -> tuple[str | None, ...]:
    if len(cells) == width:
        return tuple(cells)
    return (*cells[:width], *missing[len(cells) :])
