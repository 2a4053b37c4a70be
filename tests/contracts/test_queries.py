"""What a person types: quotes, minus, prefixes, synonyms, and what nobody can read."""

import pytest

from search.answers import Reason
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest, Style
from tests.contracts.library import DOCUMENTS, PREFIXES, found

SYNONYMS = (("鱼竿", "钓竿"),)


def test_several_words_all_have_to_occur(library: SearchEngine) -> None:
    assert set(found(library, "支架 折叠")) == {"202110223344.5", "202110223345.X"}


def test_words_may_stand_in_different_fields(library: SearchEngine) -> None:
    assert found(library, "光威 卷制") == ["201711410931.9"]


def test_a_word_may_be_found_by_its_parts(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("张力编织机"))
    assert {hit.reason for hit in answer.hits} == {Reason.WORDS}
    assert not answer.relaxed
    assert set(answer.hits[0].shared) == {"张力", "编织机"}


def test_quotes_mean_the_letter(library: SearchEngine) -> None:
    assert found(library, '"编织机的张力"') == ["202210555666.7", "202210555667.1"]
    assert found(library, "“张力编织机”") == []


def test_minus_excludes(library: SearchEngine) -> None:
    assert set(found(library, "鱼竿 -支架")) == {"201711410931.9", "202020357812.6"}
    assert set(found(library, '鱼竿 -"钓鱼"')) == {"202020357812.6", "202110223344.5", "202110223345.X"}


def test_only_minus_gives_all_others(library: SearchEngine) -> None:
    assert library.search(SearchRequest("-鱼竿")).total == len(DOCUMENTS) - 4


def test_a_prefix_looks_into_one_field(library: SearchEngine) -> None:
    assert set(found(library, "权利人:威海市", prefixes=PREFIXES)) == {"202210555666.7", "202210555667.1"}
    assert found(library, "发明人：张伟", prefixes=PREFIXES) == ["202020357812.6"]
    assert found(library, "发明人:哈尔滨", prefixes=PREFIXES) == []
    assert set(found(library, "ipc:A01K 折叠", prefixes=PREFIXES)) == {"202110223344.5", "202110223345.X"}
    assert "202110223344.5" not in found(library, "支架 -权利人:渔具厂", prefixes=PREFIXES)


def test_one_character_in_one_field(library: SearchEngine) -> None:
    assert found(library, "发明人:曦", prefixes=PREFIXES) == ["201810999888.1"]
    assert found(library, "发明人:竿", prefixes=PREFIXES) == []


def test_an_unknown_prefix_is_plain_text(engine: SearchEngine) -> None:
    with engine.changing() as writer:
        writer.write([{"id": "1", "title": "比例:3 的齿轮"}, {"id": "2", "title": "齿轮3"}])
    assert found(engine, "比例:3") == ["1"]


