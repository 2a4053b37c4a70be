"""The page that describes the API."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from litestar import Litestar, Request, Response, get

from registry.accounts.guarding import PUBLIC
from registry.documenting.schema import BASE, described
from registry.documenting.words import TAGS, choices
from registry.site.languages import language_of_path
from registry.site.rendering import site_of

AnyRequest = Request[Any, Any, Any]
SHOWN = ("q", "number")
"""Parameters whose examples make an address to try."""


@get(f"{BASE}/docs", opt=PUBLIC)
async def show(request: AnyRequest) -> Response[str]:
    """Every address with its parameters, answers and errors; without script, and with nothing from outside."""
    language = language_of_path(request.scope["path"])
    schema = described(_declared(request.app), language)
    operations = [
        {
            "address": address,
            "path": address.removeprefix(BASE),
            "example": _example(address, operation) if method == "get" else None,
            "parameters": [],
            "requestBody": None,
            "method": method.upper(),
            **operation,
        }
        for address, item in schema["paths"].items()
        for method, operation in item.items()
    ]
    return site_of(request).page(
        request,
        "documenting/docs.html",
        schema=schema,
        groups=[
            (tag, title, [one for one in operations if tag in one["tags"]]) for tag, title in TAGS.items()
        ],
        schemas=schema["components"]["schemas"],
        choices=choices,
        type_of=type_of,
        reference=reference,
    )


@lru_cache(maxsize=1)
def _declared(app: Litestar) -> dict[str, Any]:
    """What the routes of the application declare, written out once: that takes longer than all the rest of the page."""
    return app.openapi_schema.to_schema()


def _example(address: str, operation: dict[str, Any]) -> str | None:
    """An address to try; None where it needs a key that cannot be known."""
    known = {one["name"]: one.get("example") for one in operation.get("parameters", ())}
    if "{" in address or operation["security"] == [{"token": []}]:
        return None
    query = urlencode([(name, known[name]) for name in SHOWN if known.get(name)])
    return f"{address}?{query}" if query else address


def reference(schema: dict[str, Any]) -> str | None:
    """The name of the component that a schema, or its items, is; None where it is none."""
    for one in (schema, schema.get("items", {}), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).rpartition("/")[2]
    return None


def type_of(schema: dict[str, Any]) -> str:
    """A schema in a word: `string`, `integer | null`, `PatentSummary[]`."""
    parts = schema.get("oneOf") or schema.get("anyOf")
    if parts:
        return " | ".join(dict.fromkeys(type_of(part) for part in parts))
    if "$ref" in schema:
        return reference(schema) or ""
    kind = schema.get("type", "object")
    if kind == "array":
        return f"{type_of(schema.get('items', {}))}[]"
    named = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{named} ({schema['format']})" if "format" in schema else named


ROUTES = [show]
