"""Where the engines differ. Each test says what the interface would promise, and what the engine named in it does.

docs/search.md lists the same.
"""

import pytest

from search.answers import Document
from search.engine import SearchEngine
from search.requests import SearchRequest, Style
from tests.contracts.conftest import Place

PIECES_ONLY: tuple[Document, ...] = (
    *({"id": f"pieces {number}", "title": "数据、据处、处理装置"} for number in range(300)),
    {"id": "has it", "title": "用于轴承的大型数据处理装置"},
)


def test_counts_are_exact_with_the_embedded_engine_and_may_be_high_with_meilisearch(
    place: Place, engine: SearchEngine
) -> None:
    """Meilisearch counts documents that have all pairs of characters of a text; hits are compared to the letter, and
    where all of them fit on the page the count is exact.
    """
    with engine.changing() as writer:
        writer.write(PIECES_ONLY[-20:])
    assert engine.search(SearchRequest('"数据处理"')).total == 1
    counted = engine.search(SearchRequest('"数据处理"', limit=0)).total
    assert counted == {"embedded": 1, "meilisearch": 20}[place.name]


def test_hits_are_exact_with_both(engine: SearchEngine) -> None:
    with engine.changing() as writer:
        writer.write(PIECES_ONLY)
    for request in (SearchRequest('"数据处理"', limit=1), SearchRequest('"数据处理"', limit=20)):
        answer = engine.search(request)
        assert ([hit.id for hit in answer.hits], answer.total) == (["has it"], 1)


def test_a_need_is_met_by_a_fifth_of_its_words_with_the_embedded_engine_and_by_any_with_meilisearch(
    place: Place, engine: SearchEngine
) -> None:
    """The order is by what is shared either way."""
    with engine.changing() as writer:
        writer.write([{"id": "much", "title": "渔网编织机的张力控制"}, {"id": "little", "title": "张力计"}])
    answer = engine.search(SearchRequest("渔网 编织机 张力 断线 网片 质量 染色 烘干", Style.NEED))
    assert [hit.id for hit in answer.hits] == {"embedded": ["much"], "meilisearch": ["much", "little"]}[
        place.name
    ]


@pytest.mark.parametrize("values", [1100])
def test_more_than_a_thousand_values_are_not_counted_by_meilisearch(
    place: Place, engine: SearchEngine, values: int
) -> None:
    with engine.rebuilding() as writer:
        writer.write({"id": str(number), "holder": (f"权利人{number}",)} for number in range(values))
    counted = engine.search(SearchRequest(facets=("holder",), facet_size=2000)).facets["holder"]
    assert len(counted) == {"embedded": values, "meilisearch": 1000}[place.name]
