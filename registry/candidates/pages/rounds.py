"""Rounds: the list with the form for a new one, and one round."""

from collections.abc import Awaitable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath

from registry.accounts.pages.answering import caller_needed
from registry.candidates import round_queries, rounds
from registry.candidates.api import READ
from registry.candidates.forms import round_of, whole
from registry.candidates.pages.answering import BUREAU, no_round, scope_of, shown
from registry.candidates.refusing import Overtaken, Refused
from registry.database.days import today
from registry.enterprises.ladder.versions import current_ladder
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest


@get("/candidate-rounds", opt=READ)
async def list_rounds(request: Request[Any, Any, Any]) -> Page:
    """All rounds, those that take candidates first."""
    return await _list(request)


async def _list(
    request: AnyRequest, form: dict[str, str] | None = None, refused: Refused | None = None
) -> Page:
    ladder = await current_ladder(today())
    return shown(
        request,
        "rounds.html",
        422 if refused else 200,
        rounds=await round_queries.rounds(scope_of(request)),
        tiers=ladder.tiers,
        titles=round_queries.usual_titles(ladder),
        form=form or {},
        refused=refused,
    )


@post("/candidate-rounds", opt=BUREAU)
async def make_round(request: Request[Any, Any, Any]) -> Page:
    """Make a round."""
    form = await posted(request)
    try:
        made = await rounds.make(caller_needed(request), round_of(form))
    except Refused as refused:
        return await _list(request, form, refused)
    return onward(request, f"/candidate-rounds/{made}")


@get("/candidate-rounds/{number:int}", opt=READ)
async def show_round(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """One round: deadline, quota, how far its candidates have come."""
    return await _one(request, number)


async def _one(
    request: AnyRequest, number: int, form: dict[str, str] | None = None, refused: Refused | None = None
) -> Page:
    scope = scope_of(request)
    found = await round_queries.round_(scope, number) if number < 2**63 else None
    if found is None:
        raise no_round(number)
    status = 409 if isinstance(refused, Overtaken) else 422 if refused else 200
    return shown(request, "round.html", status, round=found, form=form or {}, refused=refused)


@post("/candidate-rounds/{number:int}", opt=BUREAU)
async def change_round(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Change what a round says."""
    form = await posted(request)
    version = whole(form.get("version")) or 0
    return await _done(
        request, number, form, rounds.change(caller_needed(request), number, version, round_of(form))
    )


@post("/candidate-rounds/{number:int}/close", opt=BUREAU)
async def close_round(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Close a round, or open it again."""
    form = await posted(request)
    version = whole(form.get("version")) or 0
    closed_on = None if form.get("open") == "1" else today()
    return await _done(request, number, {}, rounds.close(caller_needed(request), number, version, closed_on))


async def _done(request: AnyRequest, number: int, form: dict[str, str], action: Awaitable[None]) -> Page:
    try:
        await action
    except Refused as refused:
        return await _one(request, number, form, refused)
    except LookupError as missing:
        raise no_round(number) from missing
    return onward(request, f"/candidate-rounds/{number}")


ROUTES = [list_rounds, make_round, show_round, change_round, close_round]
