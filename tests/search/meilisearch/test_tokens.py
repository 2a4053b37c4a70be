import re

from hypothesis import given
from hypothesis import strategies as st

from search.meilisearch.tokens import LONGEST, key_of, pieces, telling_pieces, text_of, token
from search.normalising import normalise

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=2 * LONGEST)
NEAR = st.text("aAbZ09_-. 中\u0301é", max_size=6)
"""Texts that an encoding might take for each other."""


@given(TEXTS)
def test_a_token_spells_its_text_or_says_that_it_does_not(text: str) -> None:
    made = token(text)
    assert text_of(made) == (text if len(text) <= LONGEST else None)
    assert re.fullmatch("[-_0-9a-z]*", made)
    assert len(made) <= 8 * LONGEST


@given(NEAR | TEXTS, NEAR | TEXTS)
def test_different_texts_have_different_tokens_and_keys(one: str, other: str) -> None:
    assert (token(one) == token(other)) is (one == other)
    assert (key_of(one) == key_of(other)) is (one == other)


@given(TEXTS | st.text(min_size=300, max_size=900))
def test_keys_are_such_as_the_server_takes(identity: str) -> None:
    try:
        identity.encode()
    except UnicodeEncodeError:
        return
    assert re.fullmatch("[0-9A-Za-z_-]{1,511}", key_of(identity))


def test_plain_ids_stay_readable() -> None:
    assert key_of("patent-2017114109319") == "patent-2017114109319"
    assert key_of("201711410931.9") == "201711410931_2e_9"
    assert key_of("鱼") == "_9c7c_"


@given(st.text("鱼竿aｂ1 。", min_size=1, max_size=20), st.data())
def test_the_pieces_of_a_substring_are_among_those_of_the_text(text: str, data: st.DataObject) -> None:
    folded = normalise(text)
    start = data.draw(st.integers(0, len(folded) - 1))
    wanted = folded[start : data.draw(st.integers(start + 1, len(folded)))]
    assert set(telling_pieces(wanted)) <= pieces(wanted) <= pieces(folded)


def test_a_query_asks_for_the_longest_pieces() -> None:
    assert telling_pieces("鱼") == ["鱼"]
    assert telling_pieces("钓鱼竿") == ["钓鱼", "鱼竿"]
    assert telling_pieces("led灯") == ["led", "d灯"]
    assert telling_pieces("ab") == ["ab"]
