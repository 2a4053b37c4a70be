"""Which encoding a text file has (编码): BOM, strict UTF-8, UTF-16 by its zeros, GBK, GB18030."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from importers.reading.errors import UnreadableFile

BLOCK = 4 * 1024 * 1024
MOST_ZEROS = 0.05
"""Share of zero bytes beyond which a text is in no encoding we know, but broken UTF-16 or no text."""
_BOMS = (
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32BE", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16LE", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16BE", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding found: `name` for people, the Python `codec`, bytes of the BOM, whether it is clean.

    Where it is not `clean`, some bytes cannot be decoded and become U+FFFD.
    """

    name: str
    codec: str
    skip: int = 0
    clean: bool = True


def detect(path: Path) -> Encoding:
    """The encoding of the text file at `path`, found by trying the whole file, not a sample."""
    with path.open("rb") as file:
        start = file.read(BLOCK)
    for bom, name, codec in _BOMS:
        if start.startswith(bom):
            clean = valid_utf8(path, len(bom)) if codec == "utf-8" else _decodes(path, codec, len(bom))
            return Encoding(name, codec, len(bom), clean)
    wide = _utf16_by_zeros(start)
    if wide:
        return Encoding(
            wide.upper().replace("-", "", 1).replace("UTF16-", "UTF-16"), wide, 0, _decodes(path, wide)
        )
    if start.count(0) > len(start) * MOST_ZEROS:
        raise UnreadableFile("encoding_unknown")
    if valid_utf8(path):
        return Encoding("UTF-8", "utf-8")
    if _mostly_utf8(start):
        return Encoding("UTF-8", "utf-8", clean=False)
    for name in ("GBK", "GB18030"):
        if _decodes(path, name.lower()):
            return Encoding(name, name.lower())
    return _least_damaged(path)


def valid_utf8(path: Path, skip: int = 0) -> bool:
    """Whether all bytes after the first `skip` are valid UTF-8."""
    with path.open("rb") as file:
        file.seek(skip)
        rest = b""
        while block := file.read(BLOCK):
            block = rest + block
            end = _whole_characters(block)
            if not _is_utf8(block[:end]):
                return False
            rest = block[end:]
    return not rest


def _is_utf8(block: bytes) -> bool:
    try:
        pl.Series([block], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _whole_characters(block: bytes) -> int:
    """Where the last character that may be cut off begins; the length if none is."""
    for back in range(1, min(4, len(block)) + 1):
        byte = block[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(block) - back if length > back else len(block)
        if byte < 0x80:
            break
    return len(block)


def _decodes(path: Path, codec: str, skip: int = 0) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    with path.open("rb") as file:
        file.seek(skip)
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _utf16_by_zeros(start: bytes) -> str | None:
    """UTF-16 without BOM: ASCII characters (commas, line ends, digits) leave zeros on one side only."""
    if _is_utf8_with_zeros(start):
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = len(start) / 2 * 0.05
    if odd > enough and odd > 20 * even:
        return "utf-16-le"
    if even > enough and even > 20 * odd:
        return "utf-16-be"
    return None


def _is_utf8_with_zeros(start: bytes) -> bool:
    """Whether it is UTF-8 of more than ASCII once the zeros are gone, which UTF-16 is not by chance."""
    bare = start.replace(b"\0", b"")
    return len(bare) < len(start) and not bare.isascii() and _is_utf8(bare[: _whole_characters(bare)])


def _mostly_utf8(start: bytes) -> bool:
    """Whether this is UTF-8 with a few bytes broken: other encodings hardly ever look like it by chance."""
    text = start.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(start) - len(text)
    return good > 30 * bad


def _least_damaged(path: Path) -> Encoding:
    """UTF-8 or GB18030, whichever leaves fewer bytes undecoded."""
    counts = {codec: _damage(path, codec) for codec in ("utf-8", "gb18030")}
    if counts["utf-8"] < counts["gb18030"]:
        return Encoding("UTF-8", "utf-8", clean=False)
    return Encoding("GB18030", "gb18030", clean=False)


def _damage(path: Path, codec: str) -> int:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    count = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            count += decoder.decode(block).count("\ufffd")
    return count + decoder.decode(b"", final=True).count("\ufffd")
