"""HTML tables, which many systems export under the name .xls (网页表格)."""

from functools import partial
from html.parser import HTMLParser
from pathlib import Path

from importers.reading.encoding import Encoding
from importers.reading.grid import frames_from, sheet_of
from importers.reading.headers import Merge
from importers.reading.model import Sheet
from importers.reading.rows import Row
from importers.reading.text_blocks import blocks

MOST_SPAN = 1000


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str | None]] = []
        self.merges: list[Merge] = []
        self.covered: dict[tuple[int, int], bool] = {}

    def add_row(self) -> None:
        self.rows.append([])

    def add_cell(self, across: int, down: int) -> None:
        if not self.rows:
            self.add_row()
        number, cells = len(self.rows), self.rows[-1]
        while self.covered.pop((number, len(cells)), False):
            cells.append(None)
        left = len(cells)
        cells.extend([""] + [None] * (across - 1))
        for row in range(number + 1, number + down):
            for column in range(left, left + across):
                self.covered[row, column] = True
        if across > 1 or down > 1:
            self.merges.append((number, left, number + down - 1, left + across - 1))


class _Tables(HTMLParser):
    """Collects every table; text of a table inside a cell belongs to that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.depth = 0
        self.column: int | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(_Table())
        elif self.depth == 1 and tag == "tr":
            self.tables[-1].add_row()
            self.column = None
        elif self.depth == 1 and tag in ("td", "th"):
            given = dict(attrs)
            across, down = _span(given.get("colspan")), _span(given.get("rowspan"))
            self.tables[-1].add_cell(across, down)
            self.column = len(self.tables[-1].rows[-1]) - across
        elif tag in ("br", "p", "div") and self.column is not None:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif tag == "table":
            self.depth = max(0, self.depth - 1)
        if self.depth <= 1 and tag in ("td", "th", "tr", "table"):
            self.column = None

    def handle_data(self, data: str) -> None:
        if self.column is not None and not self.silent:
            self._add(data)

    def _add(self, text: str) -> None:
        cells = self.tables[-1].rows[-1]
        if self.column is not None:
            cells[self.column] = (cells[self.column] or "") + text


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return (
        min(max(int(digits), 1), MOST_SPAN)
        if digits.isascii() and digits.isdigit() and len(digits) < 9
        else 1
    )


def read_html(path: Path, encoding: Encoding, known: frozenset[str], columns: int) -> list[Sheet]:
    """One sheet for every table that holds anything; rows are numbered within their table."""
    parser = _Tables()
    for block in blocks(path, encoding):
        parser.feed(block.decode("utf-8", "replace"))
    parser.close()
    sheets: list[Sheet] = []
    for table in parser.tables:
        rows = [Row(number, [_tidy(cell) for cell in cells]) for number, cells in enumerate(table.rows, 1)]
        name = path.stem if len(parser.tables) == 1 else f"{path.stem} {len(sheets) + 1}"
        sheet = sheet_of(
            len(sheets), name, frames_from(rows), known, columns, merges=partial(list, table.merges)
        )
        if sheet:
            sheets.append(sheet)
    return sheets


def _tidy(cell: str | None) -> str | None:
    """Cell text without the blanks that HTML does not show."""
    if not cell:
        return None
    lines = [" ".join(line.split(" ")).strip(" \t\r") for line in cell.replace("\0", "").split("\n")]
    return "\n".join(filter(None, lines)) or None
