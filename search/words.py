"""Chinese text cut into words, and the words that tell something."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from search.normalising import BLANK

_TELLING = re.compile(r"[^\W_]")
_HAN = re.compile(r"[\u3400-\u9fff]")
STOP_WORDS = frozenset((Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").split())
"""Words that say nothing of what is searched for when a text of several words is taken apart."""


def words(text: str) -> Iterator[str]:
    """The words of a normalised text, in their order, blanks and punctuation left out."""
    for piece in text.split(BLANK):
        yield from (word for word in cut(piece) if _TELLING.search(word))


def cut(text: str, *, unknown: bool = True) -> list[str]:
    """A text cut into words: those of the dictionary, and where `unknown` also such as may be words.

    The dictionary is read when it is first asked: that takes half a second, which many processes never need.
    """
    found: list[str] = import_module("rjieba").cut(text, unknown)
    return found


def telling_words(text: str) -> tuple[str, ...]:
    """The words that are not stop words, each once; a single character joins the word beside it."""
    found = [word for word in _joined(text) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(found))


def _joined(text: str) -> list[str]:
    """Words, with a lone Chinese character put to the word before it where they touch: 钓鱼 + 竿 → 钓鱼竿."""
    joined: list[str] = []
    end = 0
    for word in words(text):
        start = text.index(word, end)
        lone = len(word) == 1 and _HAN.match(word) and word not in STOP_WORDS
        if lone and joined and start == end and joined[-1] not in STOP_WORDS:
            joined[-1] += word
        else:
            joined.append(word)
        end = start + len(word)
    return joined
