"""Searches as JSON: the same parameters as the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.serialization import encode_json

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.enterprises.queries import EnterpriseSummary
from registry.licensing.queries import OfferedPatent
from registry.navigation.queries import ProjectSummary
from registry.patents.queries import PatentSummary
from registry.searching import downloads
from registry.searching.addresses import SearchQuery
from registry.searching.answering import Answered, answer
from registry.searching.fallback import answer_without_engine
from registry.searching.lines import Line
from registry.searching.parameters import ASKED, One
from registry.searching.queries import searching_of
from registry.searching.suggesting import Suggestion, suggestions
from registry.site.caching import weak_tag
from registry.site.filters import LONGEST_QUERY, InvalidQueryError, QueryProblem
from registry.site.paging import REACH
from registry.site.texts import marked
from search.answers import FacetCount, Marked
from search.engine import SearchUnavailable

BEYOND = marked("只能翻到第 10,000 条，请用筛选缩小范围。")
FRESH = {"cache-control": "public, max-age=60"}


@dataclass(frozen=True, slots=True)
class HitFound:
    """One record found. `highlights` are fields in pieces, with what was searched for marked; `reason` is the
    strongest reason why it is here, `shared` what it has in common with the query; `path` is its page."""

    kind: str
    key: str
    title: str | None
    path: str
    reason: str
    highlights: Mapping[str, tuple[Marked, ...]]
    shared: tuple[str, ...]
    licensable: bool
    record: PatentSummary | OfferedPatent | EnterpriseSummary | ProjectSummary


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many records a year has."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of what was found. Facets and years count as if nothing of their own were chosen.

    `relaxed`: nothing has all the words, these have some. `synonyms` were searched for, too; `corrected` is the
    application number with its right check digit, `meant` what else may have been meant, `instead` what was searched
    for because what was asked for occurs nowhere. `as_of`: changes of the register up to then are found.
    """

    hits: list[HitFound]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    years: list[YearCount]
    engine: str
    took_ms: float
    as_of: datetime
    relaxed: bool
    synonyms: tuple[tuple[str, ...], ...]
    corrected: str | None
    meant: tuple[str, ...]
    instead: str | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a text being typed may become, the likeliest first."""

    suggestions: tuple[Suggestion, ...]


@get(
    "/search",
    dependencies=ASKED,
    tags=["search"],
    summary="Search patents, open-licence offers, enterprises or navigation projects",
    opt=PUBLIC,
)
async def search(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], asked: NamedDependency[SearchQuery]
) -> Response[SearchResults]:
    """What fits best comes first: an exact number or name, then the words together, then the words apart."""
    if asked.offset >= REACH:
        raise InvalidQueryError([QueryProblem("page", BEYOND)])
    searching = await searching_of(request, caller_scope)
    as_of = (await searching.library.freshness.value()).as_of
    try:
        results = _results(answer(searching, asked, beside=False), as_of)
    except SearchUnavailable:
        results = _results(await answer_without_engine(searching, asked), datetime.now(UTC))
    return Response(results, headers={"etag": _tag(results)})


def _tag(results: SearchResults) -> str:
    """The same for the same answer, however long it took and however fresh the index is."""
    return weak_tag(encode_json(replace(results, took_ms=0.0, as_of=datetime.min.replace(tzinfo=UTC))))


def _results(answered: Answered, as_of: datetime) -> SearchResults:
    found, hints = answered.found.answer, answered.hints
    return SearchResults(
        hits=[_hit(line) for line in answered.page.items],
        total=answered.page.total,
        facets=_by_parameter(answered),
        years=[YearCount(year, count) for year, count in found.histogram],
        engine=found.engine,
        took_ms=round(found.took_ms, 3),
        as_of=as_of,
        relaxed=found.relaxed,
        synonyms=found.synonyms,
        corrected=hints.corrected,
        meant=hints.meant,
        instead=hints.instead,
    )


def _by_parameter(answered: Answered) -> dict[str, tuple[FacetCount, ...]]:
    """The counts under the names of the parameters that choose among them."""
    facets = answered.found.answer.facets
    return {facet.parameter: facets.get(facet.field, ()) for facet in answered.query.of.facets}


def _hit(line: Line) -> HitFound:
    return HitFound(
        kind=line.kind,
        key=line.key,
        title=line.title,
        path=line.path,
        reason=line.hit.reason,
        highlights=line.hit.highlights,
        shared=line.hit.shared,
        licensable=line.licensable,
        record=line.record,
    )


@get("/suggest", opt=PUBLIC, tags=["search"], summary="Suggest what a text being typed may become")
async def suggest(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], q: One = None
) -> Response[Suggestions]:
    """Terms of the register, literally, by pinyin, by initials; then records called so. None while the engine is down."""
    typed = "".join(character for character in q or "" if character.isprintable())[:LONGEST_QUERY]
    try:
        found = suggestions(await searching_of(request, caller_scope), typed)
    except SearchUnavailable:
        found = ()
    return Response(Suggestions(found), headers=FRESH)


ROUTES = [search, *downloads.API, suggest]
