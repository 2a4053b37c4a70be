"""What only a server can do to us: be away, be full, refuse documents, and be asked with the wrong key."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import meilisearch
import pytest
from meilisearch.errors import MeilisearchApiError

from search.engine import Condition, DocumentsRefused, SearchEngine, SearchUnavailable
from search.meilisearch import Keys, MeilisearchEngine, make_keys
from search.meilisearch.batches import line_of
from search.meilisearch.connection import Connection
from search.meilisearch.form import settings_of
from search.meilisearch.indexes import Indexes
from search.meilisearch.writers import Delivery
from search.requests import SearchRequest
from tests.contracts.library import DOCUMENTS, INDEX, found
from tests.contracts.servers import Server, free_port, started_server


@pytest.fixture
def prefix() -> str:
    return f"test-{uuid4().hex[:12]}"


@pytest.fixture
def client(meilisearch_server: Server) -> meilisearch.Client:
    return meilisearch.Client(meilisearch_server.url, meilisearch_server.key)


@pytest.fixture
def engine(meilisearch_server: Server, prefix: str) -> Iterator[MeilisearchEngine]:
    made = MeilisearchEngine(meilisearch_server.url, meilisearch_server.key, INDEX, prefix)
    with made.rebuilding() as writer:
        writer.write(DOCUMENTS)
    yield made
    made.close()


@pytest.fixture
def keys(meilisearch_server: Server, prefix: str) -> Keys:
    assert meilisearch_server.key is not None
    return make_keys(meilisearch_server.url, meilisearch_server.key, prefix)


def test_keys_are_made_once(meilisearch_server: Server, keys: Keys, prefix: str) -> None:
    assert meilisearch_server.key is not None
    assert make_keys(meilisearch_server.url, meilisearch_server.key, prefix) == keys
    assert len({keys.searching, keys.writing, meilisearch_server.key}) == 3


def test_the_key_for_searching_does_nothing_else(engine: MeilisearchEngine, keys: Keys) -> None:
    reader = replace(engine, key=keys.searching)
    assert reader.condition() is Condition.READY
    assert len(found(reader, "鱼竿")) == 4
    assert reader.size() == 0
    with pytest.raises(SearchUnavailable), reader.changing() as writer:
        writer.write([{"id": "1", "title": "鱼竿"}])
    with pytest.raises(SearchUnavailable), reader.rebuilding():
        pass
    assert len(found(engine, "鱼竿")) == 4


def test_the_key_for_writing_is_enough_for_all_the_engine_does(engine: MeilisearchEngine, keys: Keys) -> None:
    worker = replace(engine, key=keys.writing)
    with worker.rebuilding() as writer:
        writer.write(DOCUMENTS[:3])
    with worker.changing() as writer:
        writer.write(DOCUMENTS[3:5])
        writer.remove([str(DOCUMENTS[0]["id"])])
    assert worker.examine() is Condition.READY
    assert len(list(worker.digests())) == worker.count() == 4
    assert worker.size() > 0


def test_keys_do_not_open_other_indexes(
    engine: MeilisearchEngine, keys: Keys, meilisearch_server: Server
) -> None:
    for key in (keys.searching, keys.writing):
        other = MeilisearchEngine(meilisearch_server.url, key, INDEX, "test-other")
        assert other.condition() is Condition.DOWN
        with pytest.raises(MeilisearchApiError):
            meilisearch.Client(meilisearch_server.url, key).get_keys()


def test_a_wrong_key_is_told_apart_from_a_missing_index(engine: MeilisearchEngine) -> None:
    wrong = replace(engine, key="wrong")
    assert wrong.condition() is Condition.DOWN
    with pytest.raises(SearchUnavailable, match="API key is invalid"):
        wrong.search(SearchRequest("鱼竿"))


def test_the_index_is_set_up_as_declared(
    engine: MeilisearchEngine, client: meilisearch.Client, prefix: str
) -> None:
    held, declared = client.index(f"{prefix}-patent").get_settings(), settings_of(INDEX)
    held["sortableAttributes"].sort()
    declared["sortableAttributes"].sort()
    assert declared.pop("typoTolerance").items() <= held["typoTolerance"].items()
    assert declared.items() <= held.items()


def test_a_batch_of_which_documents_are_refused_names_them(engine: MeilisearchEngine) -> None:
    """Nothing that our own form lets through is refused, so the lines are made by hand."""
    good = [line_of(document, INDEX) for document in DOCUMENTS]
    lines = [
        *good[:5],
        ("first bad one", b'{"_key":"not allowed!"}'),
        *good[5:],
        ("second bad one", b'{"_key":null}'),
    ]
    connection = Connection(engine.url, engine.key, 5)
    indexes = Indexes(connection, INDEX, engine.prefix)
    delivery = Delivery(connection, indexes, indexes.current)
    delivery.write(lines)
    with pytest.raises(DocumentsRefused) as refused:
        delivery.settle()
    first, second = str(refused.value).split("\n")
    assert first.startswith("first bad one: ")
    assert "not allowed!" in first
    assert second.startswith("second bad one: ")
    assert engine.count() == len(DOCUMENTS)


def test_what_killed_builders_left_is_cleared_away(
    engine: MeilisearchEngine, client: meilisearch.Client, prefix: str
) -> None:
    left = client.create_index(f"{prefix}-patent-beside-dead", {"primaryKey": "_key"})
    client.wait_for_task(left.task_uid)
    client.create_index(f"{prefix}-patents", {"primaryKey": "_key"})
    with engine.rebuilding() as writer:
        writer.write(DOCUMENTS)
    names = {
        index.uid
        for index in client.get_indexes({"limit": 10_000})["results"]
        if index.uid.startswith(prefix)
    }
    assert names == {f"{prefix}-patent", f"{prefix}-patents"}


def test_changes_that_fit_together_are_one_task(
    engine: MeilisearchEngine, client: meilisearch.Client, prefix: str
) -> None:
    with engine.changing() as writer:
        for document in DOCUMENTS:
            writer.write([document])
    tasks = client.get_tasks({"indexUids": f"{prefix}-patent", "types": "documentAdditionOrUpdate"}).results
    assert tasks[0].details is not None
    assert tasks[0].details["receivedDocuments"] == len(DOCUMENTS)


def test_a_document_damaged_on_the_server_is_noticed(
    engine: MeilisearchEngine, client: meilisearch.Client, prefix: str
) -> None:
    assert engine.examine() is Condition.READY
    index = client.index(f"{prefix}-patent")
    key = index.get_documents({"limit": 1}).results[0]._key
    started = index.update_documents([{"_key": key, "_document": '{"id":"1"}'}])
    client.wait_for_task(started.task_uid)
    assert engine.condition() is Condition.READY
    assert engine.examine() is Condition.DAMAGED


@pytest.fixture
def own_server(tmp_path: Path, meilisearch_server: Server) -> tuple[Path, int]:
    """Where a server that a test may stop can be started."""
    if shutil.which("meilisearch") is None:
        pytest.skip("no meilisearch program on the PATH to stop and start")
    return tmp_path, free_port()


def test_a_server_that_is_away_is_told_and_comes_back_by_itself(own_server: tuple[Path, int]) -> None:
    folder, port = own_server
    engine = MeilisearchEngine(f"http://127.0.0.1:{port}", "k" * 32, INDEX)
    with started_server(folder, port, "k" * 32):
        with engine.rebuilding() as writer:
            writer.write(DOCUMENTS)
        assert len(found(engine, "鱼竿")) == 4
    for _ in range(3):
        with pytest.raises(SearchUnavailable):
            engine.search(SearchRequest("鱼竿"))
        assert engine.condition() is Condition.DOWN
        assert engine.examine() is Condition.DOWN
        assert engine.size() == 0
    with pytest.raises(SearchUnavailable), engine.changing():
        pass
    with started_server(folder, port, "k" * 32):
        assert _ready_in_the_end(engine)
        assert len(found(engine, "鱼竿")) == 4
    engine.close()


def _ready_in_the_end(engine: SearchEngine) -> bool:
    until = time.monotonic() + 10
    while engine.condition() is not Condition.READY and time.monotonic() < until:
        time.sleep(0.05)
    return engine.condition() is Condition.READY


def test_a_writer_waits_out_a_short_absence(own_server: tuple[Path, int]) -> None:
    folder, port = own_server
    engine = MeilisearchEngine(f"http://127.0.0.1:{port}", "k" * 32, INDEX)
    with started_server(folder, port, "k" * 32), engine.rebuilding():
        pass
    back = threading.Event()

    def serve_again() -> None:
        time.sleep(0.3)
        with started_server(folder, port, "k" * 32):
            back.wait(60)

    with started_server(folder, port, "k" * 32):
        assert _ready_in_the_end(engine)
        changing = ExitStack()
        changing.enter_context(engine.changing()).write(DOCUMENTS)
    serving = threading.Thread(target=serve_again)
    serving.start()
    changing.close()
    assert len(found(engine, "鱼竿")) == 4
    back.set()
    serving.join()
    engine.close()


def test_a_batch_too_large_for_the_way_goes_in_parts(own_server: tuple[Path, int]) -> None:
    folder, port = own_server
    engine = MeilisearchEngine(f"http://127.0.0.1:{port}", "k" * 32, INDEX)
    documents = [{"id": str(number), "title": f"{number}号轴承" * 20} for number in range(60)]
    with started_server(folder, port, "k" * 32, "--http-payload-size-limit", "20kB"):
        with engine.rebuilding() as writer:
            writer.write(documents)
        assert engine.count() == len(documents)
        large = {"id": "too large", "abstract": "".join(map(chr, range(0x4E00, 0x4E00 + 20_000)))}
        with pytest.raises(DocumentsRefused, match="too large"), engine.changing() as writer:
            writer.write([documents[0], large])
        assert engine.count() == len(documents)
    engine.close()


def test_a_server_that_does_not_answer_is_not_waited_for_long(tmp_path: Path) -> None:
    """It takes connections and says nothing: the second search is not kept waiting at all."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        engine = MeilisearchEngine(
            f"http://127.0.0.1:{listening.getsockname()[1]}", "k" * 32, INDEX, timeout=1
        )
        with pytest.raises(SearchUnavailable, match="timed out"):
            engine.search(SearchRequest("鱼竿"))
        with pytest.raises(SearchUnavailable, match="a moment ago"):
            engine.search(SearchRequest("鱼竿"))
        engine.close()
