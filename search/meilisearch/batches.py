"""Documents on their way to the server: in compressed batches, and one by one where a batch is refused."""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from meilisearch.errors import MeilisearchApiError
from meilisearch.models.task import TaskInfo

from search.answers import Document
from search.declaration import Index
from search.engine import DocumentsRefused, SearchUnavailable
from search.meilisearch.connection import Connection, reason_of, unavailable
from search.meilisearch.form import ID, KEY, stored_form

BATCH_BYTES = 16_000_000
"""Before compression."""
TASK_SECONDS = 600.0
TOO_LARGE, BAD_REQUEST = 413, 400
Line = tuple[str, bytes]
"""The id of a document, and the document as it is sent."""


def line_of(document: Document, index: Index) -> Line:
    """A document ready to be sent; raises DocumentsRefused."""
    try:
        form = stored_form(document, index)
        return form[ID], json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DocumentsRefused(f"{document.get('id')}: {type(error).__name__} {error}") from error


def batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in batches of bounded size."""
    batch: list[Line] = []
    held = 0
    for line in lines:
        if batch and held + len(line[1]) > BATCH_BYTES:
            yield batch
            batch, held = [], 0
        batch.append(line)
        held += len(line[1])
    if batch:
        yield batch


def send(connection: Connection, name: str, batch: Sequence[Line]) -> list[TaskInfo]:
    """Hand a batch over, in smaller ones where the way there does not let it pass; the tasks are not waited for.
    Raises MeilisearchApiError where the server refuses it.
    """
    packed = gzip.compress(b"\n".join(data for _, data in batch), 1)
    try:
        return [connection.patiently(lambda: _sent(connection, name, packed))]
    except MeilisearchApiError as error:
        if error.status_code != TOO_LARGE or len(batch) == 1:
            raise
    half = len(batch) // 2
    return [*send(connection, name, batch[:half]), *send(connection, name, batch[half:])]


def _sent(connection: Connection, name: str, packed: bytes) -> TaskInfo:
    index = connection.sender.index(name)
    return index.add_documents_raw(packed, primary_key=KEY, content_type="application/x-ndjson")


def failure(connection: Connection, name: str, batch: Sequence[Line]) -> str | None:
    """Why the server refuses a batch; None where it takes it. Raises SearchUnavailable where the batch is not to blame."""
    try:
        for started in send(connection, name, batch):
            task = connection.done(started, TASK_SECONDS)
            if task.status != "succeeded":
                return blamed(task.error or {}, reason_of(task))
    except MeilisearchApiError as error:
        if error.status_code in (TOO_LARGE, BAD_REQUEST):
            return error.message
        raise unavailable(error) from error
    return None


def blamed(error: dict[str, Any], reason: str) -> str:
    """The reason where documents are to blame; raises SearchUnavailable where they are not."""
    if error.get("type") != "invalid_request" or error.get("code") == "index_not_found":
        raise SearchUnavailable(f"Meilisearch: {reason}")
    return reason


def refused_ones(
    connection: Connection, name: str, batch: Sequence[Line], reason: str
) -> Iterator[tuple[str, str]]:
    """The documents of a refused batch that are the cause, found by halves, each with its reason. `name` is an index to
    try them in.
    """
    if len(batch) == 1:
        yield batch[0][0], reason
        return
    half = len(batch) // 2
    for some in (batch[:half], batch[half:]):
        cause = failure(connection, name, some)
        if cause is not None:
            yield from refused_ones(connection, name, some, cause)
