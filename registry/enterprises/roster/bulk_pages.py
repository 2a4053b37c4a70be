"""Writing to many enterprises from their list: what would change, writing it, and taking it back later."""

import re
from typing import Any
from urllib.parse import parse_qs

import asyncpg
from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from registry.accounts.pages.answering import caller_needed
from registry.accounts.scope import Scope
from registry.enterprises.roster import queries
from registry.enterprises.roster.pages import WRITE, shown
from registry.enterprises.roster.queries import RosterQuery
from registry.imports import bulk_editing
from registry.imports.bulk_editing import BulkEdit, How, NothingToChange, NotUndoable, RowChange
from registry.imports.editing import EditRefused
from registry.site.errors import RecordNotFoundError
from registry.site.filters import ListQuery, read_query
from registry.site.forms import Page, chosen, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked

ROWS_SHOWN = 200
"""Rows of a preview that are listed; the numbers count all."""
NOTHING_CHOSEN = marked("请至少选择一家企业")
TOO_MANY = marked("一次最多修改 %(most)s 家，先缩小筛选范围")
NO_REASON = marked("请写明理由，记入操作记录")
NOTHING_TO_CHANGE = marked("没有可以写入的企业：都已经是这个值，或者在核对之后被别人改过，请重新核对")
NOT_UNDOABLE = marked("没有这次批量修改，或者已经撤销")
NO_SUCH_EDIT = marked("没有第 %(number)s 号批量修改")
NOT_STORED = marked("登记簿不接受这个值")


class Unfit(Exception):
    """Why nothing is done; `said` is a sentence of the checker, in Chinese."""

    def __init__(self, text: Text | None = None, said: str = "") -> None:
        super().__init__(said or (text.message if text else ""))
        self.text = text
        self.said = said


@post("/register/enterprises/preview", opt=WRITE, status_code=200)
async def preview(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Page:
    """What would become of the chosen enterprises; nothing is written."""
    form = await _form(request)
    try:
        numbers = await _numbers(request, caller_scope, form)
        return await _previewed(request, form, numbers)
    except Unfit as unfit:
        return shown(request, "preview.html", 422, form=form, edit=None, problem=unfit)


async def _form(request: AnyRequest) -> dict[str, str]:
    """What was sent; the filter whole, however long: cut short it would choose more than was shown."""
    return {**await posted(request), "filter": "".join((await chosen(request, "filter"))[-1:])}


async def _numbers(request: AnyRequest, scope: Scope, form: dict[str, str]) -> list[int]:
    if form.get("which") == "all":
        given = parse_qs(form.get("filter", ""))
        asked = {name: values if name == "columns" else values[-1] for name, values in given.items()}
        numbers = await queries.numbers_of(scope, read_query(RosterQuery, asked))
    else:
        numbers = [
            int(text) for text in await chosen(request, "enterprise") if re.fullmatch(r"\d{1,18}", text)
        ]
    if not numbers:
        raise Unfit(Text(NOTHING_CHOSEN))
    if len(numbers) > bulk_editing.MOST:
        raise Unfit(Text(TOO_MANY, {"most": bulk_editing.MOST}))
    return numbers


def _edit(form: dict[str, str]) -> BulkEdit:
    field, _, how = form.get("change", "").partition(":")
    return BulkEdit(field, How(how) if how in list(How) else How.SET, form.get("value", "").strip())


async def _previewed(
    request: AnyRequest, form: dict[str, str], numbers: list[int], problem: Unfit | None = None
) -> Page:
    edit = _edit(form)
    try:
        rows = await bulk_editing.preview(numbers, edit)
        users = await bulk_editing.users_of(edit) if edit.text else None
    except EditRefused as refused:
        raise Unfit(said=str(refused)) from refused
    differing = [row for row in rows if row.differs]
    return shown(
        request,
        "preview.html",
        422 if problem else 200,
        form=form,
        edit=edit,
        rows=differing[:ROWS_SHOWN],
        differing=len(differing),
        same=len(rows) - len(differing),
        seen=" ".join(f"{row.id}:{row.revision}" for row in differing),
        users=users,
        problem=problem,
    )


@post("/register/enterprises/edits", opt=WRITE)
async def write(request: Request[Any, Any, Any]) -> Page:
    """Write what the preview showed; rows that somebody has written since are left and named."""
    form = await _form(request)
    pairs = re.findall(r"(\d{1,18}):(\d{1,18})", " ".join(await chosen(request, "seen")))
    seen = {int(number): moment for number, moment in pairs[: bulk_editing.MOST]}
    try:
        if not form.get("reason", "").strip():
            return await _previewed(request, form, list(seen), Unfit(Text(NO_REASON)))
        written = await bulk_editing.write(
            seen, _edit(form), caller_needed(request).login, form["reason"].strip()
        )
    except NothingToChange:
        return await _previewed(request, form, list(seen), Unfit(Text(NOTHING_TO_CHANGE)))
    except (EditRefused, Unfit, asyncpg.IntegrityConstraintViolationError) as refused:
        said = str(refused) if isinstance(refused, EditRefused) else ""
        unfit = refused if isinstance(refused, Unfit) else Unfit(Text(NOT_STORED), said)
        return shown(request, "preview.html", 422, form=form, edit=None, problem=unfit)
    if written.moved:
        return await _one(request, Scope.of(caller_needed(request)), written.operation, written.moved)
    return onward(request, f"/register/enterprises/edits/{written.operation}")


def bulk_query(page: FromQuery[str | None] = None, size: FromQuery[str | None] = None) -> ListQuery:
    """Which page of the bulk edits. Raises InvalidQueryError."""
    return read_query(ListQuery, dict(locals()))


@get(
    "/register/enterprises/edits",
    opt=WRITE,
    dependencies={"filters": Provide(bulk_query, sync_to_thread=False)},
)
async def list_edits(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[ListQuery],
) -> Page:
    """The bulk edits made so far."""
    return shown(request, "edits.html", edits=await queries.bulk_edits(caller_scope, filters))


@get("/register/enterprises/edits/{number:int}", opt=WRITE)
async def show_edit(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """One bulk edit: what it changed, and what those fields say now."""
    return await _one(request, caller_scope, number)


async def _one(
    request: AnyRequest,
    scope: Scope,
    number: int,
    moved: list[RowChange] | None = None,
    problem: Text | None = None,
) -> Page:
    found = await queries.bulk_edit(scope, number)
    if found is None:
        raise RecordNotFoundError(Text(NO_SUCH_EDIT, {"number": number}))
    line, rows = found
    status = 409 if problem else 200
    return shown(request, "edit.html", status, edit=line, rows=rows, moved=moved or [], problem=problem)


@post("/register/enterprises/edits/{number:int}/undo", opt=WRITE)
async def undo(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Take the whole of it back; what was edited since stays and is marked on its page."""
    form = await posted(request)
    try:
        await bulk_editing.undo(number, caller_needed(request).login, form.get("reason", "").strip())
    except NotUndoable:
        return await _one(request, caller_scope, number, problem=Text(NOT_UNDOABLE))
    return onward(request, f"/register/enterprises/edits/{number}")


ROUTES = [preview, write, list_edits, show_edit, undo]
