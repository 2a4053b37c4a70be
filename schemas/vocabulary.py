"""Closed vocabularies: English tokens with Chinese labels, and the reading of the words seen in exports."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, Generic, Self, TypeVar

import polars as pl

from schemas.findings import Reading, error, warning
from schemas.text_forms import compact
from schemas.value_type import Outputs, ValueType


class Term(StrEnum):
    """A word of a closed vocabulary: the token stored, and the Chinese `label` shown."""

    label: str

    def __new__(cls, token: str, label: str) -> Self:
        """Make a member from its token and label."""
        member = str.__new__(cls, token)
        member._value_ = token
        member.label = label
        return member

    @classmethod
    def of(cls, token: str) -> Self:
        """The member with this token. Raises ValueError where there is none."""
        for member in cls:
            if member.value == token:
                return member
        raise ValueError(token)

    @classmethod
    def named(cls, token: str | None) -> Self | None:
        """The member with this token; None where there is none."""
        return next((member for member in cls if member.value == token), None)


T = TypeVar("T", bound=Term)


class VocabularyType(ValueType, Generic[T]):
    """A cell that holds one word of a closed vocabulary.

    `words` maps spellings (compacted) to members; `patterns` are tried in order on what is left.
    An unknown word is an error, or with `otherwise` that member with a warning.
    """

    outputs: ClassVar[Outputs] = {"": pl.String()}

    def __init__(
        self,
        name: str,
        terms: type[T],
        words: Mapping[str, T],
        patterns: Sequence[tuple[str, T]] = (),
        otherwise: T | None = None,
    ) -> None:
        self.name = name  # type: ignore[misc]  # set per vocabulary, not per class
        self.terms = terms
        own = {spelling: term for term in terms for spelling in (term.value, term.label)}
        self._words = {compact(spelling): term for spelling, term in {**own, **words}.items()}
        self._patterns = tuple((re.compile(pattern), term) for pattern, term in patterns)
        self._otherwise = otherwise

    def find(self, text: str) -> T | None:
        """The member a text names, None when it names none."""
        plain = compact(text).strip("。.;,、:*")
        if plain in self._words:
            return self._words[plain]
        return next((term for pattern, term in self._patterns if pattern.search(plain)), None)

    def read(self, text: str) -> Reading:
        """Read one word."""
        term = self.find(text)
        if term is not None:
            return Reading.of(term.value)
        known = "、".join(member.label for member in self.terms)
        if self._otherwise is None:
            return Reading({}, (error(f"{self.name}.unknown", word=text[:60], known=known),))
        found = warning(f"{self.name}.unknown", word=text[:60], known=known, taken=self._otherwise.label)
        return Reading.of(self._otherwise.value, found)
