"""The one interface of all search engines."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol

from search.answers import Document, SearchAnswer
from search.declaration import Index
from search.requests import SearchRequest


class SearchUnavailable(Exception):
    """The engine cannot answer now: it is down, or its index is missing, outdated or damaged."""


class DocumentsRefused(Exception):
    """The engine did not take some documents; the message names each with its reason."""


class Condition(StrEnum):
    """How an index is: anything but READY and DOWN calls for a rebuild."""

    READY = "ready"
    MISSING = "missing"
    OUTDATED = "outdated"
    DAMAGED = "damaged"
    DOWN = "down"


class Writer(Protocol):
    """Takes documents in."""

    def write(self, documents: Iterable[Document]) -> int:
        """Add documents, replacing those of the same id; returns how many. Raises DocumentsRefused."""

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents; ids that are not there are passed over."""


class SearchEngine(Protocol):
    """Holds the documents of one declared index and finds them. Safe to use from several threads."""

    name: str
    index: Index

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find documents; raises SearchUnavailable."""

    def changing(self) -> AbstractContextManager[Writer]:
        """Write to the index in use. Everything is lasting and found when the context ends, all at once, and
        nothing of it is if an error ends it. Raises SearchUnavailable."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """Write an index anew beside the one in use, which goes on answering, and put it in its place when the
        context ends; if an error ends it, what was written is cleared away."""

    def digests(self) -> Iterator[tuple[str, int]]:
        """Every document's id and `digest_of` it, in no order; raises SearchUnavailable."""

    def condition(self) -> Condition:
        """How the index is."""

    def examine(self) -> Condition:
        """How the index is, looked at as closely as the engine can; may take seconds."""

    def count(self) -> int:
        """The number of documents held; raises SearchUnavailable."""

    def size(self) -> int:
        """Bytes on disk of the index in use; 0 where the engine does not tell."""

    def tidy(self) -> None:
        """Clear away what killed rebuilds left. Nobody may be rebuilding."""

    def close(self) -> None:
        """Give back what the engine holds."""
