"""Cells that a person wrote anew on the page (逐格更正), put into the rows before they are checked; the file stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from importers.reading import Sheet


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell: number of the sheet, row as the spreadsheet numbers it, header of the column, and its new text."""

    sheet: int
    row: int
    column: str
    value: str


def corrected(
    chunks: Iterator[pl.DataFrame], sheet: Sheet, corrections: Sequence[Correction]
) -> Iterator[pl.DataFrame]:
    """The rows of a sheet with its cells corrected; of several corrections of a cell the last one holds.

    Where two columns have the same header, the first one is meant, as in the report.
    """
    cells = _by_column(sheet, corrections)
    return (_written(chunk, cells) for chunk in chunks) if cells else chunks


_Cells = dict[str, dict[int, str]]


def _by_column(sheet: Sheet, corrections: Iterable[Correction]) -> _Cells:
    """Name of a chunk's column → row → text."""
    places = {header: f"c{place}" for place, header in reversed(list(enumerate(sheet.headers)))}
    cells: _Cells = defaultdict(dict)
    for correction in corrections:
        if correction.sheet == sheet.index and correction.column in places:
            cells[places[correction.column]][correction.row] = correction.value
    return dict(cells)


def _written(chunk: pl.DataFrame, cells: _Cells) -> pl.DataFrame:
    row = pl.col("_row")
    return chunk.with_columns(
        pl.when(row.is_in(list(texts)))
        .then(row.replace_strict(list(texts), list(texts.values()), default=None, return_dtype=pl.String))
        .otherwise(column)
        .replace("", None)
        .alias(column)
        for column, texts in cells.items()
    )
