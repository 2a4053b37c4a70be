"""Values that look like syntax, ids of any characters, and documents that do not fit."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.answers import Document
from search.engine import DocumentsRefused, SearchEngine
from search.requests import Not, OneOf, SearchRequest
from tests.contracts.library import found

HOSTILE = (
    '" OR "" = "', "' OR 1=1 --", "x' OR type EXISTS OR 'a'='b", "\\", '\\"', "a\\", "] OR [", "NOT", "_geoRadius(1,2,3)", "TO",
    "null", "{{7*7}}", "<script>", "a,b", "ab]", "A", "a", "á", "ａ", " a", "a ", "臺灣", "台湾", "ß", "ss", "x" * 400, "字" * 400,
    "字" * 399 + "x", "\u0301", "\u200b", "🎣",
)  # fmt: skip


@pytest.fixture
def hostile(engine: SearchEngine) -> SearchEngine:
    with engine.changing() as writer:
        writer.write({"id": value, "holder": (value,), "type": "专利"} for value in HOSTILE)
    return engine


def test_a_filter_compares_whole_values_to_the_letter(hostile: SearchEngine) -> None:
    for value in HOSTILE:
        assert found(hostile, "", filters=(OneOf("holder", (value,)),)) == [value]
        without = hostile.search(SearchRequest(filters=(Not(OneOf("holder", (value,))),)))
        assert without.total == len(HOSTILE) - 1


def test_values_come_back_from_counting_as_they_were(hostile: SearchEngine) -> None:
    counted = hostile.search(SearchRequest(facets=("holder",), facet_size=100)).facets["holder"]
    assert sorted(one.value for one in counted) == sorted(HOSTILE)
    assert {one.count for one in counted} == {1}


def test_ids_of_any_characters(hostile: SearchEngine) -> None:
    assert dict(hostile.digests()).keys() == set(HOSTILE)
    assert found(hostile, "", without=HOSTILE[1:]) == [HOSTILE[0]]
    with hostile.changing() as writer:
        writer.remove(HOSTILE[::2])
    assert dict(hostile.digests()).keys() == set(HOSTILE[1::2])


IDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)


@given(st.lists(IDS, min_size=1, max_size=20, unique=True))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_two_ids_are_taken_for_each_other(engine: SearchEngine, identities: list[str]) -> None:
    with engine.rebuilding() as writer:
        writer.write({"id": one, "title": "x"} for one in identities)
    assert sorted(one for one, _ in engine.digests()) == sorted(identities)


@pytest.mark.parametrize(
    "document",
    [{"title": "no id"}, {"id": "1", "year": "last year"}, {"id": "1", "title": object()}, {"id": "1", "title": "\ud800"}],
)  # fmt: skip
def test_a_document_that_does_not_fit_is_refused_by_name(engine: SearchEngine, document: Document) -> None:
    with engine.changing() as writer:
        writer.write([{"id": "good", "title": "x"}])
    with pytest.raises(DocumentsRefused, match=str(document.get("id"))), engine.changing() as writer:
        writer.write([{"id": "2", "title": "y"}, document])
    assert found(engine, "") == ["good"]


def test_documents_come_back_as_they_were_given(engine: SearchEngine) -> None:
    document: Document = {
        "id": "一 二/三", "title": "＂引号＂ \"'\\ <b>", "holder": ("甲", "乙"), "fee": 2**53 + 1, "year": None,
        "shown": "not declared", "empty": "", "none": (),
    }  # fmt: skip
    with engine.changing() as writer:
        writer.write([document])
    assert engine.search(SearchRequest()).hits[0].document == document
