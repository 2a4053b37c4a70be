"""HEAD for everything that can be got: the same headers, no body."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send


def answering_heads(app: ASGIApp) -> ASGIApp:
    """The application, to which a HEAD is a GET whose body nobody gets."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        inner: HTTPScope = {
            **scope,
            "method": "GET",
        }  # a server looks into its own scope for what it may send
        await app(inner, receive, sent)
        scope["path_template"] = inner.get("path_template", "")

    return answer
