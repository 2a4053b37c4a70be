"""An address is the whole state of a search: written and read again it asks for the same."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.searching.addresses import SEARCH, Address, SearchQuery, pairs_of, read_search
from registry.searching.kinds import KINDS, Kind
from registry.site.filters import InvalidQueryError
from registry.site.languages import Language
from registry.site.vocabulary import labels

OWN_WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40).map(
    str.strip
)
SYMBOLS = st.from_regex(r"[A-H]([0-9]{2}([A-Z]([0-9]{1,4})?)?)?", fullmatch=True)
YEARS = st.none() | st.integers(1900, 2100)


def ordered(bounds: tuple[int | None, int | None]) -> bool:
    least, most = bounds
    return least is None or most is None or least <= most


@st.composite
def searches(draw: st.DrawFn) -> SearchQuery:
    kind: Kind = draw(st.sampled_from(list(KINDS.values())))
    chosen = {}
    for facet in kind.facets:
        words = st.sampled_from(sorted(labels(*facet.words))) if facet.words else OWN_WORDS.filter(bool)
        if values := draw(st.lists(words, max_size=3, unique=True)):
            chosen[facet.parameter] = tuple(values)
    years = draw(st.tuples(YEARS, YEARS).filter(ordered))
    fees = draw(st.tuples(YEARS, YEARS).filter(ordered)) if kind.offered else (None, None)
    return SearchQuery(
        kind=kind.name,
        q=draw(OWN_WORDS),
        offer=draw(st.sampled_from(["", "open", "declared", "none"])) if kind.offered else "",
        literal=draw(st.booleans()),
        titled=draw(st.booleans()) and kind.name == "enterprise",
        year_from=years[0],
        year_to=years[1],
        fee_from=fees[0],
        fee_to=fees[1],
        ipc=tuple(draw(st.lists(SYMBOLS, max_size=3, unique=True))) if kind.offered else (),
        sort=draw(st.sampled_from(["", *(order.name for order in kind.orders)])),
        page=draw(st.integers(1, 100)),
        size=draw(st.integers(1, 100)),
        chosen=chosen,
    )


@given(searches())
def test_what_is_written_into_an_address_is_read_from_it(query: SearchQuery) -> None:
    assert read_search(parse_qsl(urlencode(pairs_of(query)))) == query


@given(searches())
def test_an_address_whose_path_says_the_kind_asks_for_the_same(query: SearchQuery) -> None:
    address = str(Address(query.of.path, Language.CHINESE, query))
    _, _, text = address.partition("?")
    assert read_search(parse_qsl(text), query.kind) == query
    assert "kind=" not in text


@given(searches())
def test_taking_a_condition_away_leaves_all_others(query: SearchQuery) -> None:
    for name in query.narrowed:
        rest = query.without(name)
        assert rest.narrowed == [other for other in query.narrowed if other != name]
        assert (rest.q, rest.sort, rest.page) == (query.q, query.sort, 1)


@pytest.mark.parametrize(
    ("pairs", "kind", "expected"),
    [
        ([("q", "  渔竿 "), ("type", ""), ("nonsense", "1")], None, SearchQuery(q="渔竿")),
        ([("type", "design"), ("type", "design")], "patent", SearchQuery(chosen={"type": ("design",)})),
        ([("type", "industry"), ("ipc", "A"), ("offer", "open")], "project",
         SearchQuery(kind="project", chosen={"type": ("industry",)})),
        ([("ipc", "a01k 87/00")], None, SearchQuery(ipc=("A01K87",))),
        ([("titled", "1")], "patent", SearchQuery()),
        ([("titled", "1")], "enterprise", SearchQuery(kind="enterprise", titled=True)),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_passed_over_and_spellings_are_made_one(
    pairs: list[tuple[str, str]], kind: str | None, expected: SearchQuery
) -> None:
    assert read_search(pairs, kind) == expected


@pytest.mark.parametrize(
    ("pairs", "refused"),
    [
        ([("kind", "person")], {"kind"}),
        ([("type", "car"), ("page", "x"), ("status", "alive")], {"type", "page", "status"}),
        ([("year_from", "2022"), ("year_to", "2020")], {"year_from"}),
        ([("fee_from", "-1")], {"fee_from"}),
        ([("ipc", "Z01")], {"ipc"}),
        ([("sort", "price")], {"sort"}),
        ([("cluster", "长" * 101)], {"cluster"}),
        ([("cluster", str(number)) for number in range(51)], {"cluster"}),
        ([("q", "长" * 201)], {"q"}),
    ],
)
def test_every_value_that_means_nothing_is_named(pairs: list[tuple[str, str]], refused: set[str]) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        read_search(pairs)
    assert {problem.parameter for problem in caught.value.problems} == refused


def test_another_kind_is_searched_for_the_same_words_without_what_narrows_this_one() -> None:
    query = SearchQuery(q="渔竿", offer="open", chosen={"type": ("design",)}, page=3)
    address = Address("/patents", Language.ENGLISH, query)
    assert address.of_kind("enterprise") == f"/en{SEARCH}?kind=enterprise&q=%E6%B8%94%E7%AB%BF"
    assert address.changed(page=2) == "/en/patents?q=%E6%B8%94%E7%AB%BF&offer=open&page=2&type=design"
