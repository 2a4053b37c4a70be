"""What the handlers of account pages share: reading forms, answering with a page or a way on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from litestar import Response
from litestar.datastructures import Cookie
from litestar.exceptions import NotAuthorizedException

from registry.accounts.caller import Caller, caller_of
from registry.accounts.names import network_of
from registry.accounts.sessions import Device, Limits
from registry.settings import Settings
from registry.site.languages import bare_path, language_of_path, localised
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of

LONGEST_VALUE = 2000
Page = Response[str]


@dataclass(frozen=True, slots=True)
class Entrance:
    """What sign-ins need of the running application."""

    settings: Settings
    limits: Limits

    @classmethod
    def of(cls, settings: Settings) -> "Entrance":
        """What the settings say."""
        idle, longest = (
            timedelta(minutes=settings.session_idle_minutes),
            timedelta(hours=settings.session_hours),
        )
        return cls(settings, Limits(idle, longest))


def entrance_of(request: AnyRequest) -> Entrance:
    """The entrance of the running application."""
    entrance = request.app.state.entrance
    if not isinstance(entrance, Entrance):
        raise TypeError("create_app() sets app.state.entrance")
    return entrance


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


def device_of(request: AnyRequest) -> Device:
    """From where the request comes."""
    host = request.client.host if request.client else ""
    return Device(request.headers.get("user-agent", ""), network_of(host))


def caller_needed(request: AnyRequest) -> Caller:
    """The caller of a route that needs one. Raises NotAuthorizedException."""
    caller = caller_of(request.scope)
    if caller is None:
        raise NotAuthorizedException
    return caller


def shown(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    """A page that is kept nowhere."""
    answer = site_of(request).page(request, f"accounts/{template}", internal=True, **context)
    answer.status_code = status
    return answer


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
