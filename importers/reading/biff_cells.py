"""The cells of one sheet of an old Excel workbook."""

import struct
from collections.abc import Callable

from importers.reading.biff import Globals, Record, records
from importers.reading.biff_text import long_text
from importers.reading.errors import UnreadableFile
from importers.reading.headers import Merge
from importers.reading.numbers import float_text, serial_text
from importers.reading.rows import Row

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST_COLUMNS = 16_384


class Cells:
    """Gathers the cells of the sheet that begins at `offset`; see `rows` and `merges`."""

    def __init__(self, stream: bytes, offset: int, shared: Globals) -> None:
        self.shared = shared
        self.merges: list[Merge] = []
        self._cells: dict[int, dict[int, str]] = {}
        self._waiting: tuple[int, int] | None = None
        self._dates: dict[int, str | None] = {}
        for record in records(stream, offset):
            take = _TAKERS.get(record.kind)
            if take:
                try:
                    take(self, record)
                except (struct.error, IndexError) as error:
                    raise UnreadableFile("file_broken", {"reason": f"xls: {error}"}) from error

    def rows(self) -> list[Row]:
        """The rows that hold cells, numbered from 1."""
        found = []
        for number in sorted(self._cells):
            cells = self._cells[number]
            width = max(cells) + 1
            found.append(Row(number + 1, [cells.get(column) for column in range(width)]))
        return found

    def put(self, row: int, column: int, text: str) -> None:
        """Store a cell."""
        text = text.replace("\0", "")
        if text and column < _MOST_COLUMNS:
            self._cells.setdefault(row, {})[column] = text

    def number(self, row: int, column: int, style: int, value: float) -> None:
        """Store a number, or a date where its style shows one."""
        if style not in self._dates:
            self._dates[style] = self.shared.date_kind(style)
        shows = self._dates[style]
        text = serial_text(repr(value), shows, self.shared.since_1904) if shows else float_text(value)
        self.put(row, column, text)

    def shared_text(self, record: Record) -> None:
        """LABELSST"""
        row, column, _, index = struct.unpack_from("<HHHL", record.data)
        self.put(row, column, self.shared.texts[index] if index < len(self.shared.texts) else "#REF!")

    def label(self, record: Record) -> None:
        """LABEL and RSTRING"""
        row, column = struct.unpack_from("<HH", record.data)
        self.put(row, column, long_text([record.data[6:], *record.parts[1:]], self.shared.codec))

    def old_label(self, record: Record) -> None:
        """LABEL of BIFF2"""
        row, column, length = struct.unpack_from("<HH3xB", record.data)
        self.put(row, column, record.data[8 : 8 + length].decode(self.shared.codec or "gb18030", "replace"))

    def float(self, record: Record) -> None:
        """NUMBER"""
        self.number(*struct.unpack_from("<HHHd", record.data))

    def old_float(self, record: Record) -> None:
        """NUMBER of BIFF2"""
        row, column, value = struct.unpack_from("<HH3xd", record.data)
        self.put(row, column, float_text(value))

    def old_integer(self, record: Record) -> None:
        """INTEGER of BIFF2"""
        row, column, value = struct.unpack_from("<HH3xH", record.data)
        self.put(row, column, str(value))

    def packed(self, record: Record) -> None:
        """RK"""
        row, column, style, value = struct.unpack_from("<HHHL", record.data)
        self.number(row, column, style, _unpacked(value))

    def several_packed(self, record: Record) -> None:
        """MULRK"""
        row, column = struct.unpack_from("<HH", record.data)
        for place in range(4, len(record.data) - 7, 6):
            style, value = struct.unpack_from("<HL", record.data, place)
            self.number(row, column, style, _unpacked(value))
            column += 1

    def truth_or_error(self, record: Record) -> None:
        """BOOLERR"""
        row, column, value, is_error = struct.unpack_from("<HH2xBB", record.data)
        self.put(row, column, _ERRORS.get(value, "#N/A") if is_error else _truth(value))

    def formula(self, record: Record) -> None:
        """FORMULA: its stored result"""
        row, column, style = struct.unpack_from("<HHH", record.data)
        result = record.data[6:14]
        if result[6:8] != b"\xff\xff":
            self.number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._waiting = (row, column)
        elif result[0] in (1, 2):
            self.put(row, column, _truth(result[2]) if result[0] == 1 else _ERRORS.get(result[2], "#N/A"))

    def result_text(self, record: Record) -> None:
        """STRING: the text that the formula before gives"""
        if self._waiting:
            self.put(*self._waiting, long_text(record.parts, self.shared.codec))
            self._waiting = None

    def merged(self, record: Record) -> None:
        """MERGEDCELLS"""
        for place in range(2, len(record.data) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", record.data, place)
            self.merges.append((top + 1, left, bottom + 1, right))


def _unpacked(packed: int) -> float:
    """The number in an RK value: 30 bits of an integer or of a float, perhaps in hundredths."""
    if packed & 2:
        whole = (packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
        value = float(whole)
    else:
        value = struct.unpack("<d", struct.pack("<LL", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _truth(value: int) -> str:
    return "TRUE" if value else "FALSE"


_TAKERS: dict[int, Callable[[Cells, Record], None]] = {
    0x00FD: Cells.shared_text,
    0x0204: Cells.label,
    0x00D6: Cells.label,
    0x0004: Cells.old_label,
    0x0203: Cells.float,
    0x0003: Cells.old_float,
    0x0002: Cells.old_integer,
    0x027E: Cells.packed,
    0x00BD: Cells.several_packed,
    0x0205: Cells.truth_or_error,
    0x0006: Cells.formula,
    0x0206: Cells.formula,
    0x0406: Cells.formula,
    0x0207: Cells.result_text,
    0x00E5: Cells.merged,
}
