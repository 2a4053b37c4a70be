"""A need told in plain words, and the patents that have most in common with it (描述需求，找专利)."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK
from pydantic import Field

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.searching.lines import Line, line_of
from registry.searching.queries import needed, searching_of
from registry.searching.titles import FIELD_TITLES
from registry.site.errors import ErrorReport, report
from registry.site.filters import InvalidQueryError, ListQuery, read_query
from registry.site.languages import language_of_path
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from search.engine import SearchUnavailable

LONGEST_NEED = 4000


class NeedQuery(ListQuery):
    """A need, and whether only what can be licensed today is wanted."""

    text: str = Field("", max_length=LONGEST_NEED)
    offer: str = Field("", pattern="^(open)?$")


@get("/needs", opt=PUBLIC)
async def read_need(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
    """The page, and the patents for a need that its address tells."""
    return await _answered(request, caller_scope, request.query_params)


@post("/needs", opt=PUBLIC, status_code=HTTP_200_OK)
async def send_need(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
    """The same for a need too long for an address; nothing is kept of it."""
    return await _answered(request, caller_scope, await request.form(), kept=False)


async def _answered(request: AnyRequest, scope: Scope, values: Any, *, kept: bool = True) -> Response[str]:
    given = {name: str(values.get(name, "")) for name in ("text", "offer")}
    searching, site = await searching_of(request, scope), site_of(request)
    try:
        need = read_query(NeedQuery, given)
        hits = needed(searching, need.text, open_only=need.offer == "open") if need.text else ()
    except InvalidQueryError as error:
        told = report(error, language_of_path(request.scope["path"]))
        text = site.render(request, "searching/needs.html", **_context(given, (), told=told))
        return Response(text, status_code=400, headers={"cache-control": "no-store"}, media_type="text/html")
    except SearchUnavailable:
        return site.page(request, "searching/needs.html", internal=True, **_context(given, (), down=True))
    lines = tuple(line_of("patent", hit, searching.today) for hit in hits)
    return site.page(request, "searching/needs.html", internal=not kept, **_context(given, lines))


def _context(
    given: dict[str, str], lines: tuple[Line, ...], *, told: ErrorReport | None = None, down: bool = False
) -> dict[str, Any]:
    return {
        "need": given,
        "lines": lines,
        "told": told,
        "down": down,
        "needed": True,
        "longest": LONGEST_NEED,
        "title_field": "title",
        "field_titles": FIELD_TITLES,
    }


ROUTES = [read_need, send_need]
