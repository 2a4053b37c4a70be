"""Which engine holds an index: the settings say."""

from registry.settings import Settings
from search.declaration import Index
from search.embedded import EmbeddedEngine
from search.engine import SearchEngine


def engine_of(settings: Settings, index: Index) -> SearchEngine:
    """The engine for one declared index; keep it as long as the process, it holds open files."""
    return EmbeddedEngine(settings.index_folder, index)
