"""Writing documents so that one that an engine refuses does not keep the others out."""

import logging
from collections.abc import Sequence

from search.answers import Document
from search.engine import DocumentsRefused, Writer

_log = logging.getLogger(__name__)


def write_all(writer: Writer, documents: Sequence[Document]) -> int:
    """Write the documents; how many were taken. One that is refused is told of in the log, and missed by verifying."""
    try:
        return writer.write(documents)
    except DocumentsRefused:
        writer.remove([str(document["id"]) for document in documents])
        return sum(_written(writer, document) for document in documents)


def _written(writer: Writer, document: Document) -> bool:
    try:
        writer.write([document])
    except DocumentsRefused as refused:
        _log.error("the search engine refused a document: %s", refused)
        return False
    return True
