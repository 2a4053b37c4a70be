from hypothesis import given
from hypothesis import strategies as st

from search.answers import Marked
from search.highlighting import highlight
from search.normalising import normalise


def shown(text: str, *wanted: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.hit else piece.text for piece in highlight(text, normalise(text), wanted)
    )


def test_what_was_searched_for_is_marked_as_it_is_written() -> None:
    assert shown("一種ＬＥＤ釣魚燈", "led", "鱼灯") == "一種[ＬＥＤ]釣[魚燈]"


def test_marks_that_touch_are_one() -> None:
    assert shown("碳纤维鱼竿", "碳纤维", "鱼竿", "纤维鱼") == "[碳纤维鱼竿]"


def test_nothing_is_shown_where_nothing_occurs() -> None:
    assert highlight("鱼竿", "鱼竿", ["渔网"]) == ()


def test_a_long_text_is_cut_around_the_first_mark() -> None:
    pieces = highlight("前" * 500 + "鱼竿" + "后" * 500, "前" * 500 + "鱼竿" + "后" * 500, ["鱼竿"])
    assert pieces[0] == Marked("…", hit=False)
    assert sum(len(piece.text) for piece in pieces) < 300
    assert pieces[-1].text.endswith("…")


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_the_pieces_are_the_text(text: str, wanted: list[str]) -> None:
    pieces = highlight(text, normalise(text), map(normalise, wanted))
    assert not pieces or "".join(piece.text for piece in pieces) == text
