import pytest

from search.declaration import Field, FieldKind, Index
from search.planning import MOST_TERMS, Wanted, plan, used_synonyms
from search.requests import SearchRequest, Style

INDEX = Index("patent", (Field("title", FieldKind.TEXT, 3, heading=True), Field("holders", FieldKind.TEXT)))


def test_a_long_word_may_be_found_in_its_parts() -> None:
    (wanted,) = plan(SearchRequest("碳纤维鱼竿"), INDEX).wanted
    assert wanted == Wanted("碳纤维鱼竿", None, (("碳纤维",), ("鱼竿",)))


def test_a_phrase_may_not() -> None:
    (wanted,) = plan(SearchRequest('"碳纤维鱼竿"'), INDEX).wanted
    assert wanted == Wanted("碳纤维鱼竿")


def test_synonyms_stand_for_a_word_and_for_a_part_of_one() -> None:
    wanted = plan(SearchRequest("碳纤维鱼竿 鱼竿", synonyms=(("钓竿", "鱼竿"),)), INDEX)
    assert wanted.wanted[0].synonyms == ("碳纤维钓竿",)
    assert wanted.wanted[0].parts == (("碳纤维",), ("鱼竿", "钓竿"))
    assert wanted.wanted[1].synonyms == ("钓竿",)
    assert used_synonyms(wanted, (("钓竿", "鱼竿"), ("电池", "蓄电池"))) == (("鱼竿", "钓竿"),)


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("ZL201711410931.9", ("2017114109319",)),
        ("201711410931", ("2017114109319", "201711410931")),
        ("2017 1141", ("20171141",)),
        ("102016001197106", ("2016111971060", "102016001197106")),
        ("CN107966475B", ("107966475b",)),
        ("A01K 87/00", ("a01k87/00",)),
        ("A01K", ("a01k",)),
        ("91371002706087777P", ("91371002706087777p",)),
        ("led灯", ()),
        ("5g", ()),
        ("碳纤维", ()),
    ],
)
def test_a_number_is_looked_up_in_every_spelling(typed: str, spelt: tuple[str, ...]) -> None:
    assert plan(SearchRequest(typed), INDEX).identifiers == spelt


def test_a_prefix_of_a_field_the_index_does_not_have_is_text() -> None:
    (wanted,) = plan(SearchRequest("发明人:王", prefixes={"发明人": "inventors"}), INDEX).wanted
    assert wanted.field is None


def test_several_words_are_a_phrase_too() -> None:
    assert plan(SearchRequest("碳纤维 鱼竿 -钓具"), INDEX).phrase == "碳纤维␣鱼竿"


def test_where_no_record_has_all_words_some_are_enough() -> None:
    relaxed = plan(SearchRequest("碳纤维鱼竿 耐腐蚀"), INDEX).relaxed()
    assert relaxed is not None
    assert relaxed.need
    assert {wanted.text for wanted in relaxed.wanted} == {"碳纤维", "鱼竿", "耐腐蚀"}


def test_a_number_that_is_not_held_is_not_taken_apart() -> None:
    assert plan(SearchRequest("A01K 87/00"), INDEX).relaxed() is None


def test_a_need_is_reduced_to_its_telling_words() -> None:
    need = "我们公司生产鱼竿，希望找到一种碳纤维材料，使鱼竿更轻"
    wanted = [one.text for one in plan(SearchRequest(need, Style.NEED), INDEX).wanted]
    assert wanted[0] == "鱼竿"
    assert "碳纤维" in wanted
    assert not {"我们", "公司", "希望", "一种"} & set(wanted)


def test_an_endless_query_is_cut() -> None:
    assert len(plan(SearchRequest(" ".join(map(str, range(1000)))), INDEX).wanted) == MOST_TERMS
