"""A sheet made from a grid whose header is yet to be found."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from importers.reading.errors import UnreadableFile
from importers.reading.headers import HEAD_ROWS, Header, Merge, find_header
from importers.reading.model import CHUNK_CHARACTERS, CHUNK_ROWS, RowProblem, Sheet
from importers.reading.rows import Row, chunk_of
from schemas.findings import Severity

Grid = Callable[[], Iterator[pl.DataFrame]]
"""Opens a grid: frames of `_row` and `c0` …, each of any width, rows rising, blank ones there or not."""


def frames_from(rows: Sequence[Row]) -> Grid:
    """A grid of rows held in memory."""

    def frames() -> Iterator[pl.DataFrame]:
        width = max((len(row.cells) for row in rows), default=0)
        step = max(1, min(CHUNK_ROWS, CHUNK_CHARACTERS // max(width, 1)))
        for start in range(0, len(rows), step):
            yield chunk_of(rows[start : start + step], width).drop("_broken")

    return frames


def sheet_of(
    index: int,
    name: str,
    grid: Grid,
    known: frozenset[str],
    columns: int,
    *,
    merges: Callable[[], Sequence[Merge]] = tuple,
    hidden: bool = False,
) -> Sheet | None:
    """The sheet over `grid`, None where all of it is blank. Raises UnreadableFile beyond `columns`."""
    head = _head(grid)
    header = find_header(head, known)
    if header.bottom and "" in _as_wide_as_rows(header, head):
        header = find_header(head, known, merges())
    if not header.texts:
        return None
    headers = _as_wide_as_rows(header, head)
    if len(headers) > columns:
        raise UnreadableFile("too_many_columns", {"columns": str(len(headers)), "limit": str(columns)})
    above = [(row.number, " ".join(filter(None, row.cells))) for row in head if row.number < header.top]
    return Sheet(
        index,
        name,
        headers,
        lambda problems: _chunks(grid(), header.bottom, len(headers), problems),
        header_row=header.bottom,
        header_top=header.top,
        preamble=above,
        hidden=hidden,
    )


def _head(grid: Grid) -> list[Row]:
    """The first rows that hold anything."""
    rows: list[Row] = []
    for frame in grid():
        filled = _filled(frame).head(HEAD_ROWS)
        rows += [Row(number, cells) for number, *cells in filled.iter_rows()]
        if len(rows) >= HEAD_ROWS:
            break
    return rows[:HEAD_ROWS]


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    cells = pl.exclude("_row")
    return frame.filter(pl.any_horizontal(cells.is_not_null())) if frame.width > 1 else frame.clear()


def _as_wide_as_rows(header: Header, head: list[Row]) -> list[str]:
    """The header, with nameless columns where the first rows reach beyond it."""
    used = (max((i for i, cell in enumerate(row.cells, 1) if cell), default=0) for row in head)
    return header.texts + [""] * (max(used, default=0) - len(header.texts))


def _chunks(
    frames: Iterator[pl.DataFrame], bottom: int, width: int, problems: list[RowProblem]
) -> Iterator[pl.DataFrame]:
    """The rows below the header, blank ones between them included, cells outside the table reported."""
    following = bottom + 1
    for frame in frames:
        below = _filled(frame.filter(pl.col("_row") > bottom))
        if not len(below):
            continue
        _report_outside(below, width, problems)
        last = int(below["_row"][-1])
        for start in range(following, last + 1, CHUNK_ROWS):
            stop = min(start + CHUNK_ROWS, last + 1)
            yield _stretch(below, start, stop, width)
        following = last + 1


def _stretch(frame: pl.DataFrame, start: int, stop: int, width: int) -> pl.DataFrame:
    """Rows `start` to `stop` (not included) of a frame, each number once, `width` columns."""
    rows = frame.filter(pl.col("_row").is_between(start, stop - 1))
    if len(rows) != stop - start:
        numbers = pl.DataFrame({"_row": pl.int_range(start, stop, dtype=pl.Int32, eager=True)})
        rows = numbers.join(rows, on="_row", how="left", maintain_order="left")
    names = [f"c{i}" for i in range(width)]
    have = [pl.col(name) if name in rows.columns else pl.lit(None, pl.String).alias(name) for name in names]
    return rows.select("_row", pl.lit(value=False).alias("_broken"), *have)


def _report_outside(frame: pl.DataFrame, width: int, problems: list[RowProblem]) -> None:
    for column in range(width, frame.width - 1):
        cells = frame.select("_row", f"c{column}").drop_nulls()
        details = {"column": str(column + 1)}
        problems += [
            RowProblem(row, None, cell, Severity.WARNING, "cell_outside_table", details)
            for row, cell in cells.iter_rows()
        ]
