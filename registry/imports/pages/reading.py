"""Reading what came in: the imports, one of them as far as it has come, one row of its file."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import entrance_of
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.imports import problem_queries, queries
from registry.imports.api import BATCH_QUERY, PROBLEM_QUERY
from registry.imports.kinds import fields_by_kind
from registry.imports.problem_queries import ProblemQuery
from registry.imports.queries import Batch, BatchQuery
from registry.imports.reports import LEFT_REASONS, TABLES
from registry.imports.tables import BatchState
from registry.site.errors import RecordNotFoundError
from registry.site.languages import language_of_path
from registry.site.negotiation import AnyRequest
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
    """The imports, the latest first, and where a file is handed in."""
    return await shown_list(request, caller_scope, filters)


async def shown_list(
    request: AnyRequest, scope: Scope, filters: BatchQuery, problem: Text | None = None
) -> Response[str]:
    """The list, with what was wrong with what was handed in."""
    return site_of(request).page(
        request,
        "imports/list.html",
        internal=True,
        status=422 if problem else 200,
        query=filters,
        batches=await queries.batches(scope, filters),
        profiles=dict(await queries.profiles()),
        limit=entrance_of(request).settings.upload_mib,
        problem=problem,
    )


@get("/imports/{number:int}", dependencies=PROBLEM_QUERY, opt=READ)
async def show_import(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    number: FromPath[int],
    filters: NamedDependency[ProblemQuery],
) -> Response[str]:
    """One import, as far as it has come: being checked, to be decided on, or its report."""
    return await shown_batch(request, caller_scope, number, filters=filters)


async def shown_batch(
    request: AnyRequest,
    scope: Scope,
    number: int,
    problem: Text | None = None,
    filters: ProblemQuery | None = None,
) -> Response[str]:
    """The page of a batch, with the reason why an act on it was not done."""
    batch = await found_batch(scope, number)
    working = batch.undoing or batch.state in WORKING
    return site_of(request).page(
        request,
        "imports/working.html" if working else "imports/detail.html",
        internal=True,
        status=409 if problem else 200,
        problem=problem,
        batch=batch,
        **await (_progress(batch) if working else _report(request, scope, batch, filters)),
    )


WORKING = (BatchState.UPLOADED, BatchState.RECEIVED)
"""States in which the worker has a batch, or will have it."""


async def _progress(batch: Batch) -> dict[str, Any]:
    return {"told": await queries.progress(batch)}


async def _report(
    request: AnyRequest, scope: Scope, batch: Batch, filters: ProblemQuery | None
) -> dict[str, Any]:
    """What the report of a batch shows."""
    language = language_of_path(request.scope["path"])
    query = filters or ProblemQuery()
    changes = [change for change in batch.report.get("changes", []) if _seen(scope, change)]
    return {
        "query": query,
        "tally": await queries.tally(batch),
        "counts": await problem_queries.problem_counts(batch),
        "problems": await problem_queries.problems(scope, batch, query),
        "describe": lambda problem: describe(problem.code, problem.details, language.value),
        "summarise": lambda code: describe(code, {}, language.value).problem,
        "sheet_names": {sheet["index"]: sheet.get("sheet") for sheet in batch.sheets},
        "places": {
            (sheet["index"], column["header"]): place
            for sheet in batch.sheets
            for place, column in reversed(list(enumerate(sheet.get("columns", []))))
        },
        "shown": problem_queries.public_columns(batch, scope),
        "changes": changes[:CHANGES_SHOWN],
        "suggested": len(await problem_queries.suggestions(scope, batch))
        if batch.state == BatchState.CHECKED
        else 0,
        "left": [
            (TABLES[kind], *entry, LEFT_REASONS[reason])
            for kind, *entry, reason in batch.report.get("undone", {}).get("left", [])
        ],
        "profiles": await queries.profiles(),
        "fields": fields_by_kind(),
    }


CHANGES_SHOWN = 200


def _seen(scope: Scope, change: Mapping[str, Any]) -> bool:
    return not scope.hides(problem_queries.is_personal(f"{change['kind']}.{change['field']}"))


@get("/imports/{number:int}/rows/{sheet:int}/{row:int}", opt=READ)
async def show_row(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    number: FromPath[int],
    sheet: FromPath[int],
    row: FromPath[int],
) -> Response[str]:
    """One row of an imported file as it was written."""
    batch = await found_batch(caller_scope, number)
    site = site_of(request)
    cells = await problem_queries.original_row(caller_scope, batch, site.files, sheet, row)
    if cells is None:
        raise RecordNotFoundError(Text(NO_SUCH_ROW, {"row": row}))
    return site.page(request, "imports/row.html", internal=True, batch=batch, row=row, cells=cells)


async def found_batch(caller_scope: Scope, number: int) -> Batch:
    """The batch of this number. Raises RecordNotFoundError where the caller sees none."""
    batch = await queries.batch(caller_scope, number) if number < 2**31 else None
    if batch is None:
        raise RecordNotFoundError(Text(NO_SUCH_BATCH, {"number": number}))
    return batch


ROUTES = [list_imports, show_import, show_row]
