"""One candidate: where it stands, what was done, and what can be done next."""

from collections.abc import Awaitable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath

from registry.accounts.pages.answering import caller_needed
from registry.candidates import queries, stepping
from registry.candidates.api import READ
from registry.candidates.forms import day, move_of, whole
from registry.candidates.lines import CandidateDetail
from registry.candidates.pages.answering import no_candidate, scope_of, shown
from registry.candidates.refusing import Overtaken, Refused
from registry.candidates.results import compare, judged
from registry.candidates.rules import State, may_undo, moves_from, refusal
from registry.candidates.sniffing import ACCEPTED
from registry.database.days import today
from registry.enterprises.ladder.pages import boards_of
from registry.enterprises.ladder.versions import current_ladder
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked

CHOOSE = Text(marked("请选择改为哪个状态"))


@get("/candidates/{number:int}", opt=READ)
async def show_candidate(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """One candidate with its timeline, the results of the day it was tagged beside today's, and its files."""
    return await one_page(request, number)


async def one_page(
    request: AnyRequest,
    number: int,
    form: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Page:
    """The page, or what is wrong with a form on it and what the form said. Raises RecordNotFoundError."""
    scope, caller = scope_of(request), caller_needed(request)
    found = await queries.candidate(scope, number) if number < 2**63 else None
    if found is None:
        raise no_candidate(number)
    board, _ = await boards_of(request).latest(await current_ladder(today()), today())
    now = judged(board, found.round.tier, found.enterprise_id)
    moves = [(move, refusal(move, found.standing, caller, today())) for move in moves_from(found.line.state)]
    return shown(
        request,
        "one.html",
        _status(refused),
        candidate=found,
        now=now,
        compared=compare(found.then, now),
        moves=moves,
        undoable=_undoable(found, request),
        colleagues=await queries.colleagues(scope),
        form=form or {},
        refused=refused,
        accepted=ACCEPTED,
        title_kept=request.query_params.get("title") == "kept" and found.line.state is State.APPLIED,
    )


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 409 if isinstance(refused, Overtaken) else 422


def _undoable(found: CandidateDetail, request: AnyRequest) -> bool:
    last = found.last
    return may_undo(last.source, last.target, last.login, caller_needed(request))


@post("/candidates/{number:int}/steps", opt=READ)
async def take_step(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Move on, or write a note where no state is given."""
    form = await posted(request)
    scope, caller, version = scope_of(request), caller_needed(request), whole(form.get("version")) or 0
    if form.get("target") == "note":
        action: Awaitable[object] = stepping.note(
            scope, caller, number, version, day(form.get("on_day")), form.get("note", ""), today()
        )
    elif move := move_of(form):
        action = stepping.step(scope, caller, number, version, move, today())
    else:
        return await one_page(request, number, form, Refused(CHOOSE, {"target": CHOOSE}))
    return await _done(request, number, form, action)


@post("/candidates/{number:int}/owner", opt=READ)
async def assign(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Say who looks after it."""
    form = await posted(request)
    version, owner = whole(form.get("version")) or 0, whole(form.get("owner"))
    return await _done(
        request,
        number,
        form,
        stepping.assign(scope_of(request), caller_needed(request), number, version, owner),
    )


@post("/candidates/{number:int}/undo", opt=READ)
async def undo(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Take back the last step."""
    form = await posted(request)
    version = whole(form.get("version")) or 0
    scope, caller = scope_of(request), caller_needed(request)
    try:
        undone = await stepping.undo(scope, caller, number, version, form.get("reason", ""))
    except Refused as refused:
        return await one_page(request, number, {"undo": "1", **form}, refused)
    except LookupError as missing:
        raise no_candidate(number) from missing
    if undone.gone:
        return onward(request, "/candidates")
    return onward(request, f"/candidates/{number}{'?title=kept' if undone.kept else ''}")


async def _done(request: AnyRequest, number: int, form: dict[str, str], action: Awaitable[object]) -> Page:
    try:
        await action
    except Refused as refused:
        return await one_page(request, number, form, refused)
    except LookupError as missing:
        raise no_candidate(number) from missing
    return onward(request, f"/candidates/{number}")


ROUTES = [show_candidate, take_step, assign, undo]
