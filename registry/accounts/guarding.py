"""Every route declares a permission; without one the application does not start."""

from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import (
    ImproperlyConfiguredException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from registry.accounts.caller import caller_of
from registry.accounts.events import note_denied
from registry.accounts.permissions import Permission

DECLARED = "permission"
"""The key of a route's `opt` that names its permission."""
LARGEST = 2**63 - 1
"""The largest number of a record."""
PUBLIC = {DECLARED: Permission.PUBLIC}
SIGNED_IN = {DECLARED: Permission.SIGNED_IN}


class SignInNeeded(NotAuthorizedException):
    """Nobody is known to call, or the second step is still to be shown; pages lead to the sign-in."""


def needs(permission: Permission) -> dict[str, Permission]:
    """The `opt` of a route for those who have this permission."""
    return {DECLARED: permission}


async def permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let pass who has what the route declares. Raises SignInNeeded, PermissionDeniedException.

    Which methods an address takes (OPTIONS) may be asked by everybody.
    """
    if _made_for_options(handler):
        return
    permission = declared(handler)
    if permission is Permission.PUBLIC:
        return
    caller = caller_of(connection.scope)
    if caller is not None and caller.may(permission):
        return
    if caller is None or not caller.whole:
        raise SignInNeeded
    await note_denied(connection, caller, permission.value)
    raise PermissionDeniedException


def within_reach(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let pass whose address names numbers that a record can have. Raises NotFoundException."""
    numbers = [part for part in connection.path_params.values() if isinstance(part, int)]
    if any(number > LARGEST for number in numbers):
        raise NotFoundException


def declared(handler: BaseRouteHandler) -> Permission:
    """The permission of a route. Raises ImproperlyConfiguredException where it declares none."""
    permission = handler.opt.get(DECLARED)
    if not isinstance(permission, Permission):
        raise ImproperlyConfiguredException(
            f"{handler} declares no permission: give it `opt=needs(…)` or `opt=PUBLIC`"
        )
    return permission


def handlers_of(app: Litestar) -> list[tuple[str, BaseRouteHandler]]:
    """Every handler of an application with its path, but those that Litestar itself makes for OPTIONS."""
    found: list[tuple[str, BaseRouteHandler]] = []
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]
        found += [(route.path, handler) for handler in handlers if not _made_for_options(handler)]
    return found


def _made_for_options(handler: BaseRouteHandler) -> bool:
    return isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}


def require_declared(app: Litestar) -> Litestar:
    """The application. Raises ImproperlyConfiguredException unless every route declares a permission."""
    for _, handler in handlers_of(app):
        declared(handler)
    return app
