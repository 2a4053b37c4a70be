"""Patents as JSON."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.patents import queries
from registry.patents.numbers import read_number
from registry.patents.queries import PatentDetail, PatentQuery, PatentSummary
from registry.site.errors import RecordNotFoundError
from registry.site.filters import read_query
from registry.site.paging import Page
from registry.site.texts import Text, marked

NO_SUCH_PATENT = marked("没有申请号为 %(number)s 的专利")
WRONG_CHECK_DIGIT = marked("专利号 %(number)s 的校验位不对")

TypeName = Annotated[
    str | None, QueryParameter(name="type", description="invention, utility_model or design")
]


def patent_query(
    *,
    q: FromQuery[str | None] = None,
    kind: TypeName = None,
    status: FromQuery[str | None] = None,
    offer: FromQuery[str | None] = None,
    township: FromQuery[str | None] = None,
    district: FromQuery[str | None] = None,
    year_from: FromQuery[str | None] = None,
    year_to: FromQuery[str | None] = None,
    ipc: FromQuery[str | None] = None,
    owner: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> PatentQuery:
    """What an address asks of the list of patents. Raises InvalidQueryError."""
    values = {name: value for name, value in locals().items() if name != "kind"}
    return read_query(PatentQuery, {**values, "type": kind})


PATENT_QUERY = {"filters": Provide(patent_query, sync_to_thread=False)}


def no_such_patent(number: str) -> RecordNotFoundError:
    """What to answer for a number that is not held; a wrong check digit is told apart."""
    corrected = read_number(number).corrected
    if corrected:
        return RecordNotFoundError(
            Text(WRONG_CHECK_DIGIT, {"number": number}), (corrected, f"/patents/{corrected}")
        )
    return RecordNotFoundError(Text(NO_SUCH_PATENT, {"number": number}))


@get("/patents", dependencies=PATENT_QUERY, tags=["patents"], summary="List patents", opt=PUBLIC)
async def list_patents(
    caller_scope: NamedDependency[Scope], filters: NamedDependency[PatentQuery]
) -> Page[PatentSummary]:
    """Patents that fit the conditions, one page of them."""
    return await queries.patents(caller_scope, filters, exact=True)


@get(
    "/patents/{number:str}",
    tags=["patents"],
    summary="One patent with its provenance and history",
    opt=PUBLIC,
)
async def show_patent(caller_scope: NamedDependency[Scope], number: FromPath[str]) -> PatentDetail:
    """One patent; the number may be written in any spelling."""
    found = await queries.patent(caller_scope, read_number(number).number or number)
    if found is None:
        raise no_such_patent(number)
    return found


ROUTES = [list_patents, show_patent]
