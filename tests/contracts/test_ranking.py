from search.answers import Reason
from search.engine import SearchEngine
from search.requests import SearchRequest
from tests.contracts.library import found


def test_exact_name_then_phrase_in_a_name_then_phrase_elsewhere(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("鱼竿"))
    reasons = [hit.reason for hit in answer.hits]
    assert reasons == [Reason.NAME, Reason.HEADING, Reason.HEADING, Reason.PHRASE]
    assert found(library, "鱼竿")[0] == "202020357812.6"
    assert found(library, "鱼竿")[-1] == "202110223345.X"


def test_what_is_preferred_is_first_among_equals(library: SearchEngine) -> None:
    assert found(library, "水产品速冻设备") == ["202310000002.5", "202310000001.0"]
    assert found(library, "海参速冻") == ["202310000002.5", "202310000001.0"]


def test_what_is_preferred_does_not_pass_a_better_reason(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("鱼竿"))
    assert answer.hits[0].document["licensable"] == "no"


def test_words_as_they_were_written_come_before_words_apart(library: SearchEngine) -> None:
    answer = library.search(SearchRequest("编织机的张力"))
    assert [hit.reason for hit in answer.hits][:2] == [Reason.HEADING, Reason.PHRASE]


def test_words_all_have_to_occur(library: SearchEngine) -> None:
    assert set(found(library, "支架 折叠")) == {"202110223344.5", "202110223345.X"}
    assert found(library, "支架 海水") == found(library, "海水 支架", limit=0) or not _literal(
        library, "支架 海水"
    )


def _literal(library: SearchEngine, text: str) -> bool:
    return not library.search(SearchRequest(text)).relaxed


def test_scores_do_not_rise(library: SearchEngine) -> None:
    for text in ("鱼竿", "编织机 张力", "威海", ""):
        scores = [hit.score for hit in library.search(SearchRequest(text)).hits]
        assert scores == sorted(scores, reverse=True)


def test_highlights_mark_what_was_found(library: SearchEngine) -> None:
    hit = library.search(SearchRequest("鱼竿")).hits[0]
    assert [(piece.text, piece.hit) for piece in hit.highlights["title"]] == [("鱼竿", True)]
    assert hit.shared == ("鱼竿",)
    assert library.search(SearchRequest("鱼竿", highlight=False)).hits[0].highlights == {}


def test_highlights_keep_the_spelling_of_the_document(library: SearchEngine) -> None:
    hit = library.search(SearchRequest("w型")).hits[0]
    assert [piece.text for piece in hit.highlights["title"] if piece.hit] == ["Ｗ型"]
