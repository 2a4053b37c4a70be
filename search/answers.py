"""What any engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

Value = str | int | tuple[str, ...] | None
Document = Mapping[str, Value]
"""The fields of a document by name; `id` names it uniquely. Several values of a field are a tuple."""


class Marked(msgspec.Struct, frozen=True):
    """A piece of text, and whether it is what was searched for."""

    text: str
    hit: bool


class Reason(StrEnum):
    """Why a document is among the hits, the strongest reason first."""

    IDENTIFIER = "identifier"
    NAME = "name"
    HEADING = "heading"
    PHRASE = "phrase"
    WORDS = "words"
    SYNONYM = "synonym"
    SOME = "some"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `highlights` holds the fields in which something was found, in pieces.

    `shared` are the words it has in common with what was searched for, the most telling first.
    """

    id: str
    document: Document
    highlights: Mapping[str, tuple[Marked, ...]]
    reason: Reason
    shared: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a keyword field and the number of documents that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The documents found.

    `histogram` counts documents by the value of a number field, ascending. `relaxed`: no document has all the words,
    so those that have some are given. `synonyms`: the groups that were used, each beginning with the word searched for.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    histogram: tuple[tuple[int, int], ...]
    took_ms: float
    engine: str
    relaxed: bool = False
    synonyms: tuple[tuple[str, ...], ...] = ()