@pytest.mark.parametrize(
    "text",
    ['"', '""', "“", "-", "--", "- -", ":", "权利人:", '权利人:"', "(((", "a AND (b", "title:[1 TO", "*", "?", "\\",
     "+-&&||!(){}[]^~*?:\\/",
     "NOT", "\x00", "\u200b", "\ufffe", "🎣", "e\u0301", "　", "\n\t"],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(library: SearchEngine, text: str) -> None:
    answer = library.search(SearchRequest(text, prefixes=PREFIXES))
    assert answer.total == len(answer.hits) <= len(DOCUMENTS)


def test_an_empty_query_gives_everything(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("  "))
    assert answer.total == len(answer.hits) == len(DOCUMENTS)
    assert {hit.reason for hit in answer.hits} == {Reason.FILTER}
    assert answer.hits[0].document["licensable"] == "yes"


def test_a_very_long_query_is_answered(library: SearchEngine) -> None:
    assert library.search(SearchRequest("钓鱼竿支架" * 4000)).total <= len(DOCUMENTS)
    assert library.search(SearchRequest("鱼竿 " * 3000)).total == 4
    many = " ".join(chr(0x4E00 + number) for number in range(3000))
    assert library.search(SearchRequest(many)).total <= len(DOCUMENTS)


def test_a_phrase_longer_than_ten_words(library: SearchEngine) -> None:
    abstract = str(DOCUMENTS[0]["abstract"])
    assert found(library, f'"{abstract}"') == ["201711410931.9"]
    assert found(
        library, " ".join(["碳", "纤", "维", "竿", "体", "握", "把", "预", "浸", "料", "卷", "制"])
    ) == ["201711410931.9"]


def test_synonyms_are_found_and_named(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("鱼竿", synonyms=SYNONYMS))
    assert answer.synonyms == (("鱼竿", "钓竿"),)
    by_reason = {hit.id: hit.reason for hit in answer.hits}
    assert by_reason["patent 201510000123.4"] is Reason.SYNONYM
    assert found(library, "鱼竿", synonyms=SYNONYMS)[:4] == found(library, "鱼竿")
    assert "201510000123.4" not in found(library, "鱼竿")
    assert library.search(SearchRequest("支架", synonyms=SYNONYMS)).synonyms == ()


def test_the_synonym_of_a_part_of_a_word(library: SearchEngine) -> None:
    assert "202110223344.5" in found(library, "折叠鱼竿支架", synonyms=SYNONYMS)


def test_what_was_searched_for_is_the_first_of_its_synonyms(library: SearchEngine) -> None:
    assert library.search(SearchRequest("钓竿", synonyms=SYNONYMS)).synonyms == (("钓竿", "鱼竿"),)


def test_where_no_document_has_all_words_some_are_enough(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("海水 编织机"))
    assert answer.relaxed
    assert {hit.reason for hit in answer.hits} == {Reason.SOME}
    assert {"patent 201810999889.6", "patent 202210555666.7"} <= {hit.id for hit in answer.hits}
    assert all(hit.shared for hit in answer.hits)


def test_those_that_have_only_some_of_the_words_are_asked_for(library: SearchEngine) -> None:
    every = library.search(SearchRequest("鱼竿 支架"))
    ids = tuple(hit.id for hit in every.hits)
    some = library.search(SearchRequest("鱼竿 支架", Style.SOME, without=ids))
    assert not set(ids) & {hit.id for hit in some.hits}
    assert "patent 202020357812.6" in {hit.id for hit in some.hits}
    assert {hit.reason for hit in some.hits} == {Reason.SOME}


def test_where_nothing_has_any_of_the_words_nothing_is_relaxed(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("量子 纠缠"))
    assert (answer.total, answer.hits, answer.relaxed) == (0, (), False)


NEED = (
    "我们公司生产渔网，编织机在织网的时候容易断线，张力不稳定，想找一种能够控制张力的技术，网片质量也要好。"
)


def test_a_need_gives_those_that_share_most_first(library: SearchEngine) -> None:
    answer = library.search(SearchRequest(NEED, Style.NEED))
    assert {hit.id for hit in answer.hits[:2]} == {"patent 202210555666.7", "patent 202210555667.1"}
    assert {"张力", "编织机"} <= set(answer.hits[0].shared)
    assert not answer.relaxed


def test_a_need_says_what_is_shared_by_highlights_too(library: SearchEngine) -> None:
    hit = library.search(SearchRequest(NEED, Style.NEED)).hits[0]
    marked = {piece.text for pieces in hit.highlights.values() for piece in pieces if piece.hit}
    assert any("张力" in text for text in marked)


def test_a_need_with_a_filter(library: SearchEngine) -> None:
    answer = library.search(SearchRequest(NEED, Style.NEED, filters=(OneOf("licensable", ("yes",)),)))
    assert answer.hits[0].id == "patent 202210555666.7"
    assert "patent 202210555667.1" not in {hit.id for hit in answer.hits}


def test_more_like_a_document_without_itself(library: SearchEngine) -> None:
    text = f"{DOCUMENTS[8]['title']} {DOCUMENTS[8]['abstract']}"
    answer = library.search(SearchRequest(text, Style.NEED, without=("patent 202210555666.7",)))
    assert answer.hits[0].id == "patent 202210555667.1"
    assert "patent 202210555666.7" not in {hit.id for hit in answer.hits}
