"""Changes, rebuilds and how an index is."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from search.answers import Document
from search.declaration import Field, FieldKind
from search.documents import digest_of
from search.engine import Condition, SearchEngine, SearchUnavailable
from search.requests import SearchRequest
from tests.contracts.conftest import Place
from tests.contracts.library import DOCUMENTS, INDEX, found


class Broken(Exception):
    pass


def _write(engine: SearchEngine, *documents: Document) -> None:
    with engine.changing() as writer:
        assert writer.write(documents) == len(documents)


def test_an_empty_index(engine: SearchEngine) -> None:
    assert engine.condition() is Condition.READY
    assert engine.examine() is Condition.READY
    assert engine.count() == 0
    answer = engine.search(SearchRequest("鱼竿", facets=("type",), histogram="year"))
    assert (answer.total, answer.hits, answer.facets, answer.histogram) == (0, (), {"type": ()}, ())
    assert list(engine.digests()) == []


def test_what_was_written_is_found_when_the_context_ends(place: Place, engine: SearchEngine) -> None:
    other = place.open(INDEX)
    assert found(other, "鱼竿") == []
    with engine.changing() as writer:
        writer.write([{"id": "1", "title": "鱼竿"}])
        assert found(engine, "鱼竿") == []
    assert found(engine, "鱼竿") == ["1"]
    assert found(place.open(INDEX), "鱼竿") == ["1"]
    other.close()


def test_another_reader_sees_a_change_within_a_second(place: Place, engine: SearchEngine) -> None:
    other = place.open(INDEX)
    assert found(other, "鱼竿") == []
    _write(engine, {"id": "1", "title": "鱼竿"})
    seen = threading.Event()

    def look() -> None:
        while not found(other, "鱼竿"):
            seen.wait(0.01)
        seen.set()

    watching = threading.Thread(target=look, daemon=True)
    watching.start()
    watching.join(5)
    assert seen.is_set()
    other.close()


def test_a_document_of_the_same_id_is_replaced(engine: SearchEngine) -> None:
    _write(engine, {"id": "1", "title": "鱼竿", "type": "发明专利"}, {"id": "2", "title": "鱼竿"})
    _write(engine, {"id": "1", "title": "支架"})
    assert found(engine, "鱼竿") == ["2"]
    assert found(engine, "支架") == ["1"]
    assert engine.count() == 2
    assert engine.search(SearchRequest(facets=("type",))).facets == {"type": ()}


def test_the_last_word_on_a_document_counts(engine: SearchEngine) -> None:
    with engine.changing() as writer:
        writer.write([{"id": "1", "title": "甲"}, {"id": "2", "title": "甲"}, {"id": "3", "title": "甲"}])
        writer.remove(["1"])
        writer.write([{"id": "2", "title": "乙"}, {"id": "2", "title": "丙"}])
        writer.remove(["3"])
        writer.write([{"id": "3", "title": "丁"}])
    assert {hit.id: hit.document["title"] for hit in engine.search(SearchRequest()).hits} == {
        "2": "丙",
        "3": "丁",
    }


def test_documents_are_removed(engine: SearchEngine) -> None:
    _write(engine, *DOCUMENTS)
    with engine.changing() as writer:
        writer.remove([str(one["id"]) for one in DOCUMENTS[:4]])
        writer.remove(["never there"])
    assert engine.count() == len(DOCUMENTS) - 4
    assert found(engine, "鱼竿") == []


def test_nothing_of_a_change_that_fails_is_left(engine: SearchEngine) -> None:
    _write(engine, {"id": "1", "title": "鱼竿"})
    with suppress(Broken), engine.changing() as writer:
        writer.write([{"id": "2", "title": "鱼竿"}])
        writer.remove(["1"])
        raise Broken
    assert found(engine, "鱼竿") == ["1"]
    _write(engine, {"id": "3", "title": "支架"})
    assert {one for one, _ in engine.digests()} == {"1", "3"}


def test_digests_tell_what_is_held(engine: SearchEngine) -> None:
    _write(engine, *DOCUMENTS)
    assert dict(engine.digests()) == {str(one["id"]): digest_of(one) for one in DOCUMENTS}
    changed = {**DOCUMENTS[0], "title": "别的"}
    _write(engine, changed)
    assert dict(engine.digests())[str(changed["id"])] == digest_of(changed) != digest_of(DOCUMENTS[0])


def test_a_rebuild_replaces_everything(engine: SearchEngine) -> None:
    _write(engine, {"id": "old", "title": "鱼竿"})
    with engine.rebuilding() as writer:
        writer.write(DOCUMENTS)
        assert found(engine, "鱼竿") == ["old"]
    assert "old" not in found(engine, "鱼竿")
    assert engine.count() == len(DOCUMENTS)
    _write(engine, {"id": "new", "title": "鱼竿"})
    assert "new" in found(engine, "鱼竿")


def test_a_rebuild_that_fails_leaves_what_there_was(engine: SearchEngine) -> None:
    _write(engine, {"id": "old", "title": "鱼竿"})
    with suppress(Broken), engine.rebuilding() as writer:
        writer.write(DOCUMENTS)
        raise Broken
    assert found(engine, "鱼竿") == ["old"]
    assert engine.condition() is Condition.READY
    _write(engine, {"id": "next", "title": "鱼竿"})
    assert set(found(engine, "鱼竿")) == {"old", "next"}


def test_a_search_during_rebuilds_always_finds_all(place: Place, engine: SearchEngine) -> None:
    _write(engine, *DOCUMENTS)
    other = place.open(INDEX)
    stop, seen, failed = threading.Event(), set[int](), list[BaseException]()

    def search() -> None:
        try:
            while not stop.is_set():
                seen.add(other.search(SearchRequest("鱼竿")).total)
                seen.add(place.open(INDEX).search(SearchRequest("鱼竿")).total)
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)

    searching = threading.Thread(target=search)
    searching.start()
    for _ in range(8):
        with engine.rebuilding() as writer:
            writer.write(DOCUMENTS)
    stop.set()
    searching.join()
    assert (failed, seen) == ([], {4})
    other.close()


def test_an_index_that_was_never_built_is_missing(place: Place) -> None:
    engine = place.open(INDEX)
    assert engine.condition() is Condition.MISSING
    assert engine.examine() is Condition.MISSING
    with pytest.raises(SearchUnavailable):
        engine.search(SearchRequest("鱼竿"))
    with pytest.raises(SearchUnavailable):
        engine.count()
    with pytest.raises(SearchUnavailable):
        list(engine.digests())
    with pytest.raises(SearchUnavailable), engine.changing():
        pass
    assert engine.condition() is Condition.MISSING


def test_an_index_of_another_declaration_is_outdated_until_it_is_rebuilt(
    place: Place, engine: SearchEngine
) -> None:
    _write(engine, *DOCUMENTS)
    changed = replace(INDEX, fields=(*INDEX.fields, Field("agency", FieldKind.KEYWORD)))
    newer = place.open(changed)
    assert newer.condition() is Condition.OUTDATED
    with pytest.raises(SearchUnavailable):
        newer.search(SearchRequest("鱼竿"))
    with pytest.raises(SearchUnavailable), newer.changing():
        pass
    assert found(engine, "支架")
    with newer.rebuilding() as writer:
        writer.write([{"id": "1", "title": "鱼竿", "agency": "某代理"}])
    assert newer.condition() is Condition.READY
    assert [one.value for one in newer.search(SearchRequest(facets=("agency",))).facets["agency"]] == [
        "某代理"
    ]
    assert place.open(INDEX).condition() is Condition.OUTDATED
    newer.close()


def test_indexes_beside_each_other_do_not_mix(place: Place, engine: SearchEngine) -> None:
    other = place.open(replace(INDEX, name="patents"))
    with other.rebuilding() as writer:
        writer.write([{"id": "1", "title": "鱼竿"}])
    assert (engine.count(), other.count()) == (0, 1)
    with engine.rebuilding() as writer:
        writer.write([])
    assert other.count() == 1
    other.close()


def test_size_grows_with_what_is_held(engine: SearchEngine) -> None:
    empty = engine.size()
    _write(engine, *DOCUMENTS)
    assert engine.size() > empty


def test_many_threads_search_at_once(library: SearchEngine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: found(library, text), ["鱼竿", "支架", "织网", "海水"] * 20))
    assert answers == answers[:4] * 20
