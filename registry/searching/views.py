"""What stands beside the hits, ready to be shown: values to choose from, years, chips."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.searching.kinds import Facet
from registry.searching.queries import Found
from registry.site.vocabulary import labels
from search.answers import FacetCount

SHOWN = 6
"""Values of the register's own words shown before the rest is unfolded."""
MOST_BARS = 40
"""Years drawn, counted from the latest; all earlier ones share a bar, so that a wrong date does not squeeze the rest."""
BAR, HEIGHT, LEAST = 20, 52, 2
"""Width of a bar with its gap, and heights, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: how many hits have it, as if nothing else of its facet were chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values shown at once, and the rest."""

    facet: Facet
    options: tuple[Option, ...]
    rest: tuple[Option, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the histogram: its count and its place in the drawing; `on`: within the years chosen.

    `since` is the year itself, or None for a bar that gathers all years up to this one.
    """

    year: int
    since: int | None
    count: int
    on: bool
    x: int
    height: int


def facet_views(found: Found) -> list[FacetView]:
    """Every facet of which the register has more than one value, or of which one is chosen."""
    views = (_view(facet, found) for facet in found.query.of.facets)
    return [view for view in views if len(view.options) + len(view.rest) > 1 or view.chosen]


def _view(facet: Facet, found: Found) -> FacetView:
    counts = {one.value: one.count for one in found.answer.facets.get(facet.field, ())}
    held = found.holdings.values.get(facet.field, ())
    chosen = found.query.chosen.get(facet.parameter, ())
    values = dict.fromkeys([*_ordered(facet, held, counts), *chosen])
    options = [Option(value, counts.get(value, 0), value in chosen) for value in values]
    if facet.words:
        return FacetView(facet, tuple(options), (), len(chosen))
    first = [option for place, option in enumerate(options) if place < SHOWN or option.chosen]
    rest = [option for option in options if option not in first]
    return FacetView(facet, tuple(first), tuple(rest), len(chosen))


def _ordered(facet: Facet, held: tuple[FacetCount, ...], counts: dict[str, int]) -> list[str]:
    """A vocabulary in its own order, as far as the register has its words; else the most frequent first."""
    if facet.words:
        values = {*counts, *(one.value for one in held)}
        return [word for word in labels(*facet.words) if word in values]
    return sorted(
        dict.fromkeys([*counts, *(one.value for one in held)]), key=lambda value: -counts.get(value, 0)
    )


def bars(found: Found) -> tuple[Bar, ...]:
    """The hits by year, years without any included."""
    counts = dict(found.answer.histogram)
    if not counts:
        return ()
    return tuple(_bars(counts, *found.query.bounds("year")))


def _bars(counts: dict[int, int], least: int | None, most: int | None) -> Iterator[Bar]:
    latest = max(counts)
    first = min(year for year in counts if year > latest - MOST_BARS)
    earlier = sum(count for year, count in counts.items() if year < first)
    drawn = {year: count for year, count in counts.items() if year >= first}
    if earlier:
        drawn[first - 1] = earlier
    highest = max(drawn.values())
    for place, year in enumerate(range(min(drawn), latest + 1)):
        count = drawn.get(year, 0)
        since = None if year < first else year
        height = max(LEAST, round(count / highest * HEIGHT)) if count else 0
        on = (least is None or year >= least) and (most is None or year <= most)
        yield Bar(year, since, count, on, place * BAR + 1, height)
