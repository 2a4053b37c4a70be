"""Texts in BIFF records (old Excel), which may be cut anywhere by a CONTINUE record."""

import struct
from collections.abc import Sequence


class Parts:
    """The data of a record and of the CONTINUE records after it, read from front to back."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 0

    def ended(self) -> bool:
        """Whether nothing is left."""
        self._forward()
        return self._part >= len(self._parts)

    def take(self, count: int) -> bytes:
        """The next `count` bytes; fewer at the end."""
        taken = b""
        while count and not self.ended():
            piece = self._parts[self._part][self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            taken += piece
        return taken

    def text(self) -> str:
        """The next Unicode text with its formatting runs and phonetic data stepped over."""
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<L", self.take(4))[0] if flags & 4 else 0
        text = self._characters(length, wide=bool(flags & 1))
        self.take(runs * 4 + extra)
        return text

    def _characters(self, count: int, *, wide: bool) -> str:
        """`count` characters; a new part begins by saying anew whether they are wide."""
        texts = []
        while count:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
                if self._part >= len(self._parts):
                    break
                wide = bool(self.take(1)[:1] == b"\1")
            size = 2 if wide else 1
            piece = self._parts[self._part][self._at : self._at + count * size]
            self._at += len(piece) or 1
            texts.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= max(1, (len(piece) + size - 1) // size)
        return "".join(texts)

    def _forward(self) -> None:
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0


def short_text(data: bytes, codec: str | None) -> str:
    """A text with one byte of length, as sheet names have; `codec` is None for Unicode (BIFF8)."""
    if codec:
        return data[1 : 1 + data[0]].decode(codec, "replace")
    wide = data[1] & 1
    return data[2 : 2 + data[0] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def long_text(parts: Sequence[bytes], codec: str | None) -> str:
    """A text with two bytes of length; `codec` is None for Unicode (BIFF8)."""
    if codec is None:
        return Parts(parts).text()
    data = parts[0]
    return data[2 : 2 + int.from_bytes(data[:2], "little")].decode(codec, "replace")


def codec_of(page: int) -> str:
    """The codec of a Windows code page as BIFF 2 to 5 name it; Chinese where it is not known."""
    known = {1252: "cp1252", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8", 1200: "utf-16-le"}
    return known.get(page, "gb18030")
