"""A search as any engine takes it."""

from dataclasses import dataclass, field
from enum import StrEnum

Synonyms = tuple[tuple[str, ...], ...]
"""Groups of words of the same meaning: 鱼竿 = 钓竿."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The keyword or identifier field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number field lies within these bounds, both included; None is open."""

    field: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    filters: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    filter: "Filter"


Filter = OneOf | Between | AnyOf | Not


class Style(StrEnum):
    """How a text is taken: WORDS have all to occur, of SOME any is enough; a NEED is plain language of which the telling
    words are sought."""

    WORDS = "words"
    SOME = "some"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a number field instead of by rank; documents without a value come last either way."""

    field: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched for.

    All filters hold together; a facet, and the histogram, is counted as if the filters on its own field (OneOf and
    Between at the top) were not set. `prefixes` gives the field for a prefix in the text (权利人 → holders). `without`
    names documents that are not wanted. `limit` 0 asks for counts only.
    """

    text: str = ""
    style: Style = Style.WORDS
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    histogram: str | None = None
    sort: Sort | None = None
    offset: int = 0
    limit: int = 20
    facet_size: int = 50
    highlight: bool = True
    synonyms: Synonyms = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
