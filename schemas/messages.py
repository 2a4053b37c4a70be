"""The words for every finding: what is wrong, what was expected, what to do; in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from schemas import texts_en, texts_zh


class Message(NamedTuple):
    """What to tell a person about one finding (问题、应为、处理)."""

    problem: str
    expected: str
    action: str

    @property
    def sentence(self) -> str:
        """Problem, expectation and action in one line."""
        between = "" if self.problem.endswith("。") else " "
        return between.join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class _Language:
    texts: dict[str, tuple[str, str, str]]
    unknown: tuple[str, str, str]
    missing_detail: str
    words: Mapping[str, str]


_LANGUAGES = {
    "zh": _Language(dict(texts_zh.TEXTS), texts_zh.UNKNOWN, texts_zh.MISSING_DETAIL, texts_zh.WORDS),
    "en": _Language(dict(texts_en.TEXTS), texts_en.UNKNOWN, texts_en.MISSING_DETAIL, texts_en.WORDS),
}


class _Details(dict[str, str]):
    """The details of a finding; a place without detail says so instead of failing."""

    def __init__(self, details: Mapping[str, str], missing: str) -> None:
        super().__init__(details)
        self._missing = missing

    def __missing__(self, key: str) -> str:
        return self._missing


def codes(language: str = "zh") -> frozenset[str]:
    """All codes that have a text in the language."""
    return frozenset(_LANGUAGES[language].texts)


def add_texts(language: str, texts: Mapping[str, tuple[str, str, str]]) -> None:
    """Add the texts of further codes: (problem, expected, action) with `{detail}` places."""
    _LANGUAGES[language].texts.update(texts)


def describe(code: str, details: Mapping[str, str], language: str = "zh") -> Message:
    """The message of a finding.

    `language` is "zh" or "en"; a code without text gets a general message that names the code.
    """
    words = _LANGUAGES[language]
    given = {name: words.words.get(value, value) for name, value in details.items()}
    filled = _Details({"code": code, **given}, words.missing_detail)
    return Message(*(part.format_map(filled) for part in words.texts.get(code, words.unknown)))
