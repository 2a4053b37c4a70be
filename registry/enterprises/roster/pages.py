"""The officers' list of enterprises (企业台账), as a page and as a workbook."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter
from litestar.response import File

from registry.accounts.caller import caller_of
from registry.accounts.events import note_export
from registry.accounts.guarding import needs
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.database.days import today
from registry.enterprises.queries import EnterpriseSort
from registry.enterprises.roster import queries
from registry.enterprises.roster.queries import RosterQuery, RosterRow
from registry.imports.bulk_editing import CHOICES, MOST
from registry.site.filters import read_query
from registry.site.forms import Page
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.vocabulary import field_title
from registry.site.workbooks import Sheet, handed_out, taken

WRITE = needs(Permission.EDIT_REGISTER)
Columns = Annotated[list[str] | None, QueryParameter(name="columns")]


def roster_query(
    q: FromQuery[str | None] = None,
    township: FromQuery[str | None] = None,
    cluster: FromQuery[str | None] = None,
    tag: FromQuery[str | None] = None,
    titled: FromQuery[str | None] = None,
    lacking: FromQuery[str | None] = None,
    columns: Columns = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> RosterQuery:
    """What the address asks for. Raises InvalidQueryError."""
    return read_query(RosterQuery, dict(locals()))


ROSTER_QUERY = {"filters": Provide(roster_query, sync_to_thread=False)}


def shown(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    """A page that is kept nowhere."""
    return site_of(request).page(
        request, f"enterprises/roster/{template}", internal=True, status=status, **context
    )


@get("/register/enterprises", dependencies=ROSTER_QUERY, opt=WRITE)
async def show_roster(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[RosterQuery],
) -> Page:
    """The enterprises, narrowed by the address, to be chosen and written to."""
    return shown(
        request,
        "list.html",
        query=filters,
        rows=await queries.roster(caller_scope, filters),
        columns=queries.shown_columns(caller_scope, filters),
        every_column=queries.COLUMNS,
        lackable=queries.LACKING,
        choices=await queries.choices(caller_scope),
        sorts=list(EnterpriseSort),
        changes=CHOICES,
        most=MOST,
    )


@get("/register/enterprises/export", dependencies=ROSTER_QUERY, opt=WRITE)
async def export_roster(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[RosterQuery],
) -> File:
    """The same list, all of it, as a workbook with the columns shown."""
    columns = queries.shown_columns(caller_scope, filters)
    rows = await queries.whole_roster(caller_scope, filters)
    titles = ["序号", "企业名称", "统一社会信用代码", *(field_title("enterprise", name) for name in columns)]
    sheet = Sheet(titles, [_line(place, row) for place, row in enumerate(rows, start=1)])
    details = {**taken(sheet, filters), "personal": bool({"contact", "phone"} & set(columns))}
    await note_export(request, caller_of(request.scope), "enterprise", details)
    return await handed_out(sheet, f"enterprises-{today()}")


def _line(place: int, row: RosterRow) -> list[str]:
    return [str(place), row.name, row.credit_code or "", *(_text(value) for value in row.values.values())]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(value)
    return "" if value is None else str(value)


ROUTES = [show_roster, export_roster]
