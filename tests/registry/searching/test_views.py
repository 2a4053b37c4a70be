"""What stands beside the hits."""

from registry.searching.addresses import SearchQuery
from registry.searching.library import Holdings
from registry.searching.queries import Found
from registry.searching.views import HEIGHT, MOST_BARS, Bar, bars
from search.answers import SearchAnswer


def drawn(years: dict[int, int], query: SearchQuery | None = None) -> tuple[Bar, ...]:
    answer = SearchAnswer((), sum(years.values()), {}, tuple(sorted(years.items())), 0, "embedded")
    return bars(
        Found(
            query or SearchQuery(), answer, {}, None, Holdings(answer.total, 0, 0, {}, answer.histogram), ()
        )
    )


def test_every_year_has_its_place_and_those_chosen_are_told_apart() -> None:
    found = drawn({2020: 5, 2022: 10}, SearchQuery(year_from=2021))
    assert [(bar.year, bar.since, bar.count, bar.on) for bar in found] == [
        (2020, 2020, 5, False),
        (2021, 2021, 0, True),
        (2022, 2022, 10, True),
    ]
    assert [bar.height for bar in found] == [HEIGHT // 2, 0, HEIGHT]


def test_a_date_of_long_ago_does_not_squeeze_the_other_years() -> None:
    found = drawn({1899: 1, 1901: 1, 2019: 4, 2022: 10})
    assert [(bar.year, bar.since, bar.count) for bar in found] == [
        (2018, None, 2), (2019, 2019, 4), (2020, 2020, 0), (2021, 2021, 0), (2022, 2022, 10),
    ]  # fmt: skip
    assert len(drawn(dict.fromkeys(range(1900, 2023), 1))) == MOST_BARS + 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn({}) == ()
