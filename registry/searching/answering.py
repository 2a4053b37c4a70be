"""A search answered as people need it: with hints where it went wrong, ways out where it found nothing, or without
the engine where that is down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.patents.numbers import read_number
from registry.searching.addresses import Address, SearchQuery
from registry.searching.kinds import KINDS
from registry.searching.lines import Line, line_of
from registry.searching.queries import Found, Searching, find, partly
from registry.searching.suggesting import meant
from registry.site.paging import Page
from registry.site.texts import marked

NAMED = {
    "ipc": marked("技术领域（IPC）"),
    "offer": marked("开放许可"),
    "titled": marked("称号"),
    "fee": marked("许可费（元）"),
}


@dataclass(frozen=True, slots=True)
class Hints:
    """`corrected`: the application number with its right check digit; `meant`: what else may have been meant;
    `instead`: what was searched for because what was typed occurs nowhere."""

    corrected: str | None = None
    meant: tuple[str, ...] = ()
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """A search beside an empty one that finds something: without the condition of this title, or in the kind of it."""

    title: str
    elsewhere: bool
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page or a program is told of a search. `query` is the one asked for, `found` may be of another; `partly` have
    only some of the words."""

    query: SearchQuery
    found: Found
    page: Page[Line]
    hints: Hints
    partly: tuple[Line, ...] = ()


def answer(searching: Searching, query: SearchQuery, *, beside: bool = True) -> Answered:
    """Search, and search for what was meant where what was typed is nowhere; `beside` as for `find`.

    Raises SearchUnavailable.
    """
    found = find(searching, query, beside=beside)
    hints = _hints(searching, query, found)
    if hints.instead is not None:
        other = find(searching, query.model_copy(update={"q": hints.instead}), beside=beside)
        found = replace(other, query=query)
    some = partly(searching, found) if beside else ()
    lines = tuple(line_of(query.kind, hit, searching.today) for hit in some)
    return Answered(query, found, page_of(searching, found), hints, lines)


def page_of(searching: Searching, found: Found) -> Page[Line]:
    """The hits as lines of one page."""
    query = found.query
    lines = [line_of(query.kind, hit, searching.today) for hit in found.answer.hits]
    return Page(lines, found.answer.total, query.page, query.size)


def _hints(searching: Searching, query: SearchQuery, found: Found) -> Hints:
    if not query.q:
        return Hints()
    corrected = read_number(query.q).corrected
    literal = found.answer.total and not found.answer.relaxed
    latin = query.q.isascii()
    if corrected or (literal and not latin):
        return Hints(corrected)
    texts = meant(searching.library.terms, query.q)
    if texts and latin and not found.answer.total and not query.narrowed:
        return Hints(None, texts[1:], texts[0])
    return Hints(None, texts)


def exits(searching: Searching, answered: Answered, address: Address) -> list[Exit]:
    """Where something is found if nothing was: without each condition, and in other kinds."""
    if answered.page.total:
        return []
    return [way for way in _ways(searching, answered, address) if way.count]


def _ways(searching: Searching, answered: Answered, address: Address) -> Iterator[Exit]:
    query = answered.query
    for name in query.narrowed:
        wider = query.without(name)
        yield Exit(_title(query, name), False, address.to(wider), searching.count(wider, relaxed=True))
    if not query.q:
        return
    for name, count in answered.found.kinds.items():
        if name != query.kind:
            yield Exit(KINDS[name].title, True, address.of_kind(name), count)


def _title(query: SearchQuery, name: str) -> str:
    if name == "year":
        return query.of.year
    return NAMED[name] if name in NAMED else query.of.by_parameter[name].title
