"""The page of the titles that are held: validity, review, what ends soon, and the figure of the plan."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import File

from registry.accounts.caller import caller_of
from registry.accounts.events import note_export
from registry.accounts.guarding import needs
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.database.days import today
from registry.enterprises.ladder.deadlines import WATCHED
from registry.enterprises.ladder.exporting import titles_sheet
from registry.enterprises.ladder.holdings import (
    HoldingQuery,
    all_holdings,
    due_soon,
    holdings,
    plan_figure,
)
from registry.enterprises.ladder.versions import current_ladder
from registry.site.filters import read_query
from registry.site.rendering import site_of
from registry.site.workbooks import handed_out, taken
from schemas.titles import TitleKind, TitleLevel


def holding_query(
    q: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    level: FromQuery[str | None] = None,
    township: FromQuery[str | None] = None,
    within: FromQuery[str | None] = None,
    plan: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> HoldingQuery:
    """What the address asks for. Raises InvalidQueryError."""
    return read_query(HoldingQuery, dict(locals()))


READ = needs(Permission.READ_LADDER)
HOLDING_QUERY = {"filters": Provide(holding_query, sync_to_thread=False)}


@get("/ladder/titles", dependencies=HOLDING_QUERY, opt=READ)
async def show_titles(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[HoldingQuery],
) -> Response[str]:
    """The titles of the enterprises that the caller sees, those that end soonest first."""
    ladder = await current_ladder(today())
    near = await due_soon(caller_scope, ladder, max(WATCHED), today())
    return site_of(request).page(
        request,
        "enterprises/ladder/titles.html",
        internal=True,
        query=filters,
        rows=await holdings(caller_scope, ladder, filters, today()),
        figure=await plan_figure(caller_scope, ladder, today()),
        counts={days: sum((one.on - today()).days <= days for _, one in near) for days in sorted(WATCHED)},
        kinds=list(TitleKind),
        levels=list(TitleLevel),
    )


@get("/ladder/titles/export", dependencies=HOLDING_QUERY, opt=READ)
async def export_titles(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[HoldingQuery],
) -> File:
    """The same list, all of it, as a workbook."""
    ladder = await current_ladder(today())
    sheet = titles_sheet(await all_holdings(caller_scope, ladder, filters, today()))
    await note_export(request, caller_of(request.scope), "recognition", taken(sheet, filters))
    return await handed_out(sheet, f"titles-{today()}")


ROUTES = [show_titles, export_titles]
