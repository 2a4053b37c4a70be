"""Reading forms, and leading on to another page of this site."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from litestar import Response
from litestar.datastructures import Cookie

from registry.site.languages import bare_path, language_of_path, localised
from registry.site.negotiation import AnyRequest

LONGEST_VALUE = 2000
Page = Response[str]


async def posted(request: AnyRequest) -> dict[str, str]:
    """The texts of a form without NUL, which the database does not take; of a name given twice the last, of a file nothing."""
    form = await request.form()
    return {
        name: value[:LONGEST_VALUE].replace("\0", "")
        for name, value in form.multi_items()
        if isinstance(value, str)
    }


async def chosen(request: AnyRequest, name: str) -> list[str]:
    """All values of one name, as checkboxes give them."""
    form = await request.form()
    return [value.replace("\0", "") for value in form.getall(name, []) if isinstance(value, str)]


def onward(request: AnyRequest, address: str, *cookies: Cookie) -> Page:
    """On to another page of this site, in the language of this one."""
    language = language_of_path(request.scope["path"])
    headers: Mapping[str, str] = {
        "location": localised(own_address(address), language),
        "cache-control": "private, no-store",
    }
    return Response("", status_code=303, headers=dict(headers), cookies=list(cookies), media_type="text/html")


def own_address(address: str) -> str:
    """The address without its language, if it is one of this site, else that of the first page: nobody is led elsewhere."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or "\\" in address:
        return "/"
    bare = bare_path(parts.path)
    return f"{bare}?{parts.query}" if parts.query else bare
