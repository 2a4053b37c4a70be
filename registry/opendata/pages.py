"""The page of the open data, and the files themselves."""

from email.utils import format_datetime
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from registry.accounts.guarding import PUBLIC
from registry.opendata.api import GZIP, MEDIA
from registry.opendata.manifest import NAME, days, dump_of, dumps
from registry.opendata.sending import send_file
from registry.site.caching import PUBLIC as REVALIDATED
from registry.site.caching import UNCOMPRESSED
from registry.site.errors import RecordNotFoundError
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

NO_SUCH_FILE = marked("没有 %(day)s 的开放数据文件 %(name)s：可能已经过期，请从开放数据页下载最近一天的")
LATEST = "latest"
AnyRequest = Request[Any, Any, Any]


@get("/open-data", opt=PUBLIC)
async def show(request: AnyRequest) -> Response[str]:
    """What there is to download, column by column."""
    site = site_of(request)
    found = dumps(site.open_data)
    return site.page(request, "opendata/open_data.html", dump=found[0] if found else None, earlier=found[1:])


@get("/open-data/{day:str}/{name:str}", opt={**PUBLIC, **UNCOMPRESSED})
async def give(
    request: AnyRequest, day: FromPath[str], name: FromPath[str]
) -> Response[Any] | Stream | Redirect:
    """A file of a dump; nothing is read but what its manifest names."""
    folder = site_of(request).open_data
    if day == LATEST and (found := days(folder)):
        return Redirect(f"/open-data/{found[0]}/{name}", status_code=302)
    dump = dump_of(folder, day)
    if dump is None:
        raise _no_such(day, name)
    headers = {"cache-control": REVALIDATED, "last-modified": format_datetime(dump.made_at, usegmt=True)}
    if name == NAME:
        return Response((folder / day / NAME).read_bytes(), media_type="application/json", headers=headers)
    file = dump.file(name)
    if file is None:
        raise _no_such(day, name)
    headers["content-disposition"] = f'attachment; filename="{day}-{file.name}"'
    media_type = GZIP if file.name.endswith(".gz") else MEDIA[file.form]
    try:
        return await send_file(
            request, folder / day / file.name, tag=f'"{file.sha256}"', media_type=media_type, headers=headers
        )
    except FileNotFoundError as gone:
        raise _no_such(day, name) from gone


def _no_such(day: str, name: str) -> NotFoundException:
    return RecordNotFoundError(
        Text(NO_SUCH_FILE, {"day": day[:20], "name": name[:40]}), ("/open-data", "/open-data")
    )


ROUTES = [show]
FILES = [give]
