"""Texts as overlapping pairs of characters, so that every substring can be found as a phrase.

Every character begins one gram: with the one behind it, or with the two behind it where all three are Latin letters
or digits (of which there are too few for pairs to tell much); the last one with an end sign. Which gram begins
at a character depends on three characters at most, so a query is cut like the text it stands in; only what
follows a query's last character is not known.
"""

import re
import sys
from array import array
from dataclasses import dataclass
from operator import add

END = "\u2404"
_NARROW = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_NARROW_RUN = re.compile("[0-9a-z]{3,}")


def grams(text: str) -> list[str]:
    """The grams of a normalised text, one a character."""
    found = list(map(add, text, text[1:] + END))
    for run in _NARROW_RUN.finditer(text):
        start, end = run.span()
        found[start : end - 2] = map(add, found[start : end - 2], text[start + 2 : end])
    return found


WIDE = 4
"""Characters that `cut` makes of one."""
_WIDE_BLANK = array("I", [ord(" ")] * WIDE)
_CODES = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


def cut(text: str) -> str:
    """The grams of a normalised text with blanks between them, each `WIDE` characters long with these, so that those of a
    piece that `END` follows are a piece of it. Ten times as fast as putting `grams` together."""
    codes = array("I", text.encode(_CODES, "surrogatepass"))
    made = _WIDE_BLANK * len(codes)
    made[0::WIDE] = codes
    codes.append(ord(END))
    made[1::WIDE] = codes[1:]
    for run in _NARROW_RUN.finditer(text):
        start, end = run.span()
        made[WIDE * start + 2 : WIDE * (end - 2) : WIDE] = codes[start + 2 : end]
    return made.tobytes().decode(_CODES, "surrogatepass")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The grams that a text has where a query occurs in it, by distance from the query's first character.

    `tail` is a beginning of the last gram where the rest of it is not known. Where there are grams, the last of them
    begins just before it, needed or not: tantivy does not find the beginning of a gram behind a gap after several.
    """

    grams: tuple[tuple[int, str], ...]
    tail: tuple[int, str] | None = None


def phrase_of(query: str) -> Phrase:
    """The fewest grams that cover every character of a normalised query; before a tail, its neighbour too."""
    last = len(query) - 1
    if last < 1:
        return Phrase((), (0, query))
    known = {place: gram for place, gram in enumerate(grams(query)[:last]) if not _open(query, place)}
    covered = max((place + len(gram) for place, gram in known.items()), default=0)
    tail = (last - 1, query[last - 1 :]) if covered <= last else None
    return Phrase(tuple(_covering(known, min(covered, len(query)))), tail)


def _open(query: str, place: int) -> bool:
    """Whether the gram at a place may have one more character than the query shows."""
    return place == len(query) - 2 and query[place] in _NARROW and query[place + 1] in _NARROW


def _covering(known: dict[int, str], end: int) -> list[tuple[int, str]]:
    chosen: list[tuple[int, str]] = []
    covered = 0
    while covered < end:
        place = next(place for place in range(covered, -1, -1) if covered < place + len(known.get(place, "")))
        chosen.append((place, known[place]))
        covered = place + len(known[place])
    return chosen
