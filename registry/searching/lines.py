"""Hits as lines of results: what the register says of them, what was searched for marked, and why they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.indexing import lines
from registry.indexing.declared import YES
from registry.searching.requests import number_of
from schemas.legal_status import LegalStatus
from search.answers import Document, Hit, Marked

PLACES = {
    "patent": ("/patents", "number"),
    "offer": ("/patents", "number"),
    "enterprise": ("/enterprises", "id"),
    "project": ("/projects", "id"),
}
"""Where a record is shown: below which path, under the value of which field."""
ENDED = frozenset(status.value for status in LegalStatus if status.ended)
TITLES = {"enterprise": "name"}
READERS = {
    "patent": lines.patent_line,
    "offer": lines.offer_line,
    "enterprise": lines.enterprise_line,
    "project": lines.project_line,
}
IN_PLACE = ("title", "name", "holders", "number", "abstract")
"""Fields that are shown in any case; a hit in another one is shown as an extract."""


@dataclass(frozen=True, slots=True)
class Line:
    """One hit. `record` is what the room of this kind lists; `extract` a field that is not shown in any case, with
    the piece in which something was found. `licensable`: it can be licensed today.
    """

    kind: str
    key: str
    path: str
    title: str | None
    record: Any
    hit: Hit
    licensable: bool
    extract: tuple[str, tuple[Marked, ...]] | None

    @property
    def ended(self) -> bool:
        """Whether the patent right, or the application, has ended."""
        return self.record.legal_status in ENDED

    def marked(self, field: str, text: str | None) -> tuple[Marked, ...]:
        """A text of the record in pieces, those searched for marked where it is the one that was found."""
        pieces = self.hit.highlights.get(field, ())
        if text is None:
            return ()
        whole = "".join(piece.text for piece in pieces)
        return pieces if whole == text else (Marked(text, hit=False),)


def line_of(kind: str, hit: Hit, today: date) -> Line:
    """The line of a hit."""
    document = hit.document
    title = document.get(TITLES.get(kind, "title"))
    path, field = PLACES[kind]
    return Line(
        kind=kind,
        key=hit.id,
        path=f"{path}/{document[field]}",
        title=None if title is None else str(title),
        record=READERS[kind](document),
        hit=hit,
        licensable=licensable_on(document, today),
        extract=_extract(hit.highlights),
    )


def licensable_on(document: Document, today: date) -> bool:
    """As `registry.searching.requests.licensable`, of one document."""
    end = document.get("licence_to")
    return document.get("licensable") == YES and isinstance(end, int) and end >= number_of(today)


def _extract(highlights: Mapping[str, tuple[Marked, ...]]) -> tuple[str, tuple[Marked, ...]] | None:
    """The abstract if something was found in it, else the first field that a line does not show."""
    if "abstract" in highlights:
        return "abstract", highlights["abstract"]
    return next(((name, pieces) for name, pieces in highlights.items() if name not in IN_PLACE), None)
