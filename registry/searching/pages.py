"""The pages of searches."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.indexing.signals import doubt
from registry.searching import downloads, exporting, feeds, needs
from registry.searching.addresses import SEARCH, Address, Pairs, SearchQuery, read_search
from registry.searching.answering import Answered, answer, exits
from registry.searching.api import suggest
from registry.searching.classes import leaving, opening
from registry.searching.fallback import answer_without_engine
from registry.searching.kinds import KINDS
from registry.searching.library import Library
from registry.searching.lines import line_of
from registry.searching.queries import Searching, searching_of
from registry.searching.titles import FIELD_TITLES
from registry.searching.views import bars, facet_views
from registry.site.errors import report
from registry.site.filters import InvalidQueryError
from registry.site.languages import language_of_path, localised
from registry.site.negotiation import AnyRequest, wants_json
from registry.site.rendering import site_of
from search.engine import SearchUnavailable

logger = logging.getLogger(__name__)
LATE = timedelta(seconds=30)
"""How long a change may wait for the index before pages say so."""
FRAGMENT = "fragment"
"""The parameter with which a page asks for nothing but what changes with the search."""


def _page(path: str, kind: str | None) -> HTTPRouteHandler:
    @get(path, name=f"search {path}", opt=PUBLIC)
    async def show(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
        pairs = parse_qsl(request.scope["query_string"].decode())
        try:
            query = read_search(pairs, kind)
        except InvalidQueryError as error:
            return _refused(request, path, pairs, error)
        searching = await searching_of(request, caller_scope)
        address = Address(path, language_of_path(request.scope["path"]), query)
        template = "fragment" if (FRAGMENT, "1") in pairs else "page"
        answered, beside = await _answered(searching, query, address)
        context = {**_context(answered, address), **beside, **await _moments(searching.library)}
        return site_of(request).page(request, f"searching/{template}.html", **context)

    return show


def _refused(request: AnyRequest, path: str, pairs: Pairs, error: InvalidQueryError) -> Response[str]:
    """What is wrong with an address, with what was typed kept, and the address without what is wrong."""
    if wants_json(request):
        raise error
    refused = {problem.parameter for problem in error.problems}
    language = language_of_path(request.scope["path"])
    kept = [pair for pair in pairs if pair[0] not in {*refused, FRAGMENT}]
    text = site_of(request).render(
        request,
        "searching/refused.html",
        told=report(error, language),
        typed=dict(pairs).get("q", ""),
        path=path,
        remaining=f"{localised(path, language)}?{urlencode(kept)}" if kept else localised(path, language),
    )
    return Response(text, status_code=400, headers={"cache-control": "no-store"}, media_type="text/html")


async def _answered(
    searching: Searching, query: SearchQuery, address: Address
) -> tuple[Answered, dict[str, Any]]:
    """The answer, and what else only the engine knows; without the engine from the database."""
    try:
        answered = answer(searching, query)
        recent = searching.library.recent() if query.of.offered else ()
        ways = exits(searching, answered, address)
    except SearchUnavailable as error:
        logger.warning("answered without the engine: %s", error)
        await doubt()
        return await answer_without_engine(searching, query), {"exits": [], "recent": [], "down": True}
    lines = [line_of("offer", hit, searching.today) for hit in recent]
    return answered, {"exits": ways, "recent": lines, "down": False}


async def _moments(library: Library) -> dict[str, Any]:
    """When the register was last imported into, and up to when the index has it where it has fallen behind."""
    fresh = await library.freshness.value()
    behind = fresh.waiting and datetime.now(UTC) - fresh.as_of > LATE
    return {"updated": await library.updated.value(), "stale": fresh.as_of if behind else None}


def _context(answered: Answered, address: Address) -> dict[str, Any]:
    query, found = answered.query, answered.found
    kind = query.of
    return {
        "query": query,
        "here": address,
        "kind": kind,
        "kinds": KINDS,
        "counts": found.kinds,
        "answer": found.answer,
        "page": answered.page,
        "hints": answered.hints,
        "partly": answered.partly,
        "holdings": found.holdings,
        "licensable": found.licensable,
        "facets": facet_views(found),
        "bars": bars(found),
        "branches": found.classes,
        "default_order": kind.order("", typed=bool(query.q)).name,
        "chosen_order": kind.order(query.sort, typed=bool(query.q)),
        "field_titles": FIELD_TITLES,
        "most_exported": exporting.MOST,
        "title_field": "name" if query.kind == "enterprise" else "title",
        "opening": opening,
        "leaving": leaving,
    }


ROUTES = [
    _page(SEARCH, None),
    *(_page(kind.path, name) for name, kind in KINDS.items()),
    *downloads.PAGES,
    *feeds.ROUTES,
    *needs.ROUTES,
    suggest,
]
