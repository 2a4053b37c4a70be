from hypothesis import given
from hypothesis import strategies as st

from search.grams import END, WIDE, Phrase, cut, grams, phrase_of

MIXED = st.text("鱼竿碳纤维钓5gled灯x.-", max_size=24)


def occurs(phrase: Phrase, text: str) -> bool:
    """What an engine answers that looks for grams at distances."""
    found = grams(text)

    def at(place: int) -> bool:
        exact = all(found[place + away : place + away + 1] == [gram] for away, gram in phrase.grams)
        if phrase.tail is None:
            return exact
        away, begun = phrase.tail
        return exact and any(gram.startswith(begun) for gram in found[place + away : place + away + 1])

    return any(at(place) for place in range(len(text)))


def test_every_character_begins_one_gram() -> None:
    assert grams("鱼竿led灯5g") == ["鱼竿", "竿l", "led", "ed", "d灯", "灯5", "5g", f"g{END}"]


@given(MIXED, st.integers(0, 24), st.integers(1, 24))
def test_every_substring_is_found(text: str, start: int, length: int) -> None:
    wanted = text[start : start + length]
    assert not wanted or occurs(phrase_of(wanted), text)


@given(MIXED, MIXED.filter(bool))
def test_nothing_else_is_found(text: str, wanted: str) -> None:
    assert occurs(phrase_of(wanted), text) == (wanted in text)


def covered(asked: list[tuple[int, str]]) -> set[int]:
    return {place for away, gram in asked for place in range(away, away + len(gram))}


@given(MIXED.filter(bool))
def test_no_gram_that_is_asked_for_can_be_left_out(wanted: str) -> None:
    phrase = phrase_of(wanted)
    tail = [phrase.tail] if phrase.tail else []
    needed = list(phrase.grams[:-1] if tail else phrase.grams)  # a tail keeps its neighbour in any case
    everything = [*phrase.grams, *tail]
    assert covered(everything) == set(range(len(wanted)))
    for gram in needed:
        assert covered([one for one in everything if one != gram]) != set(range(len(wanted)))


@given(MIXED.filter(bool))
def test_a_tail_follows_right_behind_a_gram(wanted: str) -> None:
    phrase = phrase_of(wanted)
    if phrase.tail and phrase.grams:
        assert phrase.grams[-1][0] == phrase.tail[0] - 1


@given(MIXED | st.text(max_size=24))
def test_a_text_is_cut_into_its_grams(text: str) -> None:
    made = cut(text)
    assert [made[place : place + WIDE] for place in range(0, len(made), WIDE)] == [
        gram.ljust(WIDE) for gram in grams(text)
    ]


@given(MIXED, MIXED)
def test_the_grams_of_a_piece_are_a_piece(one: str, other: str) -> None:
    assert cut(f"{one}{END}{other}") == cut(one) + cut(END)[:1] + cut(f"{END}{other}")[1:]
