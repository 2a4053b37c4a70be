"""csv, tsv and other separated text (分隔文本): quick where well formed, careful where not."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from importers.reading import clean_blocks
from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.headers import HEAD_ROWS, find_header
from importers.reading.model import CHUNK_CHARACTERS, CHUNK_ROWS, RowProblem, Sheet
from importers.reading.records import MOST_CHARACTERS, records
from importers.reading.repair import fit
from importers.reading.rows import Row, chunk_of
from importers.reading.text_blocks import LONGEST_RECORD, blocks

SEPARATORS = ",\t;|"
SLICE = 262_144
"""Block bytes that are read carefully at once when a block is not well formed."""
_DECLARED = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Layout:
    path: Path
    encoding: Encoding
    separator: str
    headers: list[str]
    header_row: int


def read_delimited(path: Path, encoding: Encoding, known: frozenset[str], columns: int) -> Sheet:
    """The one sheet of a separated text file. Raises UnreadableFile where it holds no table."""
    start = next(blocks(path, encoding), b"").decode("utf-8", "replace")[: 4 * MOST_CHARACTERS]
    separator = find_separator(start)
    final = len(start) < 4 * MOST_CHARACTERS
    head = [
        Row(number, record.cells)
        for number, record in enumerate(islice(records(start, separator, None, final=final), HEAD_ROWS), 1)
    ]
    header = find_header(head, known)
    if not header.texts:
        raise UnreadableFile("no_table")
    if len(header.texts) > columns:
        raise UnreadableFile("too_many_columns", {"columns": str(len(header.texts)), "limit": str(columns)})
    layout = _Layout(path, encoding, separator, header.texts, header.bottom)
    above = [(row.number, separator.join(map(str, row.cells))) for row in head if row.number < header.top]
    return Sheet(
        0,
        path.stem,
        header.texts,
        lambda problems: _gathered(_frames(layout, problems)),
        header_row=header.bottom,
        header_top=header.top,
        preamble=[(number, text) for number, text in above if text.strip(separator + " ")],
    )


def find_separator(start: str) -> str:
    """The separator that cuts most of the first lines into the same number of fields, more than one."""
    lines = start.split("\n")[:200]
    declared = _DECLARED.match(lines[0])
    if declared:
        return declared[1]
    outside = [re.sub(r'"(?:[^"]|"")*"', "", line) for line in lines if line.strip()]
    best = (0.0, 0, ",")
    for separator in SEPARATORS:
        counts = Counter(line.count(separator) for line in outside)
        usual, times = max(((count, n) for count, n in counts.items() if count), default=(0, 0), key=_second)
        best = max(best, (round(times / max(len(outside), 1), 1), usual, separator), key=lambda b: b[:2])
    return best[2]


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


class _Progress:
    """Where reading stands: the number of the next record, and text not yet read."""

    def __init__(self) -> None:
        self.number = 1
        self.rest = b""


def _frames(layout: _Layout, problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
    progress = _Progress()
    source = blocks(layout.path, layout.encoding)
    block = next(source, None)
    while block is not None:
        following = next(source, None)
        yield from _block(layout, progress, block, following is None, problems)
        block = following


def _block(
    layout: _Layout, progress: _Progress, block: bytes, final: bool, problems: list[RowProblem]
) -> Iterator[pl.DataFrame]:
    data = progress.rest + block
    frame = None if progress.number <= layout.header_row else _quick(layout, progress, data, final)
    if frame is not None:
        yield frame
        return
    position = 0
    while position < len(data):
        end = data.find(b"\n", position + SLICE) + 1 or len(data)
        last = final and end == len(data)
        piece = progress.rest + data[position:end] if position else data[:end]
        quick = _quick(layout, progress, piece, last) if progress.number > layout.header_row else None
        yield quick if quick is not None else _careful(layout, progress, piece, last, problems)
        position = end


def _quick(layout: _Layout, progress: _Progress, data: bytes, final: bool) -> pl.DataFrame | None:
    separator = layout.separator.encode()
    if layout.encoding.clean is False and "\ufffd".encode() in data:
        return None
    whole = data
    if not clean_blocks.is_clean(data, separator):
        end = 0 if final else clean_blocks.whole_records(data)
        whole = data[:end]
        if not end or not clean_blocks.is_clean(whole, separator):
            return None
    frame = clean_blocks.parse(whole, separator, len(layout.headers)) if whole else None
    if frame is None:
        return None
    progress.rest = data[len(whole) :]
    numbers = pl.int_range(progress.number, progress.number + len(frame), dtype=pl.Int32, eager=True)
    progress.number += len(frame)
    return frame.select(
        numbers.alias("_row"), pl.lit(value=False).alias("_broken"), *[pl.col(name) for name in frame.columns]
    )


def _careful(
    layout: _Layout, progress: _Progress, data: bytes, final: bool, problems: list[RowProblem]
) -> pl.DataFrame:
    text = data.decode("utf-8", "replace")
    rows: list[Row] = []
    end = 0
    for record in records(text, layout.separator, len(layout.headers), final=final):
        if progress.number > layout.header_row:
            rows.append(fit(progress.number, record, layout.headers, not layout.encoding.clean, problems))
        progress.number += 1
        end = record.end
    progress.rest = text[end:].encode()
    if len(progress.rest) > LONGEST_RECORD:
        raise UnreadableFile("record_too_long", {"row": str(progress.number), "limit": str(LONGEST_RECORD)})
    return chunk_of(rows, len(layout.headers))


def _gathered(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Small frames joined into chunks, large ones cut."""
    kept: list[pl.DataFrame] = []
    rows = size = 0
    for frame in frames:
        if not len(frame):
            continue
        if kept and (rows + len(frame) > CHUNK_ROWS or size > CHUNK_CHARACTERS):
            yield from _cut(pl.concat(kept))
            kept, rows, size = [], 0, 0
        kept.append(frame)
        rows, size = rows + len(frame), size + int(frame.estimated_size())
    if kept:
        yield from _cut(pl.concat(kept))


def _cut(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from frame.iter_slices(CHUNK_ROWS)
