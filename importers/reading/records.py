"""Separated text cut into records with care: quotes that are not closed or not paired lose no line.

RFC 4180 is followed where the text follows it. Where it does not, the record is read in the way that gives
as many fields as the header has, and the caller is told.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_LINES = 200
MOST_CHARACTERS = 65_536
"""A quoted field longer than this is one whose quote was never closed."""

_TRAILING = re.compile(r"\r*\Z")


class Record(NamedTuple):
    """One record: its cells, where it ends in the text, and the code of what was wrong with its quotes."""

    cells: list[str]
    end: int
    fault: str | None = None


def records(text: str, separator: str, width: int | None, *, final: bool) -> Iterator[Record]:
    """The records of `text`, of `width` fields where that is known.

    Unless `final`, it stops early enough for every quote to be looked for as far as it may reach.
    """
    position = 0
    horizon = len(text) if final else len(text) - MOST_CHARACTERS
    while position < horizon or (final and position < len(text)):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        if '"' not in line:
            record = Record(line.rstrip("\r").split(separator), min(end + 1, len(text)))
        else:
            record = _quoted(text, position, end, separator, width)
        yield record
        position = record.end


def _quoted(text: str, start: int, line_end: int, separator: str, width: int | None) -> Record:
    strict = _scan(text, start, separator, lenient=False)
    fits = strict is not None and width in (None, len(strict.cells))
    if strict and (fits or strict.end <= line_end + 1):
        return strict
    line = text[start:line_end].rstrip("\r")
    after = min(line_end + 1, len(text))
    ways = _ways(text, start, line, after, separator)
    for way in ways:
        if len(way.cells) == width:
            return way
    return strict or ways[0]


def _ways(text: str, start: int, line: str, after: int, separator: str) -> list[Record]:
    """Other readings of a record with odd quotes, the likelier ones first."""
    ways = []
    alone = _scan(line, 0, separator, lenient=True)
    if alone:
        ways.append(Record(alone.cells, after, "quote_stray"))
    shut = _scan(line, 0, separator, lenient=True, doubled_closes=True)
    if shut:
        ways.append(Record(shut.cells, after, "quote_stray"))
    several = _scan(text, start, separator, lenient=True)
    if several:
        ways.append(Record(several.cells, several.end, "quote_stray"))
    ways.append(Record([_bare(cell) for cell in line.split(separator)], after, "quote_unclosed"))
    return ways


def _bare(cell: str) -> str:
    """A cell without the quotes around it, if it has both and none inside."""
    inner = cell[1:-1]
    return inner if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner else cell


def _scan(
    text: str, start: int, separator: str, *, lenient: bool, doubled_closes: bool = False
) -> Record | None:
    """One record by the quote rules; None if a quote is not closed or, unless `lenient`, misplaced."""
    cells: list[str] = []
    position = start
    while True:
        if text.startswith('"', position):
            closed = _closing(text, position + 1, separator, lenient, doubled_closes)
            if closed is None:
                return None
            cell, position = closed
        else:
            cell, position = _plain(text, position, separator)
            if '"' in cell and not lenient:
                return None
        cells.append(cell)
        if not text.startswith(separator, position):
            return Record(cells, _next_line(text, position))
        position += 1


def _plain(text: str, start: int, separator: str) -> tuple[str, int]:
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    stop = text.find(separator, start, line_end)
    if stop < 0:
        content = _TRAILING.sub("", text[start:line_end])
        return content, start + len(content)
    return text[start:stop], stop


def _closing(
    text: str, start: int, separator: str, lenient: bool, doubled_closes: bool
) -> tuple[str, int] | None:
    """The content of a quoted field that begins at `start` and where it ends, None if it is not closed."""
    parts: list[str] = []
    begun = position = start
    limit = min(len(text), start + MOST_CHARACTERS)
    while (quote := text.find('"', position, limit)) >= 0:
        following = quote + 1
        if text.startswith('"', following) and not (
            doubled_closes and _ends_field(text, following + 1, separator)
        ):
            parts.append(text[begun:following])
            begun = position = following + 1
        elif doubled_closes and text.startswith('"', following):
            parts.append(text[begun:following])
            return _within(parts, following + 1)
        elif _ends_field(text, following, separator):
            parts.append(text[begun:quote])
            return _within(parts, following)
        elif lenient:
            position = following
        else:
            return None
    return None


def _within(parts: list[str], end: int) -> tuple[str, int] | None:
    content = "".join(parts)
    return (content, end) if content.count("\n") <= MOST_LINES else None


def _ends_field(text: str, position: int, separator: str) -> bool:
    if position >= len(text) or text[position] in (separator, "\n"):
        return True
    return text[position] == "\r" and _TRAILING.match(text, position, _line_end(text, position)) is not None


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _next_line(text: str, position: int) -> int:
    return min(_line_end(text, position) + 1, len(text))
