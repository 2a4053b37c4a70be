"""The quick way through the rows of an xlsx sheet: one pattern a row instead of one event a tag.

It takes rows exactly in the form that spreadsheet programs write. Any other row goes, alone, through the
XML parser of `xlsx_rows`, which defines what a row means; a sheet in another form goes there as a whole.
"""

from collections.abc import Iterator, Sequence
from xml.parsers import expat

import polars as pl

from importers.reading.errors import UnreadableFile
from importers.reading.rows import Row, chunk_of
from importers.reading.xlsx_columns import column_text
from importers.reading.xlsx_package import Package, SheetPart
from importers.reading.xlsx_parts import new_parser, pieces
from importers.reading.xlsx_rows import MOST_ROWS, RowReader, rows_of
from importers.reading.xlsx_shapes import WIDEST, Form, Shapes
from importers.reading.xml_text import is_utf8, plain_text

BLOCK = 4 * 1024 * 1024
HEAD = 100
"""Rows of the first frame: finding the header needs no more."""
_OPENING = b"<sheetData>"
_CLOSING = b"</sheetData>"


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
        if end < 6 or (not reader.first and len(data) < BLOCK and _CLOSING not in data):
            rest = data
            continue
        yield from reader.frames(data[:end])
        rest = data[end:]
    if not inside:
        raise _OtherFormError
    if not rest.lstrip().startswith(_CLOSING):
        raise _OtherFormError
    _feed(outside, rest, final=True)


def _must_be_short(start: bytes) -> None:
    if len(start) > BLOCK or b"<row" in start or not is_utf8(start[:200]) or b"\0" in start[:200]:
        raise _OtherFormError


def _feed(parser: expat.XMLParserType, data: bytes, *, final: bool = False) -> None:
    try:
        parser.Parse(data, final)
    except expat.ExpatError as error:
        raise _OtherFormError from error


class _QuickRows:
    """Matches rows one after the other with a pattern for the cells seen so far."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.shapes = Shapes()
        self.number = 0
        self.first = True

    def frames(self, data: bytes) -> Iterator[pl.DataFrame]:
        """Frames of the rows in `data`, which is whole rows."""
        text = plain_text(data)
        if text is None:
            raise _OtherFormError
        form = self.shapes.narrow()
        entities = "&" in text
        position = 0
        matched: list[tuple[str | None, ...]] = []
        while position < len(text):
            row = form.pattern.match(text, position)
            if row and self.number < int(row[1]) <= MOST_ROWS:
                matched.append(row.groups())
                self.number = int(row[1])
                position = row.end()
                if not (self.first and len(matched) > HEAD):
                    continue
                self.first = False
            if matched:
                yield self._frame(form, matched, entities)
                matched = []
            if row is None or self.number != int(row[1]):
                if form is self.shapes.wide:
                    careful, position = self._one(text, position)
                    yield from [_frame([careful])] if careful and careful.cells else []
                form = self.shapes.wide
        if matched:
            yield self._frame(form, matched, entities)

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
        if end < 6 or len(reader.rows) > 1 or reader.widest > WIDEST:
            raise _OtherFormError
        row = reader.rows[0] if reader.rows else None
        if row:
            self.number = row.number
            self.shapes.widen(reader.widest)
        return row, end

    def _frame(self, form: Form, matched: list[tuple[str | None, ...]], entities: bool) -> pl.DataFrame:
        groups = list(zip(*matched, strict=True))
        cells = [pl.Series("_row", [int(number or 0) for number in groups[0]], pl.Int32)]
        place = 1
        for column, kind in enumerate(form.kinds):
            kinds: Sequence[str | None] = [kind] if kind is not None else groups[place]
            place += kind is None
            self.shapes.seen[column].update(given for given in set(kinds) if given is not None)
            texts = column_text(self.package, kinds, groups[place], entities)
            place += 1
            if texts is None:
                raise _OtherFormError
            cells.append(texts.alias(f"c{column}"))
        return pl.DataFrame(cells)
