"""The log as the auditor reads it: by record, by person, by import, by day; and as a file."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from litestar import Request, get
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import NotFoundException
from litestar.response import File

from importers.writing import TextTooLong
from registry.accounts import log, log_export, log_words, people
from registry.accounts.events import Event
from registry.accounts.guarding import needs
from registry.accounts.log import LogQuery
from registry.accounts.pages.answering import caller_needed, shown
from registry.accounts.permissions import Permission
from registry.site.filters import InvalidQueryError, QueryProblem, read_query
from registry.site.forms import Page
from registry.site.negotiation import AnyRequest
from registry.site.texts import marked

READ = needs(Permission.READ_LOG)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
TOO_LONG = marked("有的内容超出 xlsx 单元格的长度，请改用 csv 或 jsonl")


def _asked(request: AnyRequest) -> LogQuery:
    """What the address asks for. Raises InvalidQueryError."""
    given = {name: value for name, value in request.query_params.items() if name in LogQuery.model_fields}
    return read_query(LogQuery, given)


@get("/log", opt=READ)
async def show_log(request: Request[Any, Any, Any]) -> Page:
    """A page of changes, or of what else people did."""
    query = _asked(request)
    found: Any = await (log.events(query) if query.view == "events" else log.changes(query))
    return shown(
        request,
        "log.html",
        query=query,
        entries=found,
        called=await people.called(entry.actor for entry in found.items),
        people=await log.people(),
        events=list(Event),
        kind_names=log_words.BESIDE,
        field_names=log_words.FIELDS,
        subjects=log_words.SUBJECTS,
        kind_of=log.KIND_OF_TABLE,
        formats=log_export.FORMATS,
    )


@get("/log/export", opt=READ)
async def export_log(request: Request[Any, Any, Any]) -> File:
    """The same as a file; that it was taken is an entry, too."""
    query, form, caller = _asked(request), request.query_params.get("format", "csv"), caller_needed(request)
    if form not in TYPES:
        raise NotFoundException
    folder = Path(mkdtemp(prefix="registry-log-"))
    path = folder / f"log-{query.view}.{form}"
    try:
        await log_export.export(query, form, path, caller.login, caller.account)
    except BaseException as problem:
        shutil.rmtree(folder)
        if isinstance(problem, TextTooLong):
            raise InvalidQueryError([QueryProblem("format", TOO_LONG)]) from problem
        raise
    removal = BackgroundTask(shutil.rmtree, folder)
    return File(path, filename=path.name, media_type=TYPES[form], background=removal)


ROUTES = [show_log, export_log]
