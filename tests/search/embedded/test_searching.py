"""Searches of the embedded index: what is counted is what is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.answers import Document, FacetCount
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


def test_a_value_that_is_rare_in_one_part_of_an_index_is_counted_there_too(tmp_path: Path) -> None:
    """Every part names its own most frequent values only; what is in front over all is asked of all."""
    opened = EmbeddedEngine(tmp_path, INDEX)
    with opened.rebuilding() as writer:
        writer.write(held_by(0, ["甲"] * 5))
    for part in range(1, 4):
        crowd = [f"{part}-{holder}" for holder in range(30)] * 2
        with opened.changing() as writer:
            writer.write(held_by(part, ["甲", *crowd]))
    asked = SearchRequest(facets=("holder", "licensable"), facet_size=1, limit=0)
    assert opened.search(asked).facets == {
        "holder": (FacetCount("甲", 8),),
        "licensable": (FacetCount("no", 188),),
    }
    opened.close()


def held_by(part: int, holders: list[str]) -> list[Document]:
    """A document for each of these holders."""
    return [
        {"id": f"{part}-{place}", "title": "渔竿", "holder": (holder,), "licensable": "no"}
        for place, holder in enumerate(holders)
    ]


def test_a_document_is_kept_beside_the_characters_that_its_form_replaces() -> None:
    assert unpacked(packed(b'{"id":"1"}', "釣，")) == (b'{"id":"1"}', "釣，")
    assert unpacked(packed(b"{}", "")) == (b"{}", "")
