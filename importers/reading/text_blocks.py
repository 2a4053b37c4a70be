"""A text file as blocks of clean UTF-8, whatever its encoding, in bounded memory."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile, mebibytes

BLOCK = 4 * 1024 * 1024
LONGEST_RECORD = 16 * 1024 * 1024


def blocks(path: Path, encoding: Encoding) -> Iterator[bytes]:
    """Blocks of about 4 MB of UTF-8, each but the last ending at a line end.

    A file whose lines end in CR alone comes with LF instead. Raises UnreadableFile for a line beyond 16 MB.
    """
    as_it_stands = encoding.codec == "utf-8" and encoding.clean
    rest = b""
    only_cr: bool | None = None
    for piece in _raw(path, encoding) if as_it_stands else _decoded(path, encoding):
        if only_cr is None:
            only_cr = b"\r" in piece and b"\n" not in piece
        block = rest + (piece.replace(b"\r", b"\n") if only_cr else piece)
        end = block.rfind(b"\n") + 1
        if end:
            yield block[:end]
        rest = block[end:]
        _bounded(len(rest))
    if rest:
        yield rest


def _bounded(length: int) -> None:
    if length > LONGEST_RECORD:
        raise UnreadableFile("record_too_long", {"row": "?", "limit": str(LONGEST_RECORD)})


def text_of(path: Path, encoding: Encoding, limit: int) -> str:
    """The whole text of a file of at most `limit` bytes; raises UnreadableFile beyond."""
    if path.stat().st_size > limit:
        raise UnreadableFile(
            "unpacked_too_large", {"size": mebibytes(path.stat().st_size), "limit": mebibytes(limit)}
        )
    errors = "strict" if encoding.clean else "replace"
    return path.read_bytes()[encoding.skip :].decode(encoding.codec, errors)


def _raw(path: Path, encoding: Encoding) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(encoding.skip)
        while piece := file.read(BLOCK):
            yield piece


def _decoded(path: Path, encoding: Encoding) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict" if encoding.clean else "replace")
    for piece in _raw(path, encoding):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
