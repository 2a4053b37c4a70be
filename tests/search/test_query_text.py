import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query_text import Term, read_query

PREFIXES = {"权利人": "holders", "owner": "holders"}


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("碳纤维 鱼竿", (Term("碳纤维"), Term("鱼竿"))),
        ("碳纤维　鱼竿", (Term("碳纤维"), Term("鱼竿"))),
        ('"碳纤维 鱼竿"', (Term("碳纤维␣鱼竿", phrase=True),)),
        ("“碳纤维鱼竿”", (Term("碳纤维鱼竿", phrase=True),)),
        ("鱼竿 -钓具", (Term("鱼竿"), Term("钓具", excluded=True))),
        ("鱼竿 －“钓 具”", (Term("鱼竿"), Term("钓␣具", excluded=True, phrase=True))),
        ("权利人:光威", (Term("光威", "holders"),)),
        ("权利人：“光威 复材”", (Term("光威␣复材", "holders", phrase=True),)),
        ("OWNER:光威", (Term("光威", "holders"),)),
        ("-权利人:光威", (Term("光威", "holders", excluded=True),)),
        ("价格:5元", (Term("价格:5元"),)),
        ("鱼竿 鱼竿", (Term("鱼竿"),)),
        ('"', ()),
        ("-", (Term("-"),)),
        ("   ", ()),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, terms: tuple[Term, ...]) -> None:
    assert read_query(typed, PREFIXES) == terms


@given(st.text())
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    assert all(term.text for term in read_query(typed, PREFIXES))
