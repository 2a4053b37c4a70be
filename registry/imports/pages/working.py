"""Handing a file in and deciding on it: what the forms of the import pages lead to."""

import asyncio
import re
from collections.abc import Awaitable, Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from importers import Correction
from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed, entrance_of
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.imports import handing_in, problem_queries, queries
from registry.imports.files import keep_upload, safe_name
from registry.imports.handing_in import BatchMoved, TooManyCorrections
from registry.imports.kinds import is_field
from registry.imports.pages.reading import READ, found_batch, shown_batch, shown_list
from registry.imports.queries import Batch, BatchQuery
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked

WRITE = needs(Permission.WRITE_IMPORTS)
MEBIBYTE = 1 << 20
UPLOAD_BYTES = 4096 * MEBIBYTE
"""No upload is larger, whatever the setting `upload_mib` says."""
MOVED = marked("这一批刚被别人处理过，没有做任何改动。下面是它现在的样子。")
TOO_MANY = marked("要更正的格太多。请下载标出问题的工作簿，在里面改好后再交。")
NO_FILE = marked("没有选择文件")
TOO_LARGE = marked("文件超过 %(limit)s MB，没有收下。请拆成几个文件再交，或者请管理员用命令导入。")
MOST_FILES = 20


@post("/imports", opt=WRITE, request_max_body_size=UPLOAD_BYTES)
async def hand_in(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Page:
    """Take files; one leads to its batch, several to the list."""
    settings, caller = entrance_of(request).settings, caller_needed(request)
    if _announced(request) > settings.upload_mib * MEBIBYTE:
        return await shown_list(
            request, caller_scope, BatchQuery(), Text(TOO_LARGE, {"limit": settings.upload_mib})
        )
    form = await request.form()
    files = [file for file in form.getall("file", []) if isinstance(file, UploadFile) and file.filename]
    if not files:
        return await shown_list(request, caller_scope, BatchQuery(), Text(NO_FILE))
    numbers = []
    for file in files[:MOST_FILES]:
        kept = await asyncio.to_thread(keep_upload, file.file, file.filename, settings.files_folder)
        numbers.append(await handing_in.hand_in(kept, safe_name(file.filename), caller))
    return onward(request, f"/imports/{numbers[0]}" if len(numbers) == 1 else "/imports")


def _announced(request: AnyRequest) -> int:
    """The length of the body as the browser gives it."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


@post("/imports/{number:int}/columns", opt=WRITE)
async def remap(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Take columns for other fields, or the file for another export."""
    found = await found_batch(caller_scope, number)
    form, actor = await posted(request), caller_needed(request).login
    mapping = _mapping(found, form)
    settings = entrance_of(request).settings
    act = handing_in.remap(settings, number, _revision(form), mapping, form.get("profile") or None, actor)
    return await _done(request, caller_scope, number, act)


def _mapping(found: Batch, form: Mapping[str, str]) -> dict[str, str | None]:
    """The columns whose field the form changes; a field that is not known counts as none."""
    mapping: dict[str, str | None] = {}
    for sheet in found.sheets:
        for place, column in enumerate(sheet.get("columns", [])):
            chosen = form.get(f"column-{sheet['index']}-{place}")
            if chosen is not None and chosen != (column.get("field") or ""):
                mapping[column["header"]] = chosen if is_field(chosen) else None
    return mapping


@post("/imports/{number:int}/cells", opt=WRITE)
async def correct(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Write the cells that were filled in anew, take all suggestions, or take the cells as the file has them."""
    found = await found_batch(caller_scope, number)
    form, actor, settings = await posted(request), caller_needed(request).login, entrance_of(request).settings
    act: Awaitable[None]
    if form.get("act") == "forget":
        act = handing_in.forget_corrections(settings, number, _revision(form), actor)
    elif form.get("act") == "all":
        cells = await problem_queries.suggestions(caller_scope, found)
        act = handing_in.correct(settings, number, _revision(form), cells, actor)
    else:
        act = handing_in.correct(settings, number, _revision(form), _cells(found, form), actor)
    return await _done(request, caller_scope, number, act)


def _cells(found: Batch, form: Mapping[str, str]) -> list[Correction]:
    """The cells of the form, named `cell-sheet-row-column`, that are not left empty."""
    headers = {
        (sheet["index"], place): column["header"]
        for sheet in found.sheets
        for place, column in enumerate(sheet.get("columns", []))
    }
    cells = []
    for name, value in form.items():
        place = re.fullmatch(r"cell-(\d{1,4})-(\d{1,8})-(\d{1,5})", name)
        if place and value.strip():
            sheet, row, column = map(int, place.groups())
            if (sheet, column) in headers:
                cells.append(Correction(sheet, row, headers[sheet, column], value.strip()))
    return cells


@post("/imports/{number:int}/agree", opt=WRITE)
async def agree(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Let the file be written into the register."""
    await found_batch(caller_scope, number)
    form, actor, settings = await posted(request), caller_needed(request).login, entrance_of(request).settings
    act = handing_in.agree(settings, number, _revision(form), actor, form.get("reason", "").strip())
    return await _done(request, caller_scope, number, act)


@post("/imports/{number:int}/discard", opt=WRITE)
async def discard(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Give the file up."""
    await found_batch(caller_scope, number)
    form = await posted(request)
    act = handing_in.discard(number, _revision(form), caller_needed(request).login)
    return await _done(request, caller_scope, number, act)


@post("/imports/{number:int}/undo", opt=WRITE)
async def undo(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Let a batch be taken back, or brought back in."""
    await found_batch(caller_scope, number)
    form, actor = await posted(request), caller_needed(request).login
    act = handing_in.ask_undo(number, _revision(form), actor, form.get("reason", "").strip())
    return await _done(request, caller_scope, number, act)


@get("/imports/{number:int}/progress", opt=READ)
async def show_progress(
    caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Response[dict[str, Any]]:
    """How far the work on a batch is, for the script of its page."""
    found = await found_batch(caller_scope, number)
    told = await queries.progress(found) or {"stage": "wait", "done": 0, "expected": 0}
    state = "undoing" if found.undoing else found.state
    return Response({"state": state, **told}, headers={"cache-control": "private, no-store"})


def _revision(form: Mapping[str, str]) -> int:
    text = form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


async def _done(request: AnyRequest, scope: Scope, number: int, act: Awaitable[None]) -> Page:
    """On to the batch; or its page as it is now, with the reason why nothing was done."""
    try:
        await act
    except BatchMoved:
        return await shown_batch(request, scope, number, Text(MOVED))
    except TooManyCorrections:
        return await shown_batch(request, scope, number, Text(TOO_MANY))
    return onward(request, f"/imports/{number}")


ROUTES = [hand_in, remap, correct, agree, discard, undo, show_progress]
"""Thin handlers, each declaring its permission."""
