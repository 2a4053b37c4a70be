"""Addresses for those who run the registry: alive, ready, metrics."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from registry.accounts.guarding import PUBLIC
from registry.monitoring.exposition import CONTENT_TYPE, exposition
from registry.monitoring.readiness import Readiness, readiness
from registry.settings import Settings
from registry.site.negotiation import AnyRequest
from search.engine import SearchEngine

NO_STORE = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Monitored:
    """What is watched."""

    settings: Settings
    engines: Sequence[SearchEngine]


@get("/healthz", include_in_schema=False, opt=PUBLIC)
async def health() -> Response[dict[str, str]]:
    """Answers as long as the process serves."""
    return Response({"status": "ok"}, headers=NO_STORE)


@get("/readyz", include_in_schema=False, opt=PUBLIC)
async def ready(request: Request[Any, Any, Any]) -> Response[Readiness]:
    """Says what is missing; 503 while the site cannot be served."""
    found = await readiness(_monitored(request).engines)
    status = 200 if found.ready else HTTP_503_SERVICE_UNAVAILABLE
    return Response(found, status_code=status, headers=NO_STORE)


@get("/metrics", include_in_schema=False, opt=PUBLIC)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The metrics, for who has the token of the settings. Without one there is no such address."""
    monitored = _monitored(request)
    token = monitored.settings.metrics_token
    if token is None:
        raise NotFoundException
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
        raise NotAuthorizedException(headers={"www-authenticate": "Bearer"})
    text = await exposition(monitored.settings, monitored.engines)
    return Response(text, headers={**NO_STORE, "content-type": CONTENT_TYPE})


def _monitored(request: AnyRequest) -> Monitored:
    monitored: Monitored = request.app.state.monitored
    return monitored


ROUTES = [health, ready, metrics]
