"""The pages of searches."""

import logging
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from registry.accounts.scope import Scope
from registry.searching.addresses import SEARCH, Address, SearchQuery, read_search
from registry.searching.answering import Answered, answer, exits
from registry.searching.classes import leaving, opening
from registry.searching.engines import Engines
from registry.searching.fallback import answer_without_engine
from registry.searching.finding import Searching
from registry.searching.kinds import KINDS
from registry.searching.lines import line_of
from registry.searching.titles import FIELD_TITLES
from registry.searching.views import bars, facet_views
from registry.site.languages import language_of_path
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of, today
from search.engine import SearchUnavailable

logger = logging.getLogger(__name__)
FRAGMENT = "fragment"
"""The parameter with which a page asks for nothing but what changes with the search."""


def searching_of(request: AnyRequest, scope: Scope) -> Searching:
    """What a request searches with."""
    engines = request.app.state.engines
    if not isinstance(engines, Engines):
        raise TypeError("create_app() sets app.state.engines")
    return Searching(engines, scope, today())


def _page(path: str, kind: str | None) -> HTTPRouteHandler:
    @get(path, name=f"search {path}")
    async def show(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
        pairs = parse_qsl(request.scope["query_string"].decode())
        query = read_search(pairs, kind)
        searching = searching_of(request, caller_scope)
        address = Address(path, language_of_path(request.scope["path"]), query)
        template = "fragment" if (FRAGMENT, "1") in pairs else "page"
        answered, beside = await _answered(searching, query, address)
        context = {**_context(answered, address), **beside}
        return site_of(request).page(request, f"searching/{template}.html", **context)

    return show


async def _answered(
    searching: Searching, query: SearchQuery, address: Address
) -> tuple[Answered, dict[str, Any]]:
    """The answer, and what else only the engine knows; without the engine from the database."""
    try:
        answered = answer(searching, query)
        recent = searching.engines.recent() if query.of.offered else ()
        ways = exits(searching, answered, address)
    except SearchUnavailable as error:
        logger.warning("answered without the engine: %s", error)
        return await answer_without_engine(searching, query), {"exits": [], "recent": [], "down": True}
    lines = [line_of("offer", hit, searching.today) for hit in recent]
    return answered, {"exits": ways, "recent": lines, "down": False}


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
        "holdings": found.holdings,
        "licensable": found.licensable,
        "facets": facet_views(found),
        "bars": bars(found),
        "branches": found.classes,
        "default_order": kind.order("", typed=bool(query.q)).name,
        "chosen_order": kind.order(query.sort, typed=bool(query.q)),
        "field_titles": FIELD_TITLES,
        "title_field": "name" if query.kind == "enterprise" else "title",
        "opening": opening,
        "leaving": leaving,
        "stale": None,
        "as_of": None,
    }


ROUTES = [_page(SEARCH, None), *(_page(kind.path, name) for name, kind in KINDS.items())]
