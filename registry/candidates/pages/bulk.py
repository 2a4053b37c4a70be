"""The same done to many selected candidates; what cannot be done is named and the rest is done."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from litestar import Request, post

from registry.accounts.pages.answering import caller_needed
from registry.candidates import queries, stepping
from registry.candidates.api import READ
from registry.candidates.forms import Form, move_of, whole
from registry.candidates.pages.answering import scope_of, shown
from registry.candidates.refusing import Refused
from registry.database.days import today
from registry.site.forms import Page, chosen, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked

MOST = 100
"""Candidates that can be selected at once."""
NOTHING = Text(marked("请至少选择一家候选"))
MISSING = Text(marked("没有这家候选，或者您不能查看"))
NO_STATE = Text(marked("请选择改为哪个状态"))


@dataclass(frozen=True, slots=True)
class Left:
    """A candidate that was left as it is, and why."""

    number: int
    name: str | None
    why: list[Text]


@post("/candidates/bulk", opt=READ)
async def do_to_many(request: Request[Any, Any, Any]) -> Page:
    """Assign, or move on, each of the selected."""
    form = await posted(request)
    numbers = [number for text in await chosen(request, "candidate") if (number := whole(text))][:MOST]
    done, left = 0, []
    for number in dict.fromkeys(numbers):
        try:
            await _act(request, form, number)
            done += 1
        except Refused as refused:
            left.append(Left(number, await _name(request, number), _why(refused)))
        except LookupError:
            left.append(Left(number, None, [MISSING]))
    back = form.get("back", "/candidates")
    if not left and done:
        return onward(request, back)
    return shown(request, "bulk.html", done=done, left=left, problem=None if numbers else NOTHING)


def _act(request: AnyRequest, form: Form, number: int) -> Awaitable[None]:
    """What is to be done to one. Raises Refused."""
    scope, caller = scope_of(request), caller_needed(request)
    version = whole(form.get(f"version-{number}")) or 0
    if form.get("act") == "owner":
        return stepping.assign(scope, caller, number, version, whole(form.get("owner")))
    move = move_of(form)
    if move is None:
        raise Refused(NO_STATE)
    return stepping.step(scope, caller, number, version, move, today())


def _why(refused: Refused) -> list[Text]:
    return list(dict.fromkeys(refused.faults.values())) if refused.faults else [refused.text]


async def _name(request: AnyRequest, number: int) -> str | None:
    found = await queries.candidate(scope_of(request), number)
    return found.line.enterprise if found else None


ROUTES = [do_to_many]
