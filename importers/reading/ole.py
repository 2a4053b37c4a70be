"""Streams of an OLE compound file (复合文档), the container of old Office documents."""

import struct

from importers.reading.errors import UnreadableFile

_END = 0xFFFFFFFA
"""Sector numbers from here on mark ends and free space."""
_HEADER = struct.Struct("<8s16x2x2xHHH6xLLL4xLLLLL")
_ENTRY = struct.Struct("<64sHB49xLQ")


class Container:
    """A compound file held in memory. Raises UnreadableFile where its tables make no sense."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512:
            raise _broken("header")
        (_, order, shift, mini_shift, _, _, directory, cutoff, mini_fat, _, difat, _) = _HEADER.unpack(
            content[: _HEADER.size]
        )
        if order != 0xFFFE or shift not in (9, 12) or mini_shift != 6:
            raise _broken("header")
        self._content = content
        self._size = 1 << shift
        self._table = self._sector_table(difat)
        self._cutoff = cutoff
        self._entries = self._directory(self._chain(directory))
        self._mini_table = _longs(self._chain(mini_fat)) if mini_fat < _END else ()
        root = next(((start, size) for kind, start, size in self._entries.values() if kind == 5), None)
        self._mini = self._chain(root[0])[: root[1]] if root and root[0] < _END else b""

    def names(self) -> set[str]:
        """The names of all streams and folders."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        _, start, size = self._entries[name]
        if start >= _END:
            return b""
        if size < self._cutoff:
            return _follow(self._mini, self._mini_table, start, 64, 0)[:size]
        return self._chain(start)[:size]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._content[begin : begin + self._size]

    def _sector_table(self, difat: int) -> tuple[int, ...]:
        """The table that says which sector follows which."""
        numbers = list(struct.unpack("<109L", self._content[76:512]))
        per_sector = self._size // 4
        for _ in range(len(self._content) // self._size + 1):
            if difat >= _END:
                break
            found = _longs(self._sector(difat))
            if len(found) < per_sector:
                raise _broken("allocation table")
            numbers += found[:-1]
            difat = found[-1]
        return _longs(b"".join(self._sector(number) for number in numbers if number < _END))

    def _chain(self, start: int) -> bytes:
        return _follow(self._content, self._table, start, self._size, self._size)

    def _directory(self, listing: bytes) -> dict[str, tuple[int, int, int]]:
        entries: dict[str, tuple[int, int, int]] = {}
        for place in range(0, len(listing) - 127, 128):
            name, length, kind, start, size = _ENTRY.unpack(listing[place : place + _ENTRY.size])
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind in (1, 2, 5):
                entries.setdefault(text, (kind, start, size & 0xFFFFFFFF))
        return entries


def _follow(content: bytes, table: tuple[int, ...], start: int, size: int, offset: int) -> bytes:
    """The sectors of a chain, joined; a chain that bites its tail is broken."""
    parts: list[bytes] = []
    number = start
    while number < _END:
        if number >= len(table) or len(parts) > len(table):
            raise _broken("sector chain")
        begin = number * size + offset
        parts.append(content[begin : begin + size])
        number = table[number]
    return b"".join(parts)


def _longs(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])


def _broken(what: str) -> UnreadableFile:
    return UnreadableFile("file_broken", {"reason": f"OLE: {what}"})
