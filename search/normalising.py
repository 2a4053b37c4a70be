"""Texts as they are compared: one form for full-width, compatibility, traditional and capital letters.

Every character becomes one or more characters, by itself: what stands next to it does not matter, so that a piece
of a text and the text as a whole come out alike.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from opencc import OpenCC

BLANK = "\u2423"
"""Stands for blanks, which separate the tokens of an index and so cannot be part of one."""


_RADICALS = dict(
    zip(
        "⺁⺟⺠⺩⺮⺻⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻏⻗⻌⺾",
        "厂母民王竹聿肉虎西见角贝车长门青韦页风飞食首马骨鬼鱼鸟卤麦黄齐齿龙龟邑雨辶艹",
        strict=True,
    )
)
"""Radicals that PDF files write in place of the character, and that Unicode's own compatibility forms leave alone."""


class _Folds(dict[int, str]):
    """The form of each character by its number, worked out when it is first met; `same`: those met that are their own.
    No form is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.same: set[str] = set()

    def __missing__(self, number: int) -> str:
        before = chr(number)
        folded = _fold(before)
        while folded != before:
            folded, before = "".join(map(_fold, folded)), folded
        self[number] = folded
        if folded == chr(number):
            self.same.add(folded)
        return folded


def _fold(character: str) -> str:
    compatible = unicodedata.normalize("NFKC", _RADICALS.get(character, character)).casefold()
    return "".join(BLANK if one.isspace() else _simplified(one) for one in compatible)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(character: str) -> str:
    """The simplified form of a traditional character; OpenCC's, where it stays one character."""
    if character.isascii():
        return character
    simplified: str = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


_FOLDS = _Folds()


def normalise(text: str) -> str:
    """The text in one form: ＺＬ → zl, ⼀ → 一, 釣 → 钓, blanks to one sign each."""
    return text.translate(_FOLDS)


def replacing(characters: frozenset[str]) -> str:
    """Those of the characters that become others."""
    strange = characters - _FOLDS.same
    return "".join(sorted(one for one in strange if _FOLDS[ord(one)] != one))


def replaced_in(text: str, characters: str) -> str:
    """As `normalise`, where the characters are known that become others: these, and any that the text does not have."""
    for character in characters:
        text = text.replace(character, _FOLDS[ord(character)])
    return text


def occurrences(text: str, normalised: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a normalised text occurs in an original one, of which the form is given: start and end in the original,
    without overlaps."""
    start = normalised.find(wanted) if wanted else -1
    if start < 0:
        return
    places = _places(text, normalised)
    while start >= 0:
        end = start + len(wanted)
        yield places[start], places[end - 1] + 1
        start = normalised.find(wanted, end)


def _places(text: str, normalised: str) -> Sequence[int]:
    """For each character of the form the place in the original it came from."""
    if len(text) == len(normalised):
        return range(len(text))
    return [place for place, character in enumerate(text) for _ in _FOLDS[ord(character)]]


_SIGNS = re.compile(r"[^\w/]|_")
"""What is neither a letter nor a digit, but for the stroke of a class."""


@lru_cache(maxsize=100_000)
def squash(text: str) -> str:
    """An identifier without what is spelt in different ways: ZL 2017 1 1410931.9 → 2017114109319."""
    bare = _SIGNS.sub("", normalise(text))
    return bare[2:] if bare[:2] in ("zl", "cn") and bare[2:3].isdigit() else bare
