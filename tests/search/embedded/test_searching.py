"""Searches of the embedded index: what is counted is what is found."""

from collections.abc import Iterator

import pytest

from search.embedded import EmbeddedEngine
from search.embedded.schema import packed, unpacked
from search.requests import SearchRequest, Style
from tests.contracts.library import DOCUMENTS, INDEX


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(tmp_path_factory.mktemp("index"), INDEX)
    with opened.rebuilding() as writer:
        writer.write({"licensable": "no", **document} for document in DOCUMENTS)
    yield opened
    opened.close()


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(
    "text", ["", "鱼竿", "竿", "201711410931", "鱼竿 支架", "鱼竿 -支架", "-鱼竿", "w型", "无此物"]
)
def test_what_is_counted_is_what_is_ranked(engine: EmbeddedEngine, text: str, style: Style) -> None:
    request = SearchRequest(text, style, facets=("licensable",), limit=100)
    answer = engine.search(request)
    counted = {one.value: one.count for one in answer.facets["licensable"]}
    ranked = [str(hit.document["licensable"]) for hit in answer.hits]
    assert counted == {value: ranked.count(value) for value in set(ranked)}
    assert answer.total == len(ranked)


def test_an_index_in_several_parts_counts_as_one(engine: EmbeddedEngine) -> None:
    request = SearchRequest(facets=("holder",), facet_size=2, limit=0)
    whole = engine.search(request).facets
    for document in DOCUMENTS[:2]:
        with engine.changing() as writer:
            writer.write([{"licensable": "no", **document}])
    assert engine.search(request).facets == whole


def test_a_document_is_kept_beside_the_characters_that_its_form_replaces() -> None:
    assert unpacked(packed(b'{"id":"1"}', "釣，")) == (b'{"id":"1"}', "釣，")
    assert unpacked(packed(b"{}", "")) == (b"{}", "")
