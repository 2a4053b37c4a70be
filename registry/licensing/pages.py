"""The page of open-licence offers (开放许可公告)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from registry.accounts.scope import Scope
from registry.licensing import queries
from registry.licensing.api import OFFER_QUERY
from registry.licensing.queries import OfferQuery
from registry.site.rendering import site_of
from registry.site.vocabulary import terms


@get("/offers", dependencies=OFFER_QUERY)
async def list_offers(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[OfferQuery],
) -> Response[str]:
    """The list of offers, narrowed by the address."""
    return site_of(request).page(
        request,
        "licensing/list.html",
        query=filters,
        offers=await queries.offers(caller_scope, filters),
        states=terms("offer", "state"),
        modes=terms("offer", "fee_mode"),
        types=terms("patent", "patent_type"),
    )


ROUTES = [list_offers]
