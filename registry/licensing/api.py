"""Open-licence offers as JSON."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.licensing import queries
from registry.licensing.queries import OfferedPatent, OfferQuery
from registry.site.filters import read_query
from registry.site.paging import Page

TypeName = Annotated[
    str | None, QueryParameter(name="type", description="invention, utility_model or design")
]
StateName = Annotated[str | None, QueryParameter(name="state")]


def offer_query(
    *,
    q: FromQuery[str | None] = None,
    standing: StateName = None,
    mode: FromQuery[str | None] = None,
    kind: TypeName = None,
    available: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> OfferQuery:
    """What an address asks of the list of offers. Raises InvalidQueryError."""
    values = {name: value for name, value in locals().items() if name not in ("kind", "standing")}
    return read_query(OfferQuery, {**values, "type": kind, "state": standing})


OFFER_QUERY = {"filters": Provide(offer_query, sync_to_thread=False)}


@get("/offers", dependencies=OFFER_QUERY, tags=["offers"], summary="List open-licence offers", opt=PUBLIC)
async def list_offers(
    caller_scope: NamedDependency[Scope], filters: NamedDependency[OfferQuery]
) -> Page[OfferedPatent]:
    """Offers that fit the conditions with the patents they are about, one page of them."""
    return await queries.offers(caller_scope, filters, exact=True)


ROUTES = [list_offers]
