"""Every request gets a number, a line in the log, and is counted.

Around the whole application and not a middleware in it: answers to unknown addresses never reach a middleware.
"""

import logging
import time
from secrets import token_hex

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from registry.monitoring.logs import REQUEST
from registry.monitoring.metrics import REQUEST_SECONDS, REQUESTS, REQUESTS_IN_PROGRESS

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
QUIET = frozenset(("/healthz", "/readyz", "/metrics"))
"""Asked every few seconds by other programs: in the log only where they fail."""
UNKNOWN = "unknown"
NUMBER_HEADER = b"x-request-id"
_log = logging.getLogger(__name__)


def observed(app: ASGIApp, *, log_queries: bool) -> ASGIApp:
    """The application, observed. What visitors search for is in the log only with `log_queries`."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        number, started, status = token_hex(4).upper(), time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (NUMBER_HEADER, number.encode())]
            await send(message)

        before = REQUEST.set(number)
        REQUESTS_IN_PROGRESS.inc()
        try:
            await app(scope, receive, sent)
        finally:
            REQUESTS_IN_PROGRESS.dec()
            _note(scope, status, time.perf_counter() - started, log_queries)
            REQUEST.reset(before)

    return answer


def _note(scope: HTTPScope, status: int, seconds: float, log_queries: bool) -> None:
    route = scope.get("path_template") or UNKNOWN
    method = scope["method"] if scope["method"] in METHODS else "OTHER"
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    level = logging.DEBUG if route in QUIET and status < 400 else logging.INFO
    if _log.isEnabledFor(level):
        _log.log(
            level, "%s %s %s", method, _address(scope, log_queries), status, extra=_facts(scope, seconds)
        )


def _address(scope: HTTPScope, log_queries: bool) -> str:
    """The path as it was sent, so that no character of it can begin a new line."""
    address = scope["raw_path"].decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return f"{address}?{query}" if log_queries and query else address


def _facts(scope: HTTPScope, seconds: float) -> dict[str, object]:
    client = scope["client"]
    return {"facts": {"ms": round(seconds * 1000, 1), "client": client[0] if client else "-"}}
