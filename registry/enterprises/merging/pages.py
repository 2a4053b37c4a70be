"""The pages of duplicates: what looks alike, two side by side, and the merges that were made."""

import unicodedata
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.enterprises.api import missing
from registry.enterprises.merging import actions, distinguishing, queries
from registry.enterprises.merging.actions import Asked, Refused
from registry.enterprises.merging.queries import Beside, DuplicateQuery, Merge
from registry.site.errors import RecordNotFoundError
from registry.site.filters import read_query
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

MERGE = needs(Permission.MERGE)
NO_SUCH_MERGE = marked("没有第 %(number)s 号合并，或者您不能查看")
KEY = "key-"


def duplicate_query(page: FromQuery[str | None] = None, size: FromQuery[str | None] = None) -> DuplicateQuery:
    """What the address asks for. Raises InvalidQueryError."""
    return read_query(DuplicateQuery, dict(locals()))


FILTERS: dict[str, Any] = {"filters": Provide(duplicate_query, sync_to_thread=False)}
LARGEST = 2**63


def shown(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    """A page that is kept nowhere."""
    return site_of(request).page(
        request, f"enterprises/merging/{template}", internal=True, status=status, **context
    )


@get("/duplicates", opt=MERGE, dependencies=FILTERS)
async def list_duplicates(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[DuplicateQuery],
) -> Page:
    """Pairs of enterprises that look like one held twice."""
    return shown(request, "list.html", found=await queries.duplicates(caller_scope, filters))


@get("/duplicates/merges", opt=MERGE, dependencies=FILTERS)
async def list_merges(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[DuplicateQuery],
) -> Page:
    """The merges that were made, undone ones too."""
    return shown(request, "merges.html", merges=await queries.merges(caller_scope, filters))


@get("/duplicates/distinct", opt=MERGE, dependencies=FILTERS)
async def list_distinctions(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[DuplicateQuery],
) -> Page:
    """The pairs that somebody called two."""
    return shown(
        request, "distinct.html", distinctions=await distinguishing.distinctions(caller_scope, filters)
    )


@post("/duplicates/distinct/{number:int}/undo", opt=MERGE)
async def take_back(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Look at a pair as likely duplicates again."""
    try:
        if number < LARGEST:
            await distinguishing.take_back(caller_scope, caller_needed(request), number)
    except LookupError:
        pass  # somebody else was quicker
    return onward(request, "/duplicates/distinct")


@get("/enterprises/{key:str}/merge/{other:str}", opt=MERGE)
async def show_pair(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    key: FromPath[str],
    other: FromPath[str],
) -> Page:
    """Two enterprises side by side; the first is the one to be kept."""
    kept, given_up = await _side(caller_scope, key), await _side(caller_scope, other)
    return await _pair(request, caller_scope, kept, given_up)


@get("/enterprises/{key:str}/merge", opt=MERGE)
async def find_other(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    key: FromPath[str],
    other: FromQuery[str | None] = None,
) -> Page:
    """On to the comparison with the enterprise of a credit code that was typed, or a page to type it on."""
    kept = await _side(caller_scope, key)
    typed = (other or "").strip()
    found = await queries.beside(caller_scope, as_key(typed)) if typed else None
    if found and found.id != kept.id:
        return onward(request, f"/enterprises/{kept.key}/merge/{found.key}")
    return shown(request, "find.html", kept=kept, typed=typed)


def as_key(typed: str) -> str:
    """A credit code or number as somebody typed it, as the part of an address."""
    plain = unicodedata.normalize("NFKC", typed)
    return plain if plain.startswith("id-") else plain.upper()


@post("/enterprises/{key:str}/merge/{other:str}", opt=MERGE)
async def merge(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    key: FromPath[str],
    other: FromPath[str],
) -> Page:
    """Merge the second into the first, or remember that they are two, as the button says."""
    kept, given_up = await _side(caller_scope, key), await _side(caller_scope, other)
    form, caller = await posted(request), caller_needed(request)
    asked = Asked(
        kept=kept.id,
        other=given_up.id,
        kept_version=form.get("kept_version", ""),
        other_version=form.get("other_version", ""),
        choices={name.removeprefix(KEY): value for name, value in form.items() if name.startswith(KEY)},
        reason=form.get("reason", ""),
    )
    try:
        if form.get("act") == "distinct":
            await distinguishing.call_distinct(caller_scope, caller, kept.id, given_up.id, asked.reason)
            return onward(request, "/duplicates")
        number = await actions.merge(caller_scope, caller, asked)
    except Refused as refused:
        return await _pair(request, caller_scope, kept, given_up, form, refused)
    return onward(request, f"/duplicates/merges/{number}")


async def _side(scope: Scope, key: str) -> Beside:
    found = await queries.beside(scope, key)
    if found is None:
        raise await missing(scope, key)
    return found


async def _pair(
    request: AnyRequest,
    scope: Scope,
    kept: Beside,
    other: Beside,
    form: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Page:
    return shown(
        request,
        "pair.html",
        422 if refused else 200,
        kept=kept,
        given_up=other,
        rows=queries.side_by_side(kept, other),
        same=kept.id == other.id,
        called=await distinguishing.distinction_of(scope, kept.id, other.id),
        form=form or {},
        refused=refused,
    )


@get("/duplicates/merges/{number:int}", opt=MERGE)
async def show_merge(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """One merge: what went along, and a way back."""
    return _one(request, await _found(caller_scope, number))


@post("/duplicates/merges/{number:int}/undo", opt=MERGE)
async def undo(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Take a merge back."""
    found, form = await _found(caller_scope, number), await posted(request)
    try:
        await actions.undo(caller_scope, caller_needed(request), found.id, form.get("reason", ""))
    except Refused as refused:
        return _one(request, found, refused, form.get("reason", ""))
    except LookupError:
        raise _no_merge(number) from None
    return onward(request, f"/duplicates/merges/{found.id}")


async def _found(scope: Scope, number: int) -> Merge:
    found = await queries.one_merge(scope, number) if number < LARGEST else None
    if found is None:
        raise _no_merge(number)
    return found


def _no_merge(number: int) -> RecordNotFoundError:
    return RecordNotFoundError(Text(NO_SUCH_MERGE, {"number": number}))


def _one(request: AnyRequest, found: Merge, refused: Refused | None = None, typed: str = "") -> Page:
    return shown(request, "merge.html", 422 if refused else 200, merge=found, refused=refused, typed=typed)


ROUTES = [
    list_duplicates,
    list_merges,
    list_distinctions,
    take_back,
    show_pair,
    find_other,
    merge,
    show_merge,
    undo,
]
