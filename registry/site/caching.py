"""What visitors without an account may keep: answers carry a tag, and are not sent again to who holds them."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256

from litestar import Request
from litestar.config.compression import CompressionConfig
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware, DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from registry.accounts.caller import caller_of
from registry.site.negotiation import AnyRequest

API = "/api/"
PUBLIC = "public, no-cache"
UNCOMPRESSED = {"uncompressed": True}
"""The `opt` of a route whose answers are compressed already, or may be asked for in parts."""
DESCRIBING_A_BODY = frozenset((b"content-length", b"content-type", b"content-encoding"))


def compression() -> DefineMiddleware:
    """Compresses what is not compressed yet; fast rather than small, as pages are made for every request."""
    config = CompressionConfig(
        backend="brotli",
        brotli_quality=5,
        gzip_compress_level=5,
        minimum_size=1024,
        exclude_opt_key=next(iter(UNCOMPRESSED)),
    )
    return DefineMiddleware(CompressionMiddleware, config=config)


class Revalidated(ASGIMiddleware):
    """Tags what may be kept, and answers 304 where the caller has it. Who has signed in keeps nothing."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Hold the start of an answer back until it is known whether its body is needed."""
        request: AnyRequest = Request(scope)
        if request.method == "GET" and caller_of(scope) is None:
            send = _revalidating(send, request.headers, api=scope["path"].startswith(API))
        await next_app(scope, receive, send)


def _revalidating(send: Send, asked: Headers, *, api: bool) -> Send:
    start: HTTPResponseStartEvent | None = None
    spared = False

    async def sent(message: Message) -> None:
        nonlocal start, spared
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] != "http.response.body" or spared:
            return
        if start is not None:
            begun, start = start, None
            if begun["status"] == HTTP_200_OK:
                _tag(begun, message["body"], whole=not message.get("more_body"), api=api)
                spared = _held(asked, Headers(begun["headers"]))
            if spared:
                await send(_not_modified(begun))
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            await send(begun)
        await send(message)

    return sent


def _tag(start: HTTPResponseStartEvent, body: bytes, *, whole: bool, api: bool) -> None:
    """Say how long an answer may be kept and by whom, and tag it by its content if it has no tag of its own."""
    headers = MutableScopeHeaders(start)
    if api:
        headers.setdefault("cache-control", PUBLIC)
    kept = headers.get("cache-control", "no-store")
    if "no-store" in kept or "immutable" in kept:
        return
    headers.extend_header_value("vary", "Cookie, Authorization" if api else "Cookie")
    if whole:
        headers.setdefault("etag", weak_tag(body))


def weak_tag(content: bytes) -> str:
    """A tag for an answer that says this, however it is compressed."""
    return f'W/"{sha256(content).hexdigest()[:32]}"'


def _held(asked: Headers, answered: Headers) -> bool:
    """Whether the caller has what would be sent (RFC 9110, 13.1)."""
    tags, tag = asked.get("if-none-match"), answered.get("etag")
    if tags is not None:
        known = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return tag is not None and (tags.strip() == "*" or tag.removeprefix("W/") in known)
    since, changed = _moment(asked.get("if-modified-since")), _moment(answered.get("last-modified"))
    return since is not None and changed is not None and changed <= since


def _moment(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


def _not_modified(start: HTTPResponseStartEvent) -> HTTPResponseStartEvent:
    headers = [pair for pair in start["headers"] if pair[0].lower() not in DESCRIBING_A_BODY]
    return {"type": "http.response.start", "status": HTTP_304_NOT_MODIFIED, "headers": headers}
