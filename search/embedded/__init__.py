"""The engine that needs no server: tantivy, on disk, one writer and any number of readers."""

from search.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
