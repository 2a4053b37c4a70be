"""What reading gives: a workbook of sheets whose cells are all text (读入结果)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from importers.limits import DEFAULT
from importers.reading.errors import UnreadableFile
from schemas.findings import Finding, Severity

CHUNK_ROWS = 65_536
"""Most rows in one chunk."""
CHUNK_CHARACTERS = 16_000_000
"""Most characters in one chunk, so that a chunk stays below about 64 MB whatever it holds."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One remark on how a row is written in the file (行问题), apart from what its values mean.

    `row` is numbered as the spreadsheet numbers it; `column` is the header, None for the whole row.
    """

    row: int
    column: str | None
    value: str
    severity: Severity
    code: str
    details: dict[str, str] = field(default_factory=dict)
    fix: str | None = None
    applied: bool = False


Frames = Callable[[list[RowProblem]], Iterator[pl.DataFrame]]
"""Opens the rows below a header; what is wrong with them is added to the list given."""


class Sheet:
    """One sheet (工作表): its header and, chunk by chunk, its rows as text.

    `header_row` is the last row of the header, as the spreadsheet numbers it (0 where there is none);
    `header_top` the first one; `preamble` holds what stands above it, such as titles, row by row.
    """

    def __init__(
        self,
        index: int,
        name: str,
        headers: list[str],
        frames: Frames,
        *,
        header_row: int = 1,
        header_top: int | None = None,
        preamble: list[tuple[int, str]] | None = None,
        hidden: bool = False,
    ) -> None:
        self.index = index
        self.name = name
        self.headers = headers
        self.header_row = header_row
        self.header_top = header_row if header_top is None else header_top
        self.preamble = preamble or []
        self.hidden = hidden
        self.limits = DEFAULT
        self._frames = frames
        self._problems: list[RowProblem] = []

    def chunks(self) -> Iterator[pl.DataFrame]:
        """The rows below the header, from the first one each time it is called.

        Columns: `_row` (Int32), `_broken` (Boolean: the row cannot be trusted and must be refused), then
        `c0`, `c1`, … (String, one a header; null where empty). At most 65,536 rows a chunk.
        Raises UnreadableFile where the file turns out broken further down, or larger than the limits.
        """
        self._problems = []
        rows = 0
        for chunk in self._frames(self._problems):
            rows += len(chunk)
            self._must_not_exceed(rows)
            yield chunk

    def _must_not_exceed(self, rows: int) -> None:
        if rows > self.limits.rows:
            raise UnreadableFile("too_many_rows", {"limit": str(self.limits.rows)})
        if rows * len(self.headers) > self.limits.cells:
            raise UnreadableFile("too_many_cells", {"limit": str(self.limits.cells)})

    def head(self, rows: int = 1000) -> pl.DataFrame:
        """The first `rows` rows in the form of a chunk, for recognising the columns."""
        kept: list[pl.DataFrame] = []
        for chunk in self._frames([]):
            kept.append(chunk)
            if sum(map(len, kept)) >= rows:
                break
        return pl.concat(kept).head(rows) if kept else empty_chunk(len(self.headers))

    def problems(self) -> list[RowProblem]:
        """What was found wrong with rows by the last `chunks()`; whole once that is exhausted."""
        return self._problems


@dataclass(slots=True)
class Workbook:
    """A file read as text (工作簿): `format` is what it really is, `encoding` that of text files.

    `findings` tell what concerns the whole file: hidden sheets, macros, the encoding, skipped sheets.
    """

    path: Path
    format: str
    encoding: str | None
    sheets: list[Sheet]
    findings: list[Finding] = field(default_factory=list)


def empty_chunk(width: int) -> pl.DataFrame:
    """A chunk of no rows and `width` columns."""
    cells = {f"c{i}": pl.String for i in range(width)}
    return pl.DataFrame(schema={"_row": pl.Int32, "_broken": pl.Boolean, **cells})
