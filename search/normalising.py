"""Texts as they are compared: one form for full-width, compatibility, traditional and capital letters.

Every character becomes one or more characters, by itself: what stands next to it does not matter, so that a piece
of a text and the text as a whole come out alike.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

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
    """The form of each character by its code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        compatible = unicodedata.normalize("NFKC", _RADICALS.get(chr(code), chr(code))).casefold()
        simplified = "".join(_simplified(character) for character in compatible)
        folded = "".join(BLANK if character.isspace() else character for character in simplified)
        self[code] = folded
        return folded


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


def normalise_traced(text: str) -> tuple[str, list[int]]:
    """The text in one form, and for each character of it the place in the original it came from."""
    pieces = [_FOLDS[ord(character)] for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


def occurrences(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a normalised text occurs in an original one: start and end in the original, without overlaps."""
    if not wanted:
        return
    normalised = normalise(text)
    start = normalised.find(wanted)
    if start < 0:
        return
    places = range(len(text)) if _aligned(text, normalised) else normalise_traced(text)[1]
    while start >= 0:
        end = start + len(wanted)
        yield places[start], places[end - 1] + 1
        start = normalised.find(wanted, end)


def _aligned(text: str, normalised: str) -> bool:
    """Whether each character stands where its form stands; a character may vanish where another becomes two."""
    return len(text) == len(normalised) and all(len(_FOLDS[ord(one)]) == 1 for one in set(text))


def squash(text: str) -> str:
    """An identifier without what is spelt in different ways: ZL 2017 1 1410931.9 → 2017114109319."""
    bare = "".join(character for character in normalise(text) if character.isalnum() or character == "/")
    return bare[2:] if bare[:2] in ("zl", "cn") and bare[2:3].isdigit() else bare
