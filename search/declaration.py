"""What an index holds, declared once; every engine is configured from it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

FORMAT = 3
"""Raised whenever an engine writes the same declaration differently, so that older indexes are rebuilt."""


class FieldKind(StrEnum):
    """What the values of a field are.

    TEXT is searched, every substring of it. IDENTIFIER is searched too, and in any spelling: blanks, dots and hyphens
    do not matter, nor do ZL and CN in front, and its beginning is enough. KEYWORD is filtered by and counted, whole
    value by whole value. NUMBER is a whole number (a year, a date as 20240517, an amount in 分): filtered by range,
    sorted by, counted by value.
    """

    TEXT = "text"
    IDENTIFIER = "identifier"
    KEYWORD = "keyword"
    NUMBER = "number"


SEARCHED = (FieldKind.TEXT, FieldKind.IDENTIFIER)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a document. `weight` counts in the ranking of what is searched.

    A text with `heading` names the document: written exactly so it comes first, and a phrase in it comes before a
    phrase elsewhere.
    """

    name: str
    kind: FieldKind
    weight: float = 1.0
    heading: bool = False


@dataclass(frozen=True)
class Index:
    """A kind of document. `preferred` is the keyword field and value that comes first among equals.

    A document may hold more than is declared: it is kept and given back, and not searched.
    """

    name: str
    fields: tuple[Field, ...]
    preferred: tuple[str, str] | None = None

    def of_kind(self, *kinds: FieldKind) -> tuple[Field, ...]:
        """The fields of some kinds, in their order."""
        return tuple(field for field in self.fields if field.kind in kinds)

    @cached_property
    def searched(self) -> tuple[Field, ...]:
        """The fields that a query without a prefix looks into."""
        return self.of_kind(*SEARCHED)

    @cached_property
    def filtered(self) -> tuple[Field, ...]:
        """The fields that are filtered by and counted."""
        return self.of_kind(FieldKind.KEYWORD, FieldKind.NUMBER)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return self.by_name[name]

    @cached_property
    def fingerprint(self) -> str:
        """Changes with every change of the declaration: an index written under another one is outdated."""
        return hashlib.sha256(f"{FORMAT} {self!r}".encode()).hexdigest()[:16]
