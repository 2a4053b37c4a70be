"""The pages of the criteria: versions, trying out another text, saving it, taking one back."""

from dataclasses import dataclass
from typing import Any

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from registry.accounts.guarding import needs
from registry.accounts.identity import now
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.database.days import today
from registry.enterprises.ladder.boards import Board
from registry.enterprises.ladder.criteria import CriteriaUnreadable, Ladder, read_ladder
from registry.enterprises.ladder.editing import CriteriaRefused, Overtaken, save, take_back
from registry.enterprises.ladder.faults import Fault
from registry.enterprises.ladder.matrix import seen
from registry.enterprises.ladder.pages import boards_of
from registry.enterprises.ladder.versions import Version, in_force, state_of, versions
from registry.enterprises.ladder.whatif import WhatIf, what_if
from registry.enterprises.queries import key_of
from registry.site.errors import RecordNotFoundError
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

READ, EDIT = needs(Permission.READ_LADDER), needs(Permission.EDIT_CRITERIA)
LONGEST_TEXT = 200_000
"""Characters of a text of criteria."""
SHOWN = 50
"""Enterprises that are listed of those that enter or leave a tier."""
TOO_LONG = Fault(None, "", Text(marked("最长 %(count)s 个字"), {"count": f"{LONGEST_TEXT:,}"}))
NO_SUCH_VERSION = marked("没有第 %(number)s 版标准")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text being tried: what is wrong with it, or what it would change. `names`: (key, name) of enterprises by number."""

    toml: str
    state: str
    faults: tuple[Fault, ...] = ()
    outcome: WhatIf | None = None
    ladder: Ladder | None = None
    names: dict[int, tuple[str, str]] | None = None


@get("/ladder/criteria", opt=READ)
async def show_criteria(request: Request[Any, Any, Any], version: FromQuery[int | None] = None) -> Page:
    """The criteria in force, or those of a version, and all versions."""
    return await _overview(request, version)


async def _overview(request: AnyRequest, number: int | None, problem: Text | None = None) -> Page:
    known = await versions()
    current = in_force(known, today())
    return _answer(
        request,
        "criteria.html",
        409 if problem else 200,
        versions=known,
        current=current,
        shown=current if number is None else _found(known, number),
        state=state_of(known),
        problem=problem,
    )


def _answer(request: AnyRequest, template: str, status: int, **context: Any) -> Page:
    name = f"enterprises/ladder/{template}"
    return site_of(request).page(request, name, internal=True, status=status, **context)


def _found(known: list[Version], number: int) -> Version:
    for one in known:
        if one.number == number:
            return one
    raise RecordNotFoundError(Text(NO_SUCH_VERSION, {"number": number}))


@get("/ladder/criteria/try", opt=READ)
async def open_criteria(request: Request[Any, Any, Any], version: FromQuery[int | None] = None) -> Page:
    """A version as a text to change."""
    known = await versions()
    opened = in_force(known, today()) if version is None else _found(known, version)
    return _draft(request, Draft(opened.toml, state_of(known)), 200)


def _draft(request: AnyRequest, draft: Draft, status: int, **context: Any) -> Page:
    return _answer(
        request,
        "try.html",
        status,
        **{"draft": draft, "shown": SHOWN, "problem": None, "reason": "", **context},
    )


@post("/ladder/criteria/try", opt=READ)
async def try_criteria(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Page:
    """What the text would change; nothing is saved."""
    form = await posted(request)
    draft = await _tried(request, caller_scope, await _text(request), form.get("state", ""))
    return _draft(request, draft, 422 if draft.faults else 200)


async def _text(request: AnyRequest) -> str:
    """The text of the form, with the line ends of Unix; `posted` cuts longer values than this."""
    toml = (await request.form()).get("toml", "")
    return toml.replace("\r\n", "\n") if isinstance(toml, str) else ""


async def _tried(request: AnyRequest, scope: Scope, toml: str, state: str) -> Draft:
    if len(toml) > LONGEST_TEXT:
        return Draft(toml[:LONGEST_TEXT], state, faults=(TOO_LONG,))
    try:
        after = read_ladder(toml)
    except CriteriaUnreadable as unreadable:
        return Draft(toml, state, faults=tuple(unreadable.faults))
    before = in_force(await versions(), today()).ladder
    board, _ = await boards_of(request).latest(before, today())
    enterprises = seen(board, scope)
    outcome = await to_thread.run_sync(
        what_if, before, after, board.facts, board.today, enterprises["enterprise"]
    )
    return Draft(toml, state, outcome=outcome, ladder=after, names=_names(board, outcome))


def _names(board: Board, outcome: WhatIf) -> dict[int, tuple[str, str]]:
    moving = [n for one in outcome.shifts for part in (one.entering, one.leaving) for n in [*part][:SHOWN]]
    rows = board.enterprises.filter(board.enterprises["enterprise"].is_in(moving)).iter_rows(named=True)
    return {row["enterprise"]: (key_of({**row, "id": row["enterprise"]}), row["name"]) for row in rows}


@post("/ladder/criteria", opt=EDIT)
async def save_criteria(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Page:
    """Save the text as a version. Whoever was overtaken gets the text back, to be compared with what holds now."""
    form, toml = await posted(request), await _text(request)
    state, reason = form.get("state", ""), form.get("reason", "")
    draft = await _tried(request, caller_scope, toml, state)
    if draft.faults:
        return _draft(request, draft, 422, reason=reason)
    try:
        number = await save(toml, reason, state, caller_needed(request))
    except Overtaken as overtaken:
        renewed = Draft(toml, state_of(await versions()), (), draft.outcome, draft.ladder, draft.names)
        return _draft(request, renewed, 409, problem=overtaken.text, reason=reason)
    except CriteriaRefused as refused:
        return _draft(request, draft, 422, problem=refused.text, reason=reason)
    return onward(request, f"/ladder/criteria?version={number}")


@post("/ladder/criteria/{number:int}/withdraw", opt=EDIT)
async def withdraw_criteria(request: Request[Any, Any, Any], number: FromPath[int]) -> Response[str]:
    """Take a version back, with a reason."""
    form = await posted(request)
    try:
        await take_back(number, form.get("reason", ""), form.get("state", ""), caller_needed(request), now())
    except CriteriaRefused as refused:
        return await _overview(request, number, refused.text)
    except LookupError as missing:
        raise RecordNotFoundError(Text(NO_SUCH_VERSION, {"number": number})) from missing
    return onward(request, "/ladder/criteria")


ROUTES = [show_criteria, open_criteria, try_criteria, save_criteria, withdraw_criteria]
