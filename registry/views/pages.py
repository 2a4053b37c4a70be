"""The pages of saved views: one's own and the shared ones, keeping what a list shows, and opening one."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from registry.accounts.guarding import SIGNED_IN
from registry.accounts.pages.answering import caller_needed
from registry.accounts.scope import Scope
from registry.database.days import today
from registry.enterprises.ladder.versions import current_ladder
from registry.site.errors import RecordNotFoundError
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked
from registry.views import actions, queries
from registry.views.actions import LONGEST_NAME, Refused
from registry.views.places import PLACES, lasting, outdated, without
from registry.views.queries import View

NO_SUCH_VIEW = marked("没有第 %(number)s 号视图，或者它没有与您共享")


@get("/views", opt=SIGNED_IN)
async def list_views(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    place: FromQuery[str | None] = None,
    at: FromQuery[str | None] = None,
) -> Page:
    """The views that the caller may open; with `place` and `at`, a form that keeps what that list shows."""
    return await _list(request, caller_scope, {"place": place or "", "query": lasting(at or "")})


async def _list(
    request: AnyRequest, scope: Scope, form: dict[str, str], refused: Refused | None = None
) -> Page:
    caller = caller_needed(request)
    open_ = {key: one for key, one in PLACES.items() if caller.may(one.permission)}
    found = [one for one in await queries.views(scope) if one.place in open_]
    return site_of(request).page(
        request,
        "views/list.html",
        internal=True,
        status=422 if refused else 200,
        places=open_,
        kept=[one for one in found if one.removed_at is None],
        removed=[one for one in found if one.removed_at is not None],
        form=form,
        refused=refused,
        bureau=scope.bureau,
        longest=LONGEST_NAME,
    )


@post("/views", opt=SIGNED_IN)
async def keep(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Page:
    """Keep what a list shows under a name."""
    form = await posted(request)
    try:
        await actions.keep(
            caller_needed(request),
            form.get("place", ""),
            form.get("name", ""),
            form.get("query", ""),
            shared=form.get("shared") == "1",
        )
    except Refused as refused:
        return await _list(request, caller_scope, {"place": "", "query": "", **form}, refused)
    return onward(request, "/views")


@get("/views/{number:int}", opt=SIGNED_IN)
async def open_view(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """On to the list as it was saved; where some of it means nothing there any more, that is said first."""
    found = await _found(caller_scope, number)
    place = PLACES.get(found.place)
    if place is None or not caller_needed(request).may(place.permission):
        raise _none(number)
    gone = outdated(place, found.query, await current_ladder(today()))
    rest = without(found.query, gone)
    address = f"{place.path}?{rest}" if rest else place.path
    if not gone:
        return onward(request, address)
    return site_of(request).page(
        request,
        "views/outdated.html",
        internal=True,
        view=found,
        place=place,
        gone=sorted(gone),
        address=address,
    )


async def _found(scope: Scope, number: int) -> View:
    found = await queries.view(scope, number)
    if found is None:
        raise _none(number)
    return found


def _none(number: int) -> RecordNotFoundError:
    return RecordNotFoundError(Text(NO_SUCH_VIEW, {"number": number}))


@post("/views/{number:int}", opt=SIGNED_IN)
async def change(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Call it otherwise, share it or not, take it away, or bring it back."""
    found, form, caller = await _found(caller_scope, number), await posted(request), caller_needed(request)
    try:
        match form.get("act"):
            case "remove":
                await actions.remove(caller, found)
            case "restore":
                await actions.restore(caller, found)
            case _:
                await actions.change(caller, found, form.get("name", ""), shared=form.get("shared") == "1")
    except Refused as refused:
        return await _list(request, caller_scope, {"place": "", "query": ""}, refused)
    except LookupError:
        raise _none(number) from None
    return onward(request, "/views")


ROUTES = [list_views, keep, open_view, change]
