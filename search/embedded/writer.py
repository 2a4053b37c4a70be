"""Writing to one build of an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from search.answers import Document
from search.declaration import Index
from search.embedded.schema import ID, register_tokenizers, schema_of, stored_form
from search.engine import DocumentsRefused

SMALL, LARGE = 32_000_000, 512_000_000
"""Bytes of memory for a few documents, and for a whole index."""


@dataclass(frozen=True, slots=True)
class EmbeddedWriter:
    """Takes documents in; `fresh`: into an index that holds nothing yet, so that nothing can be replaced."""

    index: Index
    writer: tantivy.IndexWriter
    fresh: bool

    def write(self, documents: Iterable[Document]) -> int:
        """Add documents, replacing those of the same id; returns how many. Raises DocumentsRefused."""
        written = 0
        for document in documents:
            form = self._form(document)
            if not self.fresh:
                self.writer.delete_documents_by_term(ID, str(document["id"]))
            self.writer.add_document(form)
            written += 1
        return written

    def _form(self, document: Document) -> tantivy.Document:
        try:
            return stored_form(document, self.index)
        except (TypeError, ValueError, KeyError) as error:
            raise DocumentsRefused(f"{document.get('id')}: {type(error).__name__} {error}") from error

    def remove(self, ids: Iterable[str]) -> None:
        """Remove documents; ids that are not there are passed over."""
        for one in ids:
            self.writer.delete_documents_by_term(ID, one)


def create(built: Path, index: Index) -> tantivy.Index:
    """An empty index in a fresh folder."""
    made = tantivy.Index(schema_of(index), path=str(built))
    register_tokenizers(made)
    return made
