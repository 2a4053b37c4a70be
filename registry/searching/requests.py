"""From what an address asks for to the request that any engine takes."""

from collections.abc import Iterator
from datetime import date

from registry.accounts.scope import Scope
from registry.indexing.declared import YES
from registry.searching.addresses import SearchQuery
from registry.searching.kinds import IPC_LEVELS, Kind
from registry.site.vocabulary import labels
from search.requests import AnyOf, Between, Filter, Not, OneOf, SearchRequest, Sort, Synonyms

LETTERS = (1, 3, 4)
"""Lengths of a section, a class and a subclass; a group is longer."""
FEN = 100
LICENSABLE = "licensable"


def request_for(query: SearchQuery, scope: Scope, today: date, synonyms: Synonyms = ()) -> SearchRequest:
    """The request for one page of a search; for exports and feeds too, which set `offset` and `limit` anew."""
    kind = query.of
    return SearchRequest(
        text=query.q,
        filters=(*scope.filters(kind.name), *filters_of(query, today)),
        facets=counted_fields(kind),
        histogram="year",
        sort=sort_of(query),
        offset=query.offset,
        limit=query.size,
        synonyms=() if query.literal else synonyms,
        prefixes=dict(kind.prefixes),
    )


def counted_fields(kind: Kind) -> tuple[str, ...]:
    """The fields whose values are counted: those of the facets, and where there are offers sections and `licensable`."""
    return (*(facet.field for facet in kind.facets), *((IPC_LEVELS[0], LICENSABLE) if kind.offered else ()))


def sort_of(query: SearchQuery) -> Sort | None:
    """The order asked for; None is by rank."""
    return query.of.order(query.sort, typed=bool(query.q)).sort


def filters_of(query: SearchQuery, today: date) -> tuple[Filter, ...]:
    """What narrows the search."""
    return tuple(_filters(query, query.of, today))


def _filters(query: SearchQuery, kind: Kind, today: date) -> Iterator[Filter]:
    for name, values in query.chosen.items():
        yield OneOf(kind.by_parameter[name].field, values)
    if query.ipc:
        yield within_classes(query.ipc)
    if query.offer and kind.offered:
        yield from _offered(query.offer, today)
    if query.titled and "title" in kind.by_parameter:
        yield OneOf("title_kind", tuple(labels("recognition", "title_kind")))
    if query.bounds("year") != (None, None):
        yield Between("year", *query.bounds("year"))
    least, most = query.bounds("fee")
    if kind.offered and (least, most) != (None, None):
        yield Between("fee", None if least is None else least * FEN, None if most is None else most * FEN)


def _offered(offer: str, today: date) -> Iterator[Filter]:
    """See `SearchQuery.offer`."""
    declared = OneOf("offer_state", tuple(labels("offer", "state")))
    if offer == "open":
        yield from licensable(today)
    else:
        yield declared if offer == "declared" else Not(declared)


def licensable(today: date) -> tuple[Filter, ...]:
    """可开放许可: announced for a patent in force, and the term of the licence not over."""
    return OneOf(LICENSABLE, (YES,)), Between("licence_to", number_of(today))


def expired(today: date) -> tuple[Filter, ...]:
    """What could be licensed on the day of indexing, and cannot today."""
    return OneOf(LICENSABLE, (YES,)), Between("licence_to", None, number_of(today) - 1)


def not_licensable(today: date) -> Filter:
    """The reverse of `licensable`."""
    over = Between("licence_to", None, number_of(today) - 1)
    return AnyOf((Not(OneOf(LICENSABLE, (YES,))), over))


def number_of(day: date) -> int:
    """A day as indexes hold it: 20240517."""
    return day.year * 10_000 + day.month * 100 + day.day


def within_classes(parts: tuple[str, ...]) -> Filter:
    """Patents of any of these classes of whatever level."""
    by_level: dict[str, list[str]] = {}
    for part in parts:
        by_level.setdefault(level_of(part), []).append(part)
    levels = tuple(OneOf(level, tuple(found)) for level, found in by_level.items())
    return levels[0] if len(levels) == 1 else AnyOf(levels)


def level_of(part: str) -> str:
    """The field that holds symbols of this length."""
    return IPC_LEVELS[LETTERS.index(len(part)) if len(part) in LETTERS else len(LETTERS)]
