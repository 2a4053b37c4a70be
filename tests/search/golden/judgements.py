"""Queries with judged answers, as demo.toml and real.toml hold them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.searching.kinds import KINDS
from search.answers import Document
from search.documents import texts_of
from search.requests import SearchRequest, Style, Synonyms

GRADES = (3, 2, 1)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A query that is a piece of a record: its key, the field, and the characters from and to."""

    key: str
    field: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and how well each record answers it; a record that is not listed does not."""

    kind: str
    index: str
    text: str | Excerpt
    style: Style
    synonyms: Synonyms
    grades: Mapping[str, int]

    def request(self, documents: Mapping[str, Document], limit: int) -> SearchRequest:
        """The search as the site would ask for it; `documents` are those of the index by id."""
        return SearchRequest(
            self.words(documents),
            style=self.style,
            synonyms=self.synonyms,
            prefixes=dict(KINDS[self.index].prefixes),
            limit=limit,
            highlight=False,
        )

    def words(self, documents: Mapping[str, Document]) -> str:
        """What is typed."""
        if isinstance(self.text, str):
            return self.text
        (text,) = texts_of(documents[self.text.key][self.text.field])
        return text[self.text.start : self.text.end]


def judged(corpus: str) -> tuple[Judged, ...]:
    """The queries over `demo` or `real`."""
    path = Path(__file__).parent / f"{corpus}.toml"
    return tuple(map(_judged, tomllib.loads(path.read_text(encoding="utf-8"))["query"]))


def keys_of(queries: tuple[Judged, ...]) -> set[str]:
    """Every record that a judgement names."""
    return {key for query in queries for key in _keys(query)}


def _keys(query: Judged) -> Iterator[str]:
    yield from query.grades
    if isinstance(query.text, Excerpt):
        yield query.text.key


def _judged(entry: dict[str, Any]) -> Judged:
    return Judged(
        kind=entry["kind"],
        index=entry.get("index", "patent"),
        text=Excerpt(**entry["of"]) if "of" in entry else entry["text"],
        style=Style(entry.get("style", Style.WORDS)),
        synonyms=tuple(map(tuple, entry.get("synonyms", ()))),
        grades={key: grade for grade in GRADES for key in entry.get(str(grade), ())},
    )
