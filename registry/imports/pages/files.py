"""What can be downloaded of an import: the file as it came, and the workbook with its faults marked."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import anyio
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from importers import Correction
from importers.reporting import write_marked_in_child
from registry.accounts.pages.answering import entrance_of
from registry.accounts.scope import Scope
from registry.imports.actions import import_limits
from registry.imports.pages.reading import READ, found_batch
from registry.imports.problem_queries import public_columns
from registry.imports.queries import Batch, problems_of
from registry.settings import Settings
from registry.site.errors import RecordNotFoundError
from registry.site.languages import language_of_path
from registry.site.texts import Text, marked

NOT_KEPT = marked("这个文件没有保存在这里")
NOT_ALL_YOURS = marked("文件里有您不能看的列，不能整个下载")


@get("/imports/{number:int}/file", opt=READ)
async def original(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Response[bytes]:
    """The file as it was handed in."""
    found = await _whole(caller_scope, number)
    path = await _kept(entrance_of(request).settings, found)
    return _download(await anyio.Path(path).read_bytes(), found.file_name)


@get("/imports/{number:int}/marked.xlsx", opt=READ)
async def marked_workbook(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Response[bytes]:
    """The file as a workbook whose bad cells are coloured, with reason and suggestion at the end of each row."""
    found = await _whole(caller_scope, number)
    settings = entrance_of(request).settings
    path = await _kept(settings, found)
    problems = await problems_of(found)
    corrections = [Correction(**cell) for cell in found.asked.get("corrections", ())]
    language = language_of_path(request.scope["path"]).value
    with TemporaryDirectory(prefix="marked-") as folder:
        spool, out = Path(folder) / "problems.arrow", Path(folder) / "marked.xlsx"
        await asyncio.to_thread(problems.write_ipc, spool)
        await asyncio.to_thread(
            write_marked_in_child, path, out, spool, corrections, language, import_limits(settings)
        )
        return _download(await anyio.Path(out).read_bytes(), f"{Path(found.file_name).stem}-{found.id}.xlsx")


async def _whole(scope: Scope, number: int) -> Batch:
    """The batch, if the caller may see every column of its file."""
    found = await found_batch(scope, number)
    columns = {
        (sheet["index"], column["header"]) for sheet in found.sheets for column in sheet.get("columns", [])
    }
    if not columns <= public_columns(found, scope):
        raise RecordNotFoundError(Text(NOT_ALL_YOURS))
    return found


async def _kept(settings: Settings, found: Batch) -> Path:
    path = settings.files_folder / (found.stored_as or "")
    if not await anyio.Path(path).is_file():
        raise RecordNotFoundError(Text(NOT_KEPT))
    return path


def _download(content: bytes, name: str) -> Response[bytes]:
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, headers=headers, media_type="application/octet-stream")


ROUTES = [original, marked_workbook]
