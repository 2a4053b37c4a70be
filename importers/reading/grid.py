"""A sheet made from a grid of rows whose header is yet to be found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from importers.reading.errors import UnreadableFile
from importers.reading.headers import HEAD_ROWS, Merge, find_header
from importers.reading.model import RowProblem, Sheet
from importers.reading.rows import Row, chunks_of
from schemas.findings import Severity

Rows = Callable[[], Iterable[Row]]


def sheet_of(
    index: int,
    name: str,
    rows: Rows,
    known: frozenset[str],
    columns: int,
    *,
    merges: Callable[[], Sequence[Merge]] = tuple,
    hidden: bool = False,
) -> Sheet | None:
    """The sheet over `rows`, None where they are all empty. Raises UnreadableFile beyond `columns`."""
    head = list(islice((row for row in rows() if any(row.cells)), HEAD_ROWS))
    header = find_header(head, known, merges())
    if not header.texts:
        return None
    widest = max(len(row.cells) for row in head)
    headers = header.texts + [""] * (widest - len(header.texts))
    while (
        headers
        and not headers[-1]
        and all(len(r.cells) < len(headers) or not r.cells[len(headers) - 1] for r in head)
    ):
        headers.pop()
    if len(headers) > columns:
        raise UnreadableFile("too_many_columns", {"columns": str(len(headers)), "limit": str(columns)})
    above = [(row.number, " ".join(filter(None, row.cells))) for row in head if row.number < header.top]
    return Sheet(
        index,
        name,
        headers,
        lambda problems: chunks_of(_below(rows(), header.bottom, len(headers), problems), len(headers)),
        header_row=header.bottom,
        header_top=header.top,
        preamble=above,
        hidden=hidden,
    )


def _below(rows: Iterable[Row], bottom: int, width: int, problems: list[RowProblem]) -> Iterator[Row]:
    """The rows below the header, blank ones between them included, cells outside the table reported."""
    expected = bottom + 1
    for row in rows:
        if row.number <= bottom:
            continue
        for number in range(expected, row.number):
            yield Row(number, [])
        expected = row.number + 1
        for column, cell in enumerate(row.cells[width:], width + 1):
            if cell:
                details = {"column": str(column)}
                problems.append(
                    RowProblem(row.number, None, cell, Severity.WARNING, "cell_outside_table", details)
                )
        yield row
