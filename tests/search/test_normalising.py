import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalising import BLANK, normalise, occurrences, replaced_in, squash


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ＺＬ２０１７", "zl2017"),
        ("⼀⽤", "一用"),
        ("⻓⻋⻥", "长车鱼"),
        ("釣魚竿", "钓鱼竿"),
        ("LED 灯\t丝", f"led{BLANK}灯{BLANK}丝"),
        ("㎡", "m2"),
        ("Straße", "strasse"),
        ("豈", "岂"),
    ],
)
def test_one_form_for_every_way_of_writing(written: str, compared: str) -> None:
    assert normalise(written) == compared


@given(st.text(), st.text())
def test_a_piece_of_a_text_comes_out_as_a_piece_of_its_form(one: str, other: str) -> None:
    assert normalise(one + other) == normalise(one) + normalise(other)


@given(st.text())
def test_a_form_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(), st.text())
def test_a_form_is_the_text_with_the_characters_replaced_that_it_has_not(text: str, other: str) -> None:
    replaced = set(text + other) - set(normalise(text + other))
    assert replaced_in(text, "".join(replaced)) == normalise(text)


@given(st.text(max_size=30), st.text(min_size=1, max_size=3), st.text(max_size=30))
def test_what_was_written_is_found_where_it_stands(before: str, wanted: str, after: str) -> None:
    text = before + wanted + after
    spans = list(occurrences(text, normalise(text), normalise(wanted)))
    assert bool(spans) == bool(normalise(wanted))
    for start, end in spans:
        assert normalise(wanted) in normalise(text[start:end])


def test_characters_that_become_two_do_not_shift_what_is_marked() -> None:
    text = "ß㎡碳纤维鱼竿"
    assert [text[start:end] for start, end in occurrences(text, normalise(text), "鱼竿")] == ["鱼竿"]


@pytest.mark.parametrize(
    "written",
    ["ZL201711410931.9", "CN 2017 1 1410931.9", "2017114109319", "ＣＮ201711410931．9", "zl-2017-11410931-9"],
)
def test_an_application_number_is_one_in_every_spelling(written: str) -> None:
    assert squash(written) == "2017114109319"


def test_a_word_that_begins_like_a_prefix_keeps_it() -> None:
    assert squash("CNC加工") == "cnc加工"
