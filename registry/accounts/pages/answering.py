"""What the handlers of account pages share: who calls, from where, and pages that are kept nowhere."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar.exceptions import NotAuthorizedException

from registry.accounts.caller import Caller, caller_of
from registry.accounts.names import network_of
from registry.accounts.sessions import Device, Limits
from registry.settings import Settings
from registry.site.forms import Page
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of


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
    return site_of(request).page(request, f"accounts/{template}", internal=True, status=status, **context)
