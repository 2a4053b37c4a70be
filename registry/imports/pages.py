"""The pages of imports. Until there are accounts they are served only where a setting says so."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guarding import needs
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.imports import queries
from registry.imports.api import BATCH_QUERY, PROBLEM_QUERY
from registry.imports.queries import Batch, BatchQuery, ProblemQuery
from registry.site.errors import RecordNotFoundError
from registry.site.languages import language_of_path
from registry.site.rendering import site_of
from registry.site.texts import Text, marked
from schemas.messages import describe

READ = needs(Permission.READ_IMPORTS)
NO_SUCH_ROW = marked("没有第 %(row)s 行")
NO_SUCH_BATCH = marked("没有第 %(number)s 批导入")


@get("/imports", dependencies=BATCH_QUERY, opt=READ)
async def list_imports(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[BatchQuery],
) -> Response[str]:
    """The imports, the latest first."""
    batches = await queries.batches(caller_scope, filters)
    return site_of(request).page(request, "imports/list.html", internal=True, query=filters, batches=batches)


@get("/imports/{number:int}", dependencies=PROBLEM_QUERY, opt=READ)
async def show_import(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    number: FromPath[int],
    filters: NamedDependency[ProblemQuery],
) -> Response[str]:
    """The report of one import: what became of its rows, and every problem."""
    batch = await _found(caller_scope, number)
    language = language_of_path(request.scope["path"])
    return site_of(request).page(
        request,
        "imports/detail.html",
        internal=True,
        query=filters,
        batch=batch,
        tally=await queries.tally(batch),
        counts=await queries.problem_counts(batch),
        problems=await queries.problems(caller_scope, batch, filters),
        describe=lambda problem: describe(problem.code, problem.details, language.value),
        summarise=lambda code: describe(code, {}, language.value).problem,
        sheet_names={sheet["index"]: sheet.get("sheet") for sheet in batch.sheets},
        shown=queries.public_columns(batch, caller_scope),
    )


@get("/imports/{number:int}/rows/{sheet:int}/{row:int}", opt=READ)
async def show_row(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    number: FromPath[int],
    sheet: FromPath[int],
    row: FromPath[int],
) -> Response[str]:
    """One row of an imported file as it was written."""
    batch = await _found(caller_scope, number)
    site = site_of(request)
    cells = await queries.original_row(caller_scope, batch, site.files, sheet, row)
    if cells is None:
        raise RecordNotFoundError(Text(NO_SUCH_ROW, {"row": row}))
    return site.page(request, "imports/row.html", internal=True, batch=batch, row=row, cells=cells)


async def _found(caller_scope: Scope, number: int) -> Batch:
    batch = await queries.batch(caller_scope, number) if number < 2**31 else None
    if batch is None:
        raise RecordNotFoundError(Text(NO_SUCH_BATCH, {"number": number}))
    return batch


ROUTES = [list_imports, show_import, show_row]
