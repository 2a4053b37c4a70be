"""The rows of an xlsx sheet, by a conforming XML parser: the definition the quick way must agree with."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from importers.reading.headers import Merge
from importers.reading.numbers import number_text, serial_text
from importers.reading.rows import Row
from importers.reading.xlsx_package import Package, SheetPart
from importers.reading.xlsx_parts import local, new_parser, pieces, steps
from importers.reading.xml_text import unescape

MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
PIECE_OVERLAP = 1024
_PLACE = re.compile(r"\s*[0-9]{1,9}\s*")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Za-z0-9:$]+)[\"']")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def rows_of(package: Package, sheet: SheetPart) -> Iterator[Row]:
    """The rows that hold cells, numbered as the sheet numbers them. Raises UnreadableFile."""
    reader = RowReader(package)
    for _ in steps(package.archive, sheet.part, reader.parser):
        yield from reader.rows
        reader.rows.clear()


def merges_of(package: Package, sheet: SheetPart) -> list[Merge]:
    """The merged ranges of a sheet."""
    tail = b""
    for piece in pieces(package.archive, sheet.part):
        tail += piece
        begin = tail.rfind(b"sheetData>")
        tail = tail[begin:] if begin >= 0 else tail[-PIECE_OVERLAP:] if b"ergeCell" not in tail else tail
    found = []
    for reference in _MERGE.findall(tail):
        first, _, last = reference.decode().partition(":")
        begin_at, end_at = place(first), place(last or first)
        if begin_at and end_at:
            found.append((*begin_at, *end_at))
    return found


def place(reference: str) -> tuple[int, int] | None:
    """Row (from 1) and column (from 0) of a reference such as “AB12”; None if it is none."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]), column_of(match[1])) if match else None


def _is_row(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 8 and int(given) <= MOST_ROWS


def column_of(letters: str) -> int:
    """The column of “A”, “AB” …, from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class RowReader:
    """Handlers of one sheet: gathers the rows that are complete."""

    def __init__(self, package: Package, number: int = 0) -> None:
        self.package = package
        self.rows: list[Row] = []
        self.number = number
        self.widest = 0
        self.cells: list[str | None] = []
        self.column = -1
        self.kind = ""
        self.style = 0
        self.value: list[str] = []
        self.keep = False
        self.phonetic = False
        self.parser: expat.XMLParserType = new_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """A tag opens."""
        word = local(name)
        if word == "row":
            given = attrs.get("r", "")
            following = self.number + 1
            self.number = int(given) if _is_row(given) and int(given) >= following else following
            self.cells, self.column = [], -1
        elif word == "c":
            found = place(attrs.get("r", ""))
            self.column = found[1] if found and found[1] < MOST_COLUMNS else self.column + 1
            self.widest = max(self.widest, self.column + 1)
            self.kind = attrs.get("t", "n")
            style = attrs.get("s", "0")
            self.style = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
            self.value = []
        elif word == "rPh":
            self.phonetic = True
        self.keep = word in ("v", "t") and not self.phonetic

    def end(self, name: str) -> None:
        """A tag closes."""
        self.keep = False
        word = local(name)
        if word == "c":
            self.put("".join(self.value))
        elif word == "rPh":
            self.phonetic = False
        elif word == "row":
            self.rows.append(Row(self.number, self.cells))

    def data(self, text: str) -> None:
        """Text, in as many parts as the parser likes."""
        if self.keep:
            self.value.append(text)

    def put(self, written: str) -> None:
        """Store the cell just read."""
        if not written:
            return
        missing = self.column + 1 - len(self.cells)
        if missing > 0:
            self.cells.extend([None] * missing)
        self.cells[self.column] = cell_text(self.package, self.kind, self.style, written)


def cell_text(package: Package, kind: str, style: int, written: str) -> str | None:
    """The text of a cell from its type, style and what is written in it."""
    if kind == "s":
        index = int(written) if _PLACE.fullmatch(written) else -1
        text = package.text(index)
        return "#REF!" if text is None else text or None
    if kind in ("str", "inlineStr"):
        return unescape(written)
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(written, written)
    if kind == "d":
        return iso_text(written)
    if kind == "e":
        return written
    shows = package.date_styles.get(style)
    written = written.strip()
    return serial_text(written, shows, package.since_1904) if shows else number_text(written)


def iso_text(written: str) -> str:
    """A moment such as 2017-07-12T08:30:00 with a blank for the T, and without a time at midnight."""
    day, _, clock = written.partition("T")
    clock = clock.rstrip("Z")
    return day if not clock.strip("0:.") else f"{day} {clock}"
