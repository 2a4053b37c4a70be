"""Handing in the files of a candidate, and having them back."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import File

from registry.accounts.pages.answering import caller_needed
from registry.candidates import attaching, queries
from registry.candidates.api import READ
from registry.candidates.attaching import LARGEST, HandedIn
from registry.candidates.pages.answering import no_candidate, scope_of
from registry.candidates.pages.one import one_page
from registry.candidates.refusing import Refused
from registry.candidates.sniffing import safe_name, sniff
from registry.site.forms import Page, onward
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

AROUND = 64 * 1024
"""What a form may be longer than its file."""
NO_FILE = Text(marked("请选择要上传的文件"))
TOO_LARGE = Text(marked("文件大于 %(most)s MB"), {"most": LARGEST // 1024 // 1024})


@post("/candidates/{number:int}/attachments", opt=READ, request_max_body_size=LARGEST + AROUND)
async def take_file(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Keep a file with the candidate."""
    scope, caller, folder = scope_of(request), caller_needed(request), site_of(request).files
    try:
        async with _handed_in(request) as handed_in:
            await attaching.attach(scope, caller, number, handed_in, folder)
    except Refused as refused:
        return await one_page(request, number, {"file": "1"}, refused)
    except LookupError as missing:
        raise no_candidate(number) from missing
    return onward(request, f"/candidates/{number}")


@asynccontextmanager
async def _handed_in(request: AnyRequest) -> AsyncIterator[HandedIn]:
    """The file of the form, on the disk while it is looked at. Raises Refused."""
    form = await request.form()
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Refused(NO_FILE, {"file": NO_FILE})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "handed-in"
        await asyncio.to_thread(_write, given, path)
        size = path.stat().st_size
        if not size or size > LARGEST:
            raise Refused(NO_FILE if not size else TOO_LARGE, {"file": NO_FILE if not size else TOO_LARGE})
        format_ = await asyncio.to_thread(sniff, path)
        named = path.rename(path.with_suffix(format_.endings[0]))
        yield HandedIn(named, safe_name(given.filename, format_), format_)


def _write(given: UploadFile, path: Path) -> None:
    given.file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(given.file, target)


@get("/candidates/{number:int}/attachments/{file:int}", opt=READ)
async def give_file(request: Request[Any, Any, Any], number: FromPath[int], file: FromPath[int]) -> File:
    """A file to save: never shown in the browser, whatever it says."""
    found = await queries.attachment(scope_of(request), number, file) if max(number, file) < 2**63 else None
    if found is None:
        raise no_candidate(number)
    attachment, stored_as = found
    return File(
        site_of(request).files / stored_as,
        filename=attachment.file_name,
        media_type=attachment.media_type,
        content_disposition_type="attachment",
    )


@post("/candidates/{number:int}/attachments/{file:int}/remove", opt=READ)
async def remove_file(request: Request[Any, Any, Any], number: FromPath[int], file: FromPath[int]) -> Page:
    """Take a file off the candidate."""
    try:
        await attaching.remove(scope_of(request), caller_needed(request), number, file)
    except Refused as refused:
        return await one_page(request, number, {"file": "1"}, refused)
    except LookupError as missing:
        raise no_candidate(number) from missing
    return onward(request, f"/candidates/{number}")


ROUTES = [take_file, give_file, remove_file]
