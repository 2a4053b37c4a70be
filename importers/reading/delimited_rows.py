"""The rows of separated text: well-formed stretches quickly, the rest with care, in order."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from importers.reading import clean_blocks
from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.model import CHUNK_CHARACTERS, CHUNK_ROWS, RowProblem
from importers.reading.records import Record, records
from importers.reading.repair import fit
from importers.reading.rows import chunk_of
from importers.reading.text_blocks import LONGEST_RECORD, blocks

SLICE = 262_144
"""Bytes read carefully at once where a block is not well formed."""
AHEAD = 3
"""Well-formed blocks parsed ahead of the one that is being used."""
_REPLACED = "\ufffd".encode()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a separated text is laid out: encoding, separator, header, the row and the byte the header ends at.

    The byte is counted in the UTF-8 that `blocks` gives.
    """

    path: Path
    encoding: Encoding
    separator: str
    headers: list[str]
    header_row: int
    header_end: int


@dataclass(slots=True)
class _Piece:
    """A stretch of whole records: being parsed quickly, or already cut into records with care."""

    data: bytes = b""
    frame: Future[pl.DataFrame | None] | None = None
    records: list[Record] | None = None


def frames(layout: Layout, problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
    """The rows below the header as chunks; what is wrong with rows goes to `problems`."""
    return _gathered(_numbered(layout, problems))


def _numbered(layout: Layout, problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
    number = layout.header_row + 1
    for found in _parsed(layout):
        if isinstance(found, pl.DataFrame):
            yield _with_numbers(found, number)
        else:
            rows = [
                fit(row, record, layout.headers, not layout.encoding.clean, problems)
                for row, record in enumerate(found, number)
            ]
            yield chunk_of(rows, len(layout.headers))
        number += len(found)


def _with_numbers(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    numbers = pl.int_range(number, number + len(frame), dtype=pl.Int32, eager=True)
    return frame.select(numbers.alias("_row"), pl.lit(value=False).alias("_broken"), pl.all())


def _parsed(layout: Layout) -> Iterator[pl.DataFrame | list[Record]]:
    """Frames and careful records in the order of the file, a few blocks parsed ahead."""
    waiting: deque[_Piece] = deque()
    with ThreadPoolExecutor(2, "csv") as workers:
        for piece in _pieces(layout, workers):
            waiting.append(piece)
            while len(waiting) > AHEAD:
                yield from _result(layout, waiting.popleft())
        while waiting:
            yield from _result(layout, waiting.popleft())


def _result(layout: Layout, piece: _Piece) -> Iterator[pl.DataFrame | list[Record]]:
    if piece.records is not None:
        yield piece.records
        return
    frame = piece.frame.result() if piece.frame else None
    if frame is not None:
        yield frame
        return
    for part in _halves(piece.data):
        quick = clean_blocks.parse(part, layout.separator.encode(), len(layout.headers))
        yield quick if quick is not None else _records(layout, part, final=True)


def _halves(data: bytes) -> Iterator[bytes]:
    """Well-formed data cut at record ends into parts of about `SLICE` bytes."""
    position = 0
    while position < len(data):
        end = data.find(b"\n", position + SLICE) + 1 or len(data)
        while end < len(data) and data.count(b'"', position, end) % 2:
            end = data.find(b"\n", end) + 1 or len(data)
        yield data[position:end]
        position = end


def _pieces(layout: Layout, workers: ThreadPoolExecutor) -> Iterator[_Piece]:
    rest = b""
    source = blocks(layout.path, layout.encoding)
    block: bytes | None = next(source, b"")[layout.header_end :]
    following = next(source, None)
    while block is not None:
        data = rest + block if rest else block
        piece, rest = _quick(layout, workers, data, following is None)
        if piece:
            yield piece
        else:
            rest = yield from _slices(layout, workers, data, following is None)
        if len(rest) > LONGEST_RECORD:
            raise UnreadableFile("record_too_long", {"row": "?", "limit": str(LONGEST_RECORD)})
        block, following = following, next(source, None)


def _slices(
    layout: Layout, workers: ThreadPoolExecutor, data: bytes, final: bool
) -> Generator[_Piece, None, bytes]:
    """Data that is not well formed as a whole, in slices of which most may be. Returns what is left over."""
    rest = b""
    position = 0
    while position < len(data):
        end = data.find(b"\n", position + SLICE) + 1 or len(data)
        part, last = rest + data[position:end], final and end == len(data)
        piece, rest = _quick(layout, workers, part, last)
        if piece is None:
            found = _records(layout, part, final=last)
            text = part.decode("utf-8", "replace")
            rest = text[found[-1].end :].encode() if found else part
            piece = _Piece(records=found)
        yield piece
        position = end
    return rest


def _quick(
    layout: Layout, workers: ThreadPoolExecutor, data: bytes, final: bool
) -> tuple[_Piece | None, bytes]:
    """The well-formed part of `data`, being parsed, and what is left; None if there is no such part."""
    separator = layout.separator.encode()
    if not layout.encoding.clean and _REPLACED in data:
        return None, data
    whole = data
    if not clean_blocks.is_clean(data, separator):
        whole = b"" if final else data[: clean_blocks.whole_records(data)]
        if not whole or not clean_blocks.is_clean(whole, separator):
            return None, data
    job = workers.submit(clean_blocks.parse, whole, separator, len(layout.headers))
    return _Piece(whole, job), data[len(whole) :]


def _records(layout: Layout, data: bytes, *, final: bool) -> list[Record]:
    text = data.decode("utf-8", "replace")
    return list(records(text, layout.separator, len(layout.headers), final=final))


def _gathered(parts: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Small frames joined into chunks, large ones cut."""
    kept: list[pl.DataFrame] = []
    rows = size = 0
    for frame in parts:
        if not len(frame):
            continue
        if kept and (rows + len(frame) > CHUNK_ROWS or size > CHUNK_CHARACTERS):
            yield from pl.concat(kept).iter_slices(CHUNK_ROWS)
            kept, rows, size = [], 0, 0
        kept.append(frame)
        rows, size = rows + len(frame), size + int(frame.estimated_size())
    if kept:
        yield from pl.concat(kept).iter_slices(CHUNK_ROWS)
