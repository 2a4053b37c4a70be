"""Enterprises as JSON."""

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.enterprises import queries
from registry.enterprises.queries import EnterpriseDetail, EnterpriseQuery, EnterpriseSummary
from registry.site.errors import RecordMovedError, RecordNotFoundError
from registry.site.filters import read_query
from registry.site.paging import Page
from registry.site.texts import Text, marked

NO_SUCH_ENTERPRISE = marked("没有代码为 %(key)s 的企业")


def enterprise_query(
    *,
    q: FromQuery[str | None] = None,
    township: FromQuery[str | None] = None,
    district: FromQuery[str | None] = None,
    cluster: FromQuery[str | None] = None,
    tag: FromQuery[str | None] = None,
    title: FromQuery[str | None] = None,
    titled: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> EnterpriseQuery:
    """What an address asks of the list of enterprises. Raises InvalidQueryError."""
    return read_query(EnterpriseQuery, dict(locals()))


ENTERPRISE_QUERY = {"filters": Provide(enterprise_query, sync_to_thread=False)}


async def found_enterprise(caller_scope: Scope, key: str) -> EnterpriseDetail:
    """The enterprise of this key. Raises RecordNotFoundError, RecordMovedError."""
    found = await queries.enterprise(caller_scope, key)
    if found is None:
        raise await missing(caller_scope, key)
    return found


async def missing(caller_scope: Scope, key: str) -> HTTPException:
    """Why there is no enterprise of this key to be shown: it was merged into another, or there is none."""
    kept = await queries.successor(caller_scope, key)
    if kept is None or kept == key:
        return RecordNotFoundError(Text(NO_SUCH_ENTERPRISE, {"key": key}))
    return RecordMovedError(key, kept)


@get(
    "/enterprises",
    dependencies=ENTERPRISE_QUERY,
    tags=["enterprises"],
    summary="List enterprises",
    opt=PUBLIC,
)
async def list_enterprises(
    caller_scope: NamedDependency[Scope], filters: NamedDependency[EnterpriseQuery]
) -> Page[EnterpriseSummary]:
    """Enterprises that fit the conditions, one page of them."""
    return await queries.enterprises(caller_scope, filters, exact=True)


@get(
    "/enterprises/{key:str}",
    tags=["enterprises"],
    summary="One enterprise with its provenance and history",
    opt=PUBLIC,
)
async def show_enterprise(caller_scope: NamedDependency[Scope], key: FromPath[str]) -> EnterpriseDetail:
    """One enterprise by its unified social credit code, or by the key the list gives."""
    return await found_enterprise(caller_scope, key)


ROUTES = [list_enterprises, show_enterprise]
