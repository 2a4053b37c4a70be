"""Both engines, for tests of what the one interface promises.

A test that takes `place`, `engine` or `library` runs once with each engine. `place` is where indexes are: opened twice, it
gives two engines that see the same. `engine` is an empty index, `library` one that holds the documents of library.py and
is not to be changed.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import meilisearch
import pytest

from search.declaration import Index
from search.embedded import EmbeddedEngine
from search.engine import SearchEngine
from search.meilisearch import MeilisearchEngine
from tests.contracts.library import DOCUMENTS, INDEX
from tests.contracts.servers import Server, missing, real_server

ENGINES = ("embedded", "meilisearch")


@dataclass(frozen=True)
class Place:
    """Somewhere to keep indexes, apart from those of other places."""

    name: str
    open: Callable[[Index], SearchEngine]


@pytest.fixture(scope="session")
def meilisearch_server() -> Iterator[Server]:
    """A real Meilisearch; tests that need it are skipped, saying so, where there is none."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="registry-meilisearch-"))
    try:
        with real_server(folder) as server:
            yield server
            _clear(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(server: Server) -> None:
    client = meilisearch.Client(server.url, server.key)
    for index in client.get_indexes({"limit": 10_000})["results"]:
        if index.uid.startswith("test-"):
            client.delete_index(index.uid)


@pytest.fixture(scope="session", params=ENGINES)
def make_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Place]:
    if request.param == "embedded":
        return lambda: _folder(tmp_path_factory.mktemp("search"))
    server = request.getfixturevalue("meilisearch_server")
    return lambda: _prefix(server, f"test-{uuid4().hex[:12]}")


def _folder(folder: Path) -> Place:
    return Place("embedded", lambda index: EmbeddedEngine(folder, index))


def _prefix(server: Server, prefix: str) -> Place:
    return Place("meilisearch", lambda index: MeilisearchEngine(server.url, server.key, index, prefix))


@pytest.fixture
def place(make_place: Callable[[], Place]) -> Place:
    """A place of its own for one test."""
    return make_place()


@pytest.fixture
def engine(place: Place) -> Iterator[SearchEngine]:
    """An index without documents, for one test."""
    opened = place.open(INDEX)
    with opened.rebuilding():
        pass
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library(make_place: Callable[[], Place]) -> Iterator[SearchEngine]:
    """An index with all documents of library.py, for tests that only read."""
    opened = make_place().open(INDEX)
    with opened.rebuilding() as writer:
        writer.write(DOCUMENTS)
    yield opened
    opened.close()
