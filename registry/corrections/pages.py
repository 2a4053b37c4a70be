"""The pages of corrections: an enterprise's own proposals, and the list that the bureau answers."""

from collections.abc import Awaitable
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.corrections import actions, queries
from registry.corrections.actions import Refused
from registry.corrections.queries import Correction, CorrectionQuery, Subject
from registry.corrections.rules import State
from registry.enterprises.api import missing
from registry.site.errors import RecordMovedError, RecordNotFoundError
from registry.site.filters import read_query
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

PROPOSE = needs(Permission.PROPOSE)
ANSWER = needs(Permission.EDIT_REGISTER)
NOT_YOURS = marked("没有这家企业，或者它不归您更正")
NO_SUCH_CORRECTION = marked("没有第 %(number)s 号更正，或者您不能查看")

StateName = Annotated[str | None, QueryParameter(name="state")]


def correction_query(
    standing: StateName = None, page: FromQuery[str | None] = None, size: FromQuery[str | None] = None
) -> CorrectionQuery:
    """What an address asks of the list. Raises InvalidQueryError."""
    return read_query(CorrectionQuery, {"state": standing, "page": page, "size": size})


@get("/enterprises/{key:str}/corrections", opt=PROPOSE)
async def show_own(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Page:
    """The values of one's own enterprise, a form for another one, and what was proposed before."""
    return await _own(request, caller_scope, await _subject(caller_scope, key))


@post("/enterprises/{key:str}/corrections", opt=PROPOSE)
async def propose(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Page:
    """Propose a correction."""
    found, form = await _subject(caller_scope, key), await posted(request)
    try:
        await actions.propose(
            found,
            form.get("field", ""),
            form.get("proposed", ""),
            form.get("reason", ""),
            caller_needed(request).login,
        )
    except Refused as refused:
        return await _own(request, caller_scope, found, form, refused)
    return onward(request, f"/enterprises/{found.key}/corrections")


async def _subject(scope: Scope, key: str) -> Subject:
    found = await queries.subject(scope, key)
    if found is None:
        led = await missing(scope, key)
        raise led if isinstance(led, RecordMovedError) else RecordNotFoundError(Text(NOT_YOURS))
    return found


async def _own(
    request: AnyRequest,
    scope: Scope,
    found: Subject,
    form: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Page:
    return site_of(request).page(
        request,
        "corrections/own.html",
        internal=True,
        status=422 if refused else 200,
        subject=found,
        corrections=await queries.of_enterprise(scope, found.id),
        form=form or {},
        refused=refused,
        State=State,
    )


@post("/corrections/{number:int}/withdraw", opt=PROPOSE)
async def withdraw(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Take a proposal back."""
    found = await _found(caller_scope, number)
    subject = await _subject(caller_scope, found.key)
    try:
        await actions.withdraw(found, caller_needed(request).login)
    except Refused as refused:
        return await _own(request, caller_scope, subject, refused=refused)
    return onward(request, f"/enterprises/{found.key}/corrections")


@get(
    "/corrections",
    opt=ANSWER,
    dependencies={"filters": Provide(correction_query, sync_to_thread=False)},
)
async def list_corrections(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[CorrectionQuery],
) -> Page:
    """What waits for an answer, or has had one."""
    return await _list(request, caller_scope, filters)


async def _list(
    request: AnyRequest,
    scope: Scope,
    filters: CorrectionQuery,
    about: int | None = None,
    refused: Refused | None = None,
) -> Page:
    return site_of(request).page(
        request,
        "corrections/list.html",
        internal=True,
        status=422 if refused else 200,
        query=filters,
        corrections=await queries.corrections(scope, filters),
        about=about,
        refused=refused,
        State=State,
    )


@post("/corrections/{number:int}/decide", opt=ANSWER)
async def decide(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Accept or decline."""
    found, form = await _found(caller_scope, number), await posted(request)
    act: Awaitable[None] = actions.decide(
        found, form.get("verdict", ""), form.get("answer", ""), caller_needed(request).login
    )
    try:
        await act
    except Refused as refused:
        return await _list(request, caller_scope, CorrectionQuery(), number, refused)
    return onward(request, "/corrections")


async def _found(scope: Scope, number: int) -> Correction:
    found = await queries.correction(scope, number) if number < 2**63 else None
    if found is None:
        raise RecordNotFoundError(Text(NO_SUCH_CORRECTION, {"number": number}))
    return found


ROUTES = [show_own, propose, withdraw, list_corrections, decide]
