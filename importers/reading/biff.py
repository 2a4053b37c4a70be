"""The records of old Excel workbooks, BIFF 2 to 8."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from importers.reading.biff_text import Parts, codec_of, long_text, short_text
from importers.reading.errors import UnreadableFile
from importers.reading.xlsx_styles import format_kind

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
_BOFS = (0x0009, 0x0209, 0x0409, BOF)
_BIFF8 = 0x0600
_PASSWORD, _CODE_PAGE, _DATE_MODE, _SHEET, _SST, _FORMAT, _XF = 0x2F, 0x42, 0x22, 0x85, 0xFC, 0x041E, 0xE0


class Record(NamedTuple):
    """One record: its kind, its data and the data of the CONTINUE records after it."""

    kind: int
    parts: list[bytes]

    @property
    def data(self) -> bytes:
        """The data of the record itself."""
        return self.parts[0]


class SheetPlace(NamedTuple):
    """Where a sheet of the stream begins; `kind` 0 is a worksheet."""

    name: str
    offset: int
    hidden: bool
    kind: int


@dataclass(slots=True)
class Globals:
    """What the sheets of a workbook share."""

    codec: str | None = None
    since_1904: bool = False
    sheets: list[SheetPlace] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)

    def date_kind(self, style: int) -> str | None:
        """Whether the style shows a number as "date" or "elapsed"."""
        if style >= len(self.styles):
            return None
        number = self.styles[style]
        return format_kind(str(number), self.formats.get(number))


def records(stream: bytes, offset: int = 0) -> Iterator[Record]:
    """The records from `offset` to the matching EOF, or as far as the stream goes."""
    depth = 0
    size = len(stream)
    while offset + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, offset)
        parts = [stream[offset + 4 : offset + 4 + length]]
        offset += 4 + length
        while offset + 4 <= size and stream[offset] == CONTINUE and stream[offset + 1] == 0:
            length = int.from_bytes(stream[offset + 2 : offset + 4], "little")
            parts.append(stream[offset + 4 : offset + 4 + length])
            offset += 4 + length
        depth += (kind in _BOFS) - (kind == EOF)
        yield Record(kind, parts)
        if kind == EOF and depth <= 0:
            return


def read_globals(stream: bytes) -> Globals:
    """What stands before the sheets. A bare stream without a list of sheets is one sheet itself."""
    shared = Globals()
    for record in records(stream):
        try:
            _take(record, shared)
        except (struct.error, IndexError, LookupError) as error:
            raise UnreadableFile("file_broken", {"reason": f"xls: {error}"}) from error
    if not shared.sheets:
        shared.sheets.append(SheetPlace("Sheet1", 0, hidden=False, kind=0))
    return shared


def _take(record: Record, shared: Globals) -> None:
    data = record.data
    if record.kind in _BOFS:
        version = int.from_bytes(data[:2], "little") if record.kind == BOF else 0
        shared.codec = None if version == _BIFF8 else shared.codec or "gb18030"
    elif record.kind == _PASSWORD:
        raise UnreadableFile("password_protected")
    elif record.kind == _CODE_PAGE and shared.codec:
        shared.codec = codec_of(int.from_bytes(data[:2], "little"))
    elif record.kind == _DATE_MODE:
        shared.since_1904 = data[:1] == b"\1"
    elif record.kind == _SHEET:
        offset, hidden, kind = struct.unpack_from("<LBB", data)
        shared.sheets.append(SheetPlace(short_text(data[6:], shared.codec), offset, bool(hidden & 3), kind))
    elif record.kind == _SST:
        shared.texts = _shared_texts(record)
    elif record.kind == _FORMAT:
        text = long_text([data[2:]], None) if shared.codec is None else short_text(data[2:], shared.codec)
        shared.formats[int.from_bytes(data[:2], "little")] = text
    elif record.kind == _XF:
        shared.styles.append(int.from_bytes(data[2:4], "little"))


def _shared_texts(record: Record) -> list[str]:
    """The shared texts; what comes after a damaged one is missing."""
    parts = Parts(record.parts)
    (count,) = struct.unpack("<4xL", parts.take(8))
    texts: list[str] = []
    while len(texts) < count and not parts.ended():
        texts.append(parts.text())
    return texts
