"""Under which names the site may be asked for."""

import re

from litestar.datastructures import Headers
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import HTTP_421_MISDIRECTED_REQUEST
from litestar.types import ASGIApp, Receive, Scope, Send

from registry.settings import Settings

MONITORING = frozenset(("/healthz", "/readyz", "/metrics"))
"""Asked for by the number of the machine."""
HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:@/\[\]]+)(:[0-9]+)?")


class KnownHosts(ASGIMiddleware):
    """Refuses requests for a host that this site is not, as some send to find a way past a proxy or a cache."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let pass what asks for a known name, on whatever port."""
        names: frozenset[str] = scope["app"].state.hosts
        if names and scope["path"] not in MONITORING and _host(scope) not in names:
            raise HTTPException(status_code=HTTP_421_MISDIRECTED_REQUEST)
        await next_app(scope, receive, send)


def _host(scope: Scope) -> str | None:
    given = HOST.fullmatch(Headers.from_scope(scope).get("host", ""))
    return given["name"].strip("[]").lower() if given else None


def known_hosts(settings: Settings) -> frozenset[str]:
    """The names that the settings give the site; none where every name will do."""
    return frozenset(name.strip().lower() for name in settings.hosts.split(",") if name.strip())
