"""Who is calling: a cookie of a session, or a token of a program; and whether a request was made on our own pages."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from registry.accounts import sessions, tokens
from registry.accounts.caller import Caller
from registry.accounts.events import note_denied
from registry.accounts.sessions import Limits
from registry.site.negotiation import AnyRequest

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
API = "/api/"
PRIVATE = "private, no-store"


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def cookie_name(request: AnyRequest) -> str:
    """Bound to this host and to https where there is https."""
    return "__Host-session" if secure(request) else "session"


def secure(request: AnyRequest) -> bool:
    """Whether the request came over https, as the server or a trusted proxy says."""
    return bool(request.scope["scheme"] == "https")


def session_cookie(request: AnyRequest, token: str) -> Cookie:
    """The cookie of a new session; it ends with the browser."""
    return Cookie(
        key=cookie_name(request), value=token, path="/", httponly=True, samesite="lax", secure=secure(request)
    )


def gone_cookie(request: AnyRequest) -> Cookie:
    """Takes the cookie away."""
    return Cookie(
        key=cookie_name(request),
        value="",
        path="/",
        max_age=0,
        httponly=True,
        samesite="lax",
        secure=secure(request),
    )


class KnownCaller(ASGIMiddleware):
    """Puts the caller, or None, into the scope; anonymous pages get no cookie, others are kept nowhere."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Look the caller up and refuse what another site made a browser send."""
        request: AnyRequest = Request(scope)
        caller = await self._caller(request)
        if foreign(request):
            await note_denied(request, caller, "cross-site")
            raise PermissionDeniedException(detail="cross-site request")
        scope["user"] = caller
        await next_app(scope, receive, _kept_nowhere(send) if caller else send)

    async def _caller(self, request: AnyRequest) -> Caller | None:
        if bearer := bearer_token(request):
            return await tokens.find(bearer, now())
        token = request.cookies.get(cookie_name(request))
        limits: Limits = request.app.state.entrance.limits
        return await sessions.find(token, limits, now()) if token else None


def bearer_token(request: AnyRequest) -> str | None:
    """The token a program shows; only the API takes one."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" and request.scope["path"].startswith(API) else None


def foreign(request: AnyRequest) -> bool:
    """Whether an unsafe request comes from another site (CSRF).

    Browsers say so in Sec-Fetch-Site, older ones in Origin. A request with neither is not from a browser, and may
    pass as long as it shows no cookie.
    """
    if request.method in SAFE:
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    if origin is not None:
        known = urlsplit(origin)
        return (known.scheme, known.netloc) != (request.scope["scheme"], request.headers.get("host"))
    return bool(request.cookies)


def _kept_nowhere(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableScopeHeaders(message)["cache-control"] = PRIVATE
        await send(message)

    return sent
