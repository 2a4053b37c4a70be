"""Filters, counts by value, sorting and pages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.answers import Document
from search.documents import texts_of
from search.engine import SearchEngine
from search.requests import AnyOf, Between, Filter, Not, OneOf, SearchRequest, Sort
from tests.contracts.library import DOCUMENTS, found, ids


def _counts(engine: SearchEngine, request: SearchRequest, name: str) -> dict[str, int]:
    return {one.value: one.count for one in engine.search(request).facets[name]}


def test_one_of_several_values(library: SearchEngine) -> None:
    assert set(found(library, "", filters=(OneOf("holder", ("张伟", "威海市机械厂")),))) == {
        "202020357812.6", "202210555666.7", "202210555667.1",
    }  # fmt: skip
    assert found(library, "", filters=(OneOf("holder", ()),)) == []
    assert found(library, "", filters=(OneOf("holder", ("威海",)),)) == []


def test_ranges(library: SearchEngine) -> None:
    def within(least: int | None, most: int | None) -> set[str]:
        return set(found(library, "", filters=(Between("fee", least, most),)))

    assert within(20_000, 120_000) == {"202110223345.X", "201810999889.6", "202210555666.7"}
    assert within(120_000, None) == {"201711410931.9", "201810999888.1", "201810999889.6"}
    assert within(None, 0) == {"202110223344.5"}
    assert within(3, 2) == set()
    assert len(within(None, None)) == 6  # those that have a fee at all


def test_all_filters_hold_together(library: SearchEngine) -> None:
    filters = (OneOf("type", ("发明专利",)), OneOf("licensable", ("yes",)), Between("year", 2018))
    assert set(found(library, "", filters=filters)) == {"202110223344.5", "201810999888.1", "202310000002.5"}


def test_either_and_not(library: SearchEngine) -> None:
    either = AnyOf((OneOf("township", ("鲸园街道",)), Between("year", 2023)))
    assert set(found(library, "", filters=(either,))) == {
        "201711410931.9", "202210555666.7", "202310000001.0", "202310000002.5",
    }  # fmt: skip
    assert set(found(library, "", filters=(either, Not(OneOf("licensable", ("yes",)))))) == {"202310000001.0"}
    assert library.search(SearchRequest(filters=(Not(either),))).total == len(DOCUMENTS) - 4
    assert found(library, "", filters=(AnyOf(()),)) == []
    assert library.search(SearchRequest(filters=(Not(Not(either)),))).total == 4


FILTERS: st.SearchStrategy[Filter] = st.recursive(
    st.builds(OneOf, st.just("type"), st.lists(st.sampled_from(("发明专利", "实用新型", "外观设计", "x")), max_size=2).map(tuple))
    | st.builds(OneOf, st.just("township"), st.just(("鲸园街道",)))
    | st.builds(Between, st.sampled_from(("fee", "year")), *[st.none() | st.sampled_from((0, 2018, 2021, 80_000))] * 2),
    lambda inner: st.builds(Not, inner) | st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)  # fmt: skip


def _holds(wanted: Filter, document: Document) -> bool:
    match wanted:
        case OneOf(name, values):
            return bool(set(values) & set(texts_of(document.get(name))))
        case Between(name, least, most):
            return any(
                (least is None or least <= int(text)) and (most is None or int(text) <= most)
                for text in texts_of(document.get(name))
            )
        case AnyOf(filters):
            return any(_holds(one, document) for one in filters)
        case Not(inner):
            return not _holds(inner, document)


@given(st.lists(FILTERS, max_size=3).map(tuple))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_mean_what_they_say(library: SearchEngine, filters: tuple[Filter, ...]) -> None:
    expected = {one["id"] for one in DOCUMENTS if all(_holds(wanted, one) for wanted in filters)}
    assert {hit.id for hit in library.search(SearchRequest(filters=filters)).hits} == expected


def test_counts_by_value(library: SearchEngine) -> None:
    request = SearchRequest("支架", facets=("type", "holder", "township"))
    assert _counts(library, request, "type") == {"发明专利": 1, "实用新型": 1}
    assert _counts(library, request, "holder") == {"威海环翠渔具厂": 2}
    assert _counts(library, request, "township") == {}


def test_the_most_frequent_come_first_and_are_bounded(library: SearchEngine) -> None:
    every = library.search(SearchRequest(facets=("type",))).facets["type"]
    assert [(one.value, one.count) for one in every] == [("发明专利", 6), ("实用新型", 5), ("外观设计", 1)]
    assert library.search(SearchRequest(facets=("type",), facet_size=1)).facets["type"] == every[:1]


def test_a_document_counts_for_each_of_its_values(library: SearchEngine) -> None:
    request = SearchRequest("淡化膜", facets=("holder",))
    assert _counts(library, request, "holder") == {"威海蓝海膜技术有限公司": 1, "哈尔滨工业大学（威海）": 1}


def test_a_facet_passes_over_its_own_choice(library: SearchEngine) -> None:
    chosen = (OneOf("type", ("外观设计",)), OneOf("licensable", ("no",)))
    answer = library.search(SearchRequest(facets=("type", "licensable"), filters=chosen))
    assert answer.total == 1
    assert {one.value: one.count for one in answer.facets["type"]} == {
        "发明专利": 2,
        "实用新型": 4,
        "外观设计": 1,
    }
    assert {one.value: one.count for one in answer.facets["licensable"]} == {"no": 1}


def test_a_histogram_passes_over_its_own_range(library: SearchEngine) -> None:
    request = SearchRequest("", filters=(Between("year", 2021, 2022),), histogram="year", facets=("type",))
    answer = library.search(request)
    assert answer.histogram == (
        (2015, 1),
        (2017, 1),
        (2018, 2),
        (2019, 1),
        (2020, 1),
        (2021, 2),
        (2022, 2),
        (2023, 2),
    )
    assert {one.value: one.count for one in answer.facets["type"]} == {"发明专利": 1, "实用新型": 3}


def test_counts_only(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("鱼竿", limit=0, facets=("type",), histogram="year"))
    assert (answer.hits, answer.total) == ((), 4)
    assert sum(one.count for one in answer.facets["type"]) == sum(count for _, count in answer.histogram) == 4


@pytest.mark.parametrize("descending", [True, False])
def test_sorting_by_a_number_leaves_those_without_for_the_end(
    library: SearchEngine, descending: bool
) -> None:
    answer = library.search(SearchRequest("", sort=Sort("fee", descending)))
    fees = [hit.document.get("fee") for hit in answer.hits]
    with_fee = [fee for fee in fees if fee is not None]
    assert with_fee == sorted(with_fee, reverse=descending)
    assert with_fee == fees[: len(with_fee)]
    assert (len(with_fee), len(fees)) == (6, len(DOCUMENTS))


def test_sorting_keeps_to_what_was_found(library: SearchEngine) -> None:
    assert found(library, "鱼竿", sort=Sort("year", descending=True))[-1] == "201711410931.9"
    assert len(found(library, "鱼竿", sort=Sort("year"))) == 4
    assert found(library, "鱼竿", sort=Sort("year", descending=False), offset=1, limit=1) == [
        "202020357812.6"
    ]


@pytest.mark.parametrize("text", ["", "鱼竿", "威海", "支架 折叠"])
def test_pages_put_together_are_the_whole(library: SearchEngine, text: str) -> None:
    whole = library.search(SearchRequest(text, limit=100))
    pages = [library.search(SearchRequest(text, offset=offset, limit=3)) for offset in range(0, 12, 3)]
    assert [one for page in pages for one in ids(page)] == ids(whole)
    assert {page.total for page in pages} == {whole.total}


def test_beyond_the_end_there_is_nothing(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("鱼竿", offset=4, limit=10))
    assert (answer.hits, answer.total) == ((), 4)
    assert library.search(SearchRequest("鱼竿", offset=100_000)).hits == ()


def test_without_some_documents(library: SearchEngine) -> None:
    assert "202020357812.6" not in found(library, "鱼竿", without=("patent 202020357812.6", "not there"))
    assert library.search(SearchRequest("鱼竿", without=("patent 202020357812.6",))).total == 3


def test_deep_pages(engine: SearchEngine) -> None:
    with engine.rebuilding() as writer:
        writer.write(
            {"id": f"{number:04}", "title": f"轴承{number:04}", "year": number} for number in range(1500)
        )
    shallow = found(engine, "轴承", limit=200)
    deep = [
        one for offset in range(200, 1600, 200) for one in found(engine, "轴承", offset=offset, limit=200)
    ]
    assert len({*shallow, *deep}) == len(shallow) + len(deep) == 1500
    assert found(engine, "轴承", sort=Sort("year", descending=False), offset=1490, limit=20) == [
        f"{number:04}" for number in range(1490, 1500)
    ]
    assert engine.search(SearchRequest("轴承", offset=1490, limit=20)).total == 1500
