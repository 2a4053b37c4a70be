"""The first page: what the register holds, and how fresh it is."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.imports import queries as imports
from registry.licensing import queries as licensing
from registry.site.queries import holdings
from registry.site.rendering import site_of


@get("/", opt=PUBLIC)
async def overview(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
    """The first page."""
    site = site_of(request)
    return site.page(
        request,
        "site/overview.html",
        holdings=await site.remembered.value("holdings", lambda: holdings(caller_scope)),
        recent=await licensing.recent_offers(caller_scope, 8),
        batches=await imports.recent_batches(5),
    )


ROUTES = [overview]
