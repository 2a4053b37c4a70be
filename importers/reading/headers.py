"""Finding the header (表头) of a grid: below titles and blank rows, in one row or two."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from importers.reading.rows import Row

HEAD_ROWS = 60
"""How many rows of a grid are looked at for its header."""
LONGEST_HEADER = 40
MOST_SPREAD = 50
"""Columns a merged header cell may cover; wider ones are titles."""

_NUMBERLIKE = re.compile(
    r"(?=.*\d)[-+(]?[\d.,:/\-年月日号%¥￥ T]+\)?"  # numbers, dates, times, amounts
    r"|(?:ZL|CN|US|WO|EP)?\.?\s*\d{6,}[\dXx.]*[A-Z]?\d?"  # patent numbers
    r"|[0-9A-HJ-NP-RTUWXY]{18}",  # credit codes
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^：:]{1,12}[：:]\s*\S")
_BREAKS = re.compile(r"\s*[\r\n\v\f\u2028]+\s*")
_ASCII_BREAK = re.compile(r"(?<=[A-Za-z0-9,.)])\s*[\r\n]+\s*(?=[A-Za-z0-9(])")

Merge = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column; rows as numbered, columns from 0."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its first and last row (0, 0 where there is none) and its texts."""

    top: int
    bottom: int
    texts: list[str]


def normalise(text: str) -> str:
    """`text` as header words are compared: NFKC, without any blank, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def find_header(rows: Sequence[Row], known: frozenset[str], merges: Sequence[Merge] = ()) -> Header:
    """The header among the first `rows` of a grid; `known` are header words, normalised.

    Words known decide first; else the first row wide enough whose cells look like names, not values.
    """
    filled = [(row.number, _trimmed(row.cells)) for row in rows[:HEAD_ROWS] if any(_trimmed(row.cells))]
    if not filled:
        return Header(0, 0, [])
    at = _best(filled, known)
    if at is None:
        return Header(0, 0, [""] * max(len(cells) for _, cells in filled))
    for upper in (at - 1, at):
        if 0 <= upper < len(filled) - 1:
            joined = _joined(filled[upper], filled[upper + 1], known, merges)
            if joined:
                return Header(filled[upper][0], filled[upper + 1][0], unique(joined))
    row, cells = filled[at]
    return Header(row, row, unique([one_line(cell) for cell in _spread(row, cells, merges)]))


def unique(texts: Sequence[str]) -> list[str]:
    """`texts` with repeats told apart as “名称 (2)”; empty ones stay empty."""
    taken = set(texts)
    seen: set[str] = set()
    result = []
    for text in texts:
        name, count = text, 2
        while (name and name in seen) or (name != text and name in taken):
            name, count = f"{text} ({count})", count + 1
        seen.add(name)
        result.append(name)
    return result


def one_line(text: str) -> str:
    """A header cell on one line: breaks inside it go, or become a blank between Latin words."""
    return _BREAKS.sub("", _ASCII_BREAK.sub(" ", text.replace("\0", ""))).strip("\ufeff \t\u00a0\u3000")


def _trimmed(cells: Sequence[str | None]) -> list[str]:
    texts = ["" if cell is None or cell.isspace() else cell for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _best(filled: list[tuple[int, list[str]]], known: frozenset[str]) -> int | None:
    hits = [sum(normalise(cell) in known for cell in cells if cell) for _, cells in filled]
    if known and max(hits) >= min(2, max(len(cells) for _, cells in filled)):
        return hits.index(max(hits))
    widths = [sum(map(bool, cells)) for _, cells in filled]
    for at, (_, cells) in enumerate(filled):
        rest = widths[at + 1 :] or [widths[at]]
        if widths[at] * 2 >= max(rest) and (widths[at] > 1 or max(rest) == 1) and _looks_like_names(cells):
            return at
    return None


def _looks_like_names(cells: list[str]) -> bool:
    texts = [cell.strip() for cell in cells if cell]
    names = sum(_is_name(text) for text in texts)
    return names >= 0.8 * len(texts) and len(set(texts)) >= 0.7 * len(texts)


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_HEADER and not _NUMBERLIKE.fullmatch(text) and not _LABELLED.match(text)


def _joined(
    upper: tuple[int, list[str]],
    lower: tuple[int, list[str]],
    known: frozenset[str],
    merges: Sequence[Merge],
) -> list[str] | None:
    """The texts of a two-row header, None where the two rows are not one."""
    width = max(len(upper[1]), len(lower[1]))
    high = upper[1] + [""] * (width - len(upper[1]))
    low = lower[1] + [""] * (width - len(lower[1]))
    gaps = [i for i in range(width) if not high[i] and low[i]]
    names = [cell for cell in low if cell]
    if lower[0] != upper[0] + 1 or not gaps or sum(map(bool, high)) < 2 or not all(map(_is_name, names)):
        return None
    owners = {gap: max((i for i in range(gap) if high[i]), default=-1) for gap in gaps}
    merged = any(top <= upper[0] <= bottom and right > left for top, left, bottom, right in merges)
    if not (merged or _stands_under(high, low, owners) or sum(normalise(n) in known for n in names) >= 2):
        return None
    spread = [high[owners[i]] if i in owners and owners[i] >= 0 else high[i] for i in range(width)]
    return [_join(spread[i], low[i]) for i in range(width)]


def _spread(row: int, cells: list[str], merges: Sequence[Merge]) -> list[str]:
    """The cells of a row, each merged one repeated over all columns it covers."""
    result = list(cells)
    for top, left, bottom, right in merges:
        if top <= row <= bottom and left < len(cells) and right - left < MOST_SPREAD:
            result += [""] * (right + 1 - len(result))
            for column in range(left, right + 1):
                result[column] = result[column] or cells[left]
    return result


def _stands_under(high: list[str], low: list[str], owners: dict[int, int]) -> bool:
    """Whether the lower row only divides cells of the upper one, leaving at least one undivided."""
    divided = {*owners, *owners.values()}
    undivided = [i for i, text in enumerate(high) if text and not low[i]]
    return -1 not in divided and bool(undivided) and all(i in divided for i, text in enumerate(low) if text)


def _join(upper: str, lower: str) -> str:
    parts = [one_line(part) for part in (upper, lower) if part]
    return parts[0] if len(parts) == 2 and parts[0] == parts[1] else "/".join(parts)
