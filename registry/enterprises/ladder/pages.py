"""The pages of the ladder (梯度培育)."""

from typing import Any

from anyio import to_thread
from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import File

from registry.accounts.caller import caller_of
from registry.accounts.events import note_export
from registry.accounts.guarding import needs
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.candidates.own import own_candidacies
from registry.database.days import today
from registry.enterprises.api import missing
from registry.enterprises.ladder.boards import Boards
from registry.enterprises.ladder.exporting import matrix_sheet
from registry.enterprises.ladder.holdings import plan_figure
from registry.enterprises.ladder.matrix import MatrixQuery, choices, matrix, rung_counts, seen, target_of
from registry.enterprises.ladder.one import on_ladder
from registry.enterprises.ladder.versions import current_ladder
from registry.site.filters import read_query
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.workbooks import handed_out, taken

PATENTS_SHOWN = 30
READ = needs(Permission.READ_LADDER)


def boards_of(request: AnyRequest) -> Boards:
    """The board of the running application."""
    boards = request.app.state.boards
    if not isinstance(boards, Boards):
        raise TypeError("create_app() sets app.state.boards")
    return boards


def matrix_query(
    q: FromQuery[str | None] = None,
    target: FromQuery[str | None] = None,
    held: FromQuery[str | None] = None,
    township: FromQuery[str | None] = None,
    cluster: FromQuery[str | None] = None,
    gap: FromQuery[str | None] = None,
    lacking: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> MatrixQuery:
    """What the address asks for. Raises InvalidQueryError."""
    return read_query(MatrixQuery, dict(locals()))


MATRIX_QUERY = {"filters": Provide(matrix_query, sync_to_thread=False)}


@get("/ladder", dependencies=MATRIX_QUERY, opt=READ)
async def show_ladder(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[MatrixQuery],
) -> Response[str]:
    """The matrix of the enterprises that the caller sees against one tier."""
    ladder = await current_ladder(today())
    tier = target_of(ladder, filters)
    board, behind = await boards_of(request).latest(ladder, today())
    enterprises = seen(board, caller_scope)
    return site_of(request).page(
        request,
        "enterprises/ladder/matrix.html",
        internal=True,
        query=filters,
        ladder=ladder,
        tier=tier,
        board=board,
        behind=behind,
        everyone=enterprises.height,
        figure=await plan_figure(caller_scope, ladder, today()),
        rungs=rung_counts(board, enterprises),
        rows=matrix(board, enterprises, tier, filters),
        townships=choices(enterprises, "township"),
        clusters=choices(enterprises, "cluster"),
    )


@get("/ladder/export", dependencies=MATRIX_QUERY, opt=READ)
async def export_ladder(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[MatrixQuery],
) -> File:
    """The same matrix, all of it, as a workbook."""
    ladder = await current_ladder(today())
    tier = target_of(ladder, filters)
    board, _ = await boards_of(request).latest(ladder, today())
    sheet = await to_thread.run_sync(matrix_sheet, board, seen(board, caller_scope), tier, filters)
    await note_export(request, caller_of(request.scope), "ladder", taken(sheet, filters))
    return await handed_out(sheet, f"ladder-{tier.key}-{today()}")


@get("/enterprises/{key:str}/ladder", opt=needs(Permission.READ_GAPS))
async def show_place(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One enterprise: its rung, and what it lacks for every tier above. One that the caller may not see is not there."""
    ladder = await current_ladder(today())
    place = await on_ladder(caller_scope, ladder, key, today())
    if place is None:
        raise await missing(caller_scope, key)
    return site_of(request).page(
        request,
        "enterprises/ladder/one.html",
        internal=True,
        ladder=ladder,
        place=place,
        shown=PATENTS_SHOWN,
        own=bool(caller_scope.enterprises),
        candidacies=await own_candidacies(caller_scope, place.key),
    )


ROUTES = [show_ladder, export_ladder, show_place]
