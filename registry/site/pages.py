"""The first page: what the register holds, and how fresh it is."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from registry.accounts.caller import caller_of
from registry.accounts.guarding import PUBLIC
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.database.days import today
from registry.enterprises.ladder.deadlines import Deadline
from registry.enterprises.ladder.holdings import Holding, due_soon
from registry.enterprises.ladder.reminding import MAILED_WITHIN
from registry.enterprises.ladder.versions import current_ladder
from registry.imports import queries as imports
from registry.licensing import queries as licensing
from registry.searching.queries import searching_of
from registry.site.negotiation import AnyRequest
from registry.site.queries import holdings
from registry.site.rendering import site_of
from search.answers import FacetCount
from search.engine import SearchUnavailable

CLUSTERS = 12
"""Clusters named on the first page."""


@get("/", opt=PUBLIC)
async def overview(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
    """The first page."""
    site = site_of(request)
    caller = caller_of(request.scope)
    watched = caller is not None and caller.may(Permission.READ_LADDER)
    return site.page(
        request,
        "site/overview.html",
        holdings=await site.remembered.value("holdings", lambda: holdings(caller_scope)),
        fields=await _fields(request, caller_scope),
        recent=await licensing.recent_offers(caller_scope, 8),
        batches=await imports.recent_batches(5),
        due=await _due(caller_scope) if watched else None,
    )


async def _due(scope: Scope) -> list[tuple[Holding, Deadline]]:
    """The deadlines of titles that officers are reminded of."""
    ladder = await current_ladder(today())
    return await due_soon(scope, ladder, MAILED_WITHIN, today())


async def _fields(request: AnyRequest, scope: Scope) -> dict[str, tuple[FacetCount, ...]]:
    """Clusters and sections of the IPC with the number of their patents, most first; nothing while the engine is down."""
    searching = await searching_of(request, scope)
    try:
        values = searching.library.holdings("patent", searching.today).values
    except SearchUnavailable:
        return {"cluster": (), "ipc": ()}
    clusters = sorted(values.get("cluster", ()), key=lambda one: -one.count)[:CLUSTERS]
    sections = sorted(values.get("ipc_section", ()), key=lambda one: one.value)
    return {"cluster": tuple(clusters), "ipc": tuple(sections)}


ROUTES = [overview]
