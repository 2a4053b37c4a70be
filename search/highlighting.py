"""Which pieces of a text were searched for."""

from collections.abc import Iterable

from search.answers import Marked
from search.normalising import occurrences

AROUND = 60
"""Characters shown on either side of the first hit in a long text."""


def highlight(text: str, normalised: str, wanted: Iterable[str]) -> tuple[Marked, ...]:
    """The text in pieces, those wanted marked and a long text cut around the first; empty where none occurs.

    `normalised` is the form of the text.
    """
    spans = [span for one in wanted if one in normalised for span in occurrences(text, normalised, one)]
    if not spans:
        return ()
    if len(spans) > 1:
        spans = _merged(sorted(spans))
    first = max(0, spans[0][0] - AROUND)
    last = min(len(text), max(spans[0][1] + AROUND, first + 4 * AROUND))
    return tuple(_pieces(text, [span for span in spans if span[1] <= last], first, last))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, spans: list[tuple[int, int]], first: int, last: int) -> list[Marked]:
    pieces = [Marked("…", hit=False)] if first else []
    place = first
    for start, end in spans:
        if start > place:
            pieces.append(Marked(text[place:start], hit=False))
        pieces.append(Marked(text[start:end], hit=True))
        place = end
    rest = text[place:last] + ("…" if last < len(text) else "")
    return [*pieces, Marked(rest, hit=False)] if rest else pieces
