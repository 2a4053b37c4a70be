"""csv, tsv and other separated text (分隔文本): quick where well formed, careful where not."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

from importers.reading.delimited_rows import Layout, frames
from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.headers import HEAD_ROWS, find_header
from importers.reading.model import Sheet
from importers.reading.records import MOST_CHARACTERS, records
from importers.reading.rows import Row
from importers.reading.text_blocks import blocks

SEPARATORS = ",\t;|"
_DECLARED = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)


def read_delimited(path: Path, encoding: Encoding, known: frozenset[str], columns: int) -> Sheet:
    """The one sheet of a separated text file. Raises UnreadableFile where it holds no table."""
    start = next(blocks(path, encoding), b"").decode("utf-8", "replace")[: 4 * MOST_CHARACTERS]
    separator = find_separator(start)
    final = len(start) < 4 * MOST_CHARACTERS
    found = list(islice(records(start, separator, None, final=final), HEAD_ROWS))
    head = [Row(number, record.cells) for number, record in enumerate(found, 1)]
    header = find_header(head, known)
    if not header.texts:
        raise UnreadableFile("no_table")
    if len(header.texts) > columns:
        raise UnreadableFile("too_many_columns", {"columns": str(len(header.texts)), "limit": str(columns)})
    above_data = start[: found[header.bottom - 1].end] if header.bottom else ""
    layout = Layout(path, encoding, separator, header.texts, header.bottom, len(above_data.encode()))
    above = [(row.number, separator.join(map(str, row.cells))) for row in head if row.number < header.top]
    return Sheet(
        0,
        path.stem,
        header.texts,
        lambda problems: frames(layout, problems),
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
