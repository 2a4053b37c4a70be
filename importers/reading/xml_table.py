"""Excel 2003 XML workbooks (XML 表格), which some systems export under the name .xls."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.parsers import expat

from importers.limits import Limits
from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.grid import frames_from, sheet_of
from importers.reading.headers import Merge
from importers.reading.model import Sheet
from importers.reading.numbers import number_text
from importers.reading.rows import Row
from importers.reading.text_blocks import blocks
from importers.reading.xlsx_parts import local, new_parser
from importers.reading.xlsx_rows import MOST_COLUMNS, MOST_ROWS, iso_text


class _Sheets:
    """Handlers that gather the sheets, their rows and merged cells."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[Row], list[Merge]]] = []
        self.number = 0
        self.column = 0
        self.cells: dict[int, str] = {}
        self.kind = "String"
        self.text: list[str] | None = None

    def start(self, name: str, attrs: dict[str, str]) -> None:
        given = {local(key): value for key, value in attrs.items()}
        opened: dict[str, Callable[[dict[str, str]], None]] = {
            "Worksheet": self._sheet,
            "Row": self._row,
            "Cell": self._cell,
            "Data": self._data,
        }
        if local(name) in opened and (self.sheets or local(name) == "Worksheet"):
            opened[local(name)](given)

    def end(self, name: str) -> None:
        word = local(name)
        if word == "Data" and self.text is not None:
            text = _value(self.kind, "".join(self.text))
            self.cells.update({self.column: text} if text else {})
            self.text = None
        elif word == "Row" and self.cells:
            width = max(self.cells) + 1
            self.sheets[-1][1].append(Row(self.number, [self.cells.get(place) for place in range(width)]))

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _sheet(self, given: dict[str, str]) -> None:
        self.sheets.append((given.get("Name", ""), [], []))
        self.number = 0

    def _row(self, given: dict[str, str]) -> None:
        self.number = max(self.number + 1, _count(given.get("Index"), MOST_ROWS))
        self.column, self.cells = -1, {}

    def _cell(self, given: dict[str, str]) -> None:
        self.column = max(self.column + 1, _count(given.get("Index"), MOST_COLUMNS) - 1)
        across, down = (
            _count(given.get("MergeAcross"), MOST_COLUMNS),
            _count(given.get("MergeDown"), MOST_ROWS),
        )
        if across or down:
            merge = (self.number, self.column, self.number + down, self.column + across)
            self.sheets[-1][2].append(merge)

    def _data(self, given: dict[str, str]) -> None:
        self.kind = given.get("Type", "String")
        self.text = []


def _count(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _value(kind: str, text: str) -> str:
    if kind == "Number":
        return number_text(text.strip())
    if kind == "DateTime":
        return iso_text(text.removesuffix(".000"))
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "Boolean" else text


def read_xml(path: Path, encoding: Encoding, known: frozenset[str], limits: Limits) -> list[Sheet]:
    """The sheets of an Excel 2003 XML workbook. Raises UnreadableFile for any other XML."""
    found = _Sheets()
    parser = new_parser("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.data
    try:
        for block in blocks(path, encoding):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFile("file_broken", {"reason": f"XML: {error}"}) from error
    if not found.sheets:
        save = {"action_zh": "从来源系统导出 Excel 或 csv 格式", "action_en": "export it as Excel or csv"}
        raise UnreadableFile("format_refused", {"format": "XML", **save})
    sheets = [
        sheet_of(index, name, frames_from(rows), known, limits.columns, merges=partial(list, merges))
        for index, (name, rows, merges) in enumerate(found.sheets)
    ]
    return [sheet for sheet in sheets if sheet]
