"""Writing to a Meilisearch index: all at the end, or as it comes."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from meilisearch.errors import MeilisearchApiError
from meilisearch.models.task import TaskInfo

from search.answers import Document
from search.declaration import Index
from search.engine import DocumentsRefused, SearchUnavailable
from search.meilisearch.batches import (
    BAD_REQUEST,
    BATCH_BYTES,
    TASK_SECONDS,
    TOO_LARGE,
    Line,
    batches,
    blamed,
    line_of,
    refused_ones,
    send,
)
from search.meilisearch.connection import Connection, reason_of, unavailable
from search.meilisearch.indexes import Indexes
from search.meilisearch.tokens import key_of

WAITING = 2
"""Batches that the server may have to work off."""


@dataclass(slots=True)
class Delivery:
    """Sends batches to one index, and sees to it that each is taken."""

    connection: Connection
    indexes: Indexes
    name: str
    waiting: deque[tuple[list[TaskInfo], Sequence[Line]]] = field(default_factory=deque)

    def write(self, lines: Iterable[Line]) -> None:
        """Send documents; raises DocumentsRefused for these or earlier ones."""
        for batch in batches(lines):
            try:
                self.waiting.append((send(self.connection, self.name, batch), batch))
            except MeilisearchApiError as error:
                if error.status_code not in (TOO_LARGE, BAD_REQUEST):
                    raise unavailable(error) from error
                self._refuse(batch, error.message)
            self.settle(WAITING)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents."""
        keys = [key_of(one) for one in ids]
        if keys:
            started = self.connection.patiently(lambda: self._removed(keys))
            self.waiting.append(([started], ()))

    def _removed(self, keys: list[str]) -> TaskInfo:
        """The client's own method for this warns that it may go; by a filter, which it offers instead, takes a task
        that the server does not join with others.
        """
        return TaskInfo(
            **self.connection.client.http.post(f"indexes/{self.name}/documents/delete-batch", keys)
        )

    def settle(self, most: int = 0) -> None:
        """Wait until at most so many batches are still to be worked off."""
        while len(self.waiting) > most:
            started, batch = self.waiting.popleft()
            for task in [self.connection.done(one, TASK_SECONDS) for one in started]:
                if task.status != "succeeded":
                    self._refuse(batch, blamed(task.error or {}, reason_of(task)))

    def _refuse(self, batch: Sequence[Line], reason: str) -> None:
        with self.indexes.scratch() as name:
            found = list(refused_ones(self.connection, name, batch, reason))
        if not found:
            raise SearchUnavailable(f"Meilisearch: {reason}")
        raise DocumentsRefused("\n".join(f"{one}: {why}" for one, why in found))


@dataclass(slots=True)
class GatheringWriter:
    """Keeps everything until the end, so that it can be sent together; the last word on a document counts."""

    index: Index
    written: dict[str, Line] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)

    def write(self, documents: Iterable[Document]) -> int:
        """Add documents, replacing those of the same id; returns how many. Raises DocumentsRefused."""
        lines = [line_of(document, self.index) for document in documents]
        for line in lines:
            self.removed.pop(line[0], None)
            self.written[line[0]] = line
        return len(lines)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents; ids that are not there are passed over."""
        for one in ids:
            self.written.pop(one, None)
            self.removed[one] = None

    def deliver(self, delivery: Delivery) -> None:
        """Send all there is, and wait until it is found."""
        delivery.remove(self.removed)
        delivery.write(self.written.values())
        delivery.settle()


@dataclass(slots=True)
class StreamingWriter:
    """Sends documents whenever there are enough for a batch."""

    index: Index
    delivery: Delivery
    gathered: list[Line] = field(default_factory=list)
    held: int = 0

    def write(self, documents: Iterable[Document]) -> int:
        """Add documents, replacing those of the same id; returns how many. Raises DocumentsRefused."""
        written = 0
        for document in documents:
            line = line_of(document, self.index)
            self.gathered.append(line)
            self.held += len(line[1])
            written += 1
            if self.held >= BATCH_BYTES:
                self.flush()
        return written

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents; ids that are not there are passed over."""
        self.flush()
        self.delivery.remove(ids)

    def flush(self) -> None:
        """Send what has been gathered."""
        lines, self.gathered, self.held = self.gathered, [], 0
        self.delivery.write(lines)
