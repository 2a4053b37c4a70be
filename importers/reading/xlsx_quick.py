"""The quick way through the rows of an xlsx sheet: one pattern a row instead of one event a tag.

It takes rows exactly in the form that spreadsheet programs write. Any other row goes, alone, through the
XML parser of `xlsx_rows`, which defines what a row means; a sheet in another form goes there as a whole.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

import polars as pl

from importers.reading.errors import UnreadableFile
from importers.reading.rows import Row, chunk_of
from importers.reading.xlsx_columns import column_text
from importers.reading.xlsx_package import Package, SheetPart
from importers.reading.xlsx_parts import new_parser, pieces
from importers.reading.xlsx_rows import MOST_ROWS, RowReader, rows_of
from importers.reading.xml_text import is_utf8, plain_text

WIDEST = 300
"""Columns a pattern is made for; wider sheets go through the parser."""
BLOCK = 4 * 1024 * 1024
_OPENING = b"<sheetData>"
_CLOSING = b"</sheetData>"
_CELL = (
    r'(?:<c r="{letters}\d++"((?: s="\d++")?(?: t="\w++")?)(?:/>|>(?:<f>[^<]*+</f>)?'
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*+)(?:</v>|</t></is>))?</c>))?'
)


def frames_of(package: Package, sheet: SheetPart) -> Iterator[pl.DataFrame]:
    """Frames of `_row` and `c0` … in the order of the sheet; rows without cells may be left out."""
    last = 0
    try:
        for frame in _quick(package, sheet):
            yield frame
            last = frame["_row"][-1]
    except _OtherFormError:
        yield from _careful(package, sheet, last)


class _OtherFormError(Exception):
    """The sheet is not written in the usual form."""


def _careful(package: Package, sheet: SheetPart, after: int) -> Iterator[pl.DataFrame]:
    gathered: list[Row] = []
    cells = 0
    for row in rows_of(package, sheet):
        if row.number > after and row.cells:
            gathered.append(row)
            cells += len(row.cells)
        if cells > 200_000:
            yield _frame(gathered)
            gathered, cells = [], 0
    if gathered:
        yield _frame(gathered)


def _frame(rows: list[Row]) -> pl.DataFrame:
    return chunk_of(rows, max(len(row.cells) for row in rows)).drop("_broken")


def _quick(package: Package, sheet: SheetPart) -> Iterator[pl.DataFrame]:
    outside = new_parser()
    reader = _QuickRows(package)
    rest = b""
    inside = False
    for piece in pieces(package.archive, sheet.part):
        data = rest + piece
        if not inside:
            begin = data.find(_OPENING)
            if begin < 0:
                rest = data
                _must_be_short(rest)
                continue
            _feed(outside, data[: begin + len(_OPENING)])
            data, inside = data[begin + len(_OPENING) :], True
        end = data.rfind(b"</row>") + 6
        if end < 6 or (len(data) < BLOCK and _CLOSING not in data):
            rest = data
            continue
        yield from reader.frames(data[:end])
        rest = data[end:]
    if not inside:
        raise _OtherFormError
    if not rest.lstrip().startswith(_CLOSING):
        raise _OtherFormError
    _feed(outside, rest)


def _must_be_short(start: bytes) -> None:
    if len(start) > BLOCK or b"<row" in start or not is_utf8(start[:200]) or b"\0" in start[:200]:
        raise _OtherFormError


def _feed(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, False)
    except expat.ExpatError as error:
        raise _OtherFormError from error


class _QuickRows:
    """Matches rows one after the other with a pattern for as many columns as were seen."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.width = 0
        self.pattern = _pattern(0)
        self.number = 0

    def frames(self, data: bytes) -> Iterator[pl.DataFrame]:
        text = plain_text(data)
        if text is None:
            raise _OtherFormError
        position = 0
        matched: list[tuple[str | None, ...]] = []
        while position < len(text):
            row = self.pattern.match(text, position)
            if row and self.number < int(row[1]) <= MOST_ROWS:
                matched.append(row.groups())
                self.number = int(row[1])
                position = row.end()
                continue
            if matched:
                yield self._frame(matched)
                matched = []
            careful, position = self._one(text, position)
            if careful and careful.cells:
                yield _frame([careful])
        if matched:
            yield self._frame(matched)

    def _one(self, text: str, position: int) -> tuple[Row | None, int]:
        """One row by the XML parser; the pattern grows to its width."""
        end = text.find("</row>", position) + 6
        short = text.find("/>", position, text.find(">", position) + 1) + 2
        end = short if short > 1 else end
        reader = RowReader(self.package, self.number)
        try:
            reader.parser.Parse("<rows>" + text[position:end] + "</rows>", True)
        except (expat.ExpatError, UnreadableFile) as error:
            raise _OtherFormError from error
        if end < 6 or len(reader.rows) > 1:
            raise _OtherFormError
        row = reader.rows[0] if reader.rows else None
        if row:
            self.number = row.number
            self._widen(max(len(row.cells), reader.widest))
        return row, end

    def _widen(self, width: int) -> None:
        if width > WIDEST:
            raise _OtherFormError
        if width > self.width:
            self.width, self.pattern = width, _pattern(width)

    def _frame(self, matched: list[tuple[str | None, ...]]) -> pl.DataFrame:
        columns = list(zip(*matched, strict=True))
        numbers = pl.Series("_row", list(map(int, columns[0])), pl.Int32)  # type: ignore[arg-type] # group 1 is never None
        cells = [
            column_text(self.package, columns[2 * i + 1], columns[2 * i + 2]).alias(f"c{i}")
            for i in range(self.width)
        ]
        return pl.DataFrame([numbers, *cells])


def _pattern(width: int) -> re.Pattern[str]:
    cells = "".join(_CELL.format(letters=_letters(column)) for column in range(width))
    return re.compile(rf'\s*<row r="(\d{{1,7}})"[^>/]*+(?:/>|>{cells}</row>)\s*', re.ASCII)


def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
