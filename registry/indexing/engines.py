"""Which engine holds an index: the settings say."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from registry.indexing.declared import EVERY_INDEX
from registry.settings import Settings
from search.declaration import Index
from search.embedded import EmbeddedEngine
from search.engine import SearchEngine

Engines = Mapping[str, SearchEngine]
"""The engine of each index by the index's name."""


def engine_of(settings: Settings, index: Index) -> SearchEngine:
    """The engine for one declared index; keep it as long as the process, it holds open files."""
    if settings.meilisearch_url is None:
        return EmbeddedEngine(settings.index_folder, index)
    from search.meilisearch import MeilisearchEngine  # noqa: PLC0415 - its client loads an HTTP library

    key = settings.meilisearch_key
    return MeilisearchEngine(settings.meilisearch_url, key.get_secret_value() if key else None, index)


@contextmanager
def open_engines(settings: Settings) -> Iterator[Engines]:
    """The engines of all declared indexes, given back at the end."""
    engines = {index.name: engine_of(settings, index) for index in EVERY_INDEX}
    try:
        yield engines
    finally:
        for engine in engines.values():
            engine.close()
