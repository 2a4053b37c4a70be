"""Running accounts: the list, one account, and the requests to decide."""

from collections.abc import Awaitable
from typing import Any

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.accounts import actions, links, mail, people, requesting
from registry.accounts.actions import AccountRefused, NewAccount
from registry.accounts.guarding import needs
from registry.accounts.identity import now
from registry.accounts.pages.answering import caller_needed, entrance_of, shown
from registry.accounts.people import Person
from registry.accounts.permissions import FITTING, Organisation, Permission, Role
from registry.accounts.tables import AccountState, LinkPurpose
from registry.site.forms import Page, chosen, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text

MANAGE = needs(Permission.MANAGE_ACCOUNTS)
APPROVE = needs(Permission.APPROVE_REQUESTS)


@get("/accounts", opt=MANAGE)
async def list_accounts(request: Request[Any, Any, Any]) -> Page:
    """All accounts, and the form for a new one."""
    return await _list(request)


async def _list(request: AnyRequest, form: dict[str, Any] | None = None, problem: Text | None = None) -> Page:
    return shown(
        request,
        "accounts.html",
        422 if problem else 200,
        people=await people.people(),
        organisations=list(Organisation),
        fitting=FITTING,
        form=form or {},
        problem=problem,
    )


@post("/accounts", opt=MANAGE)
async def invite(request: Request[Any, Any, Any]) -> Page:
    """Make an account and send its link; without a mail address the link is shown, this once."""
    form, actor = await posted(request), caller_needed(request).login
    roles = await chosen(request, "role")
    try:
        new = NewAccount(
            form.get("login", ""),
            form.get("name", ""),
            form.get("email", ""),
            Organisation.of(form.get("organisation", "bureau")),
            form.get("unit", ""),
            frozenset(map(Role.of, roles)),
        )
        token = await actions.invite(new, actor, now())
    except AccountRefused as refused:
        return await _list(request, {**form, "roles": roles}, refused.text)
    except ValueError as unknown:
        raise NotFoundException from unknown
    made = await people.by_login(new.login)
    return await _handed(request, _there(made), LinkPurpose.INVITE, token)


def _there(person: Person | None) -> Person:
    if person is None:
        raise NotFoundException
    return person


async def _handed(request: AnyRequest, person: Person, purpose: LinkPurpose, token: str) -> Page:
    """Say that the link was sent, or show it where it could not be."""
    settings = entrance_of(request).settings
    sent = bool(person.email) and await mail.send(
        settings, links.letter(settings, purpose, person.name, person.email or "", token)
    )
    link = None if sent else links.address(settings, token)
    return shown(request, "link_made.html", person=person, link=link)


@get("/accounts/{number:int}", opt=MANAGE)
async def show_account(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """One account with what can be done to it."""
    return await _one(request, number)


async def _one(request: AnyRequest, number: int, problem: Text | None = None) -> Page:
    person = _there(await people.someone(number))
    return shown(
        request, "one_account.html", 422 if problem else 200, person=person, fitting=FITTING, problem=problem
    )


@post("/accounts/{number:int}/roles", opt=MANAGE)
async def set_roles(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Other roles; all sessions of the account end."""
    try:
        roles = frozenset(map(Role.of, await chosen(request, "role")))
    except ValueError as unknown:
        raise NotFoundException from unknown
    return await _done(request, number, actions.set_roles(number, roles, caller_needed(request).login))


@post("/accounts/{number:int}/email", opt=MANAGE)
async def set_email(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Another mail address; a letter to the former one says so."""
    form, settings = await posted(request), entrance_of(request).settings

    async def act() -> None:
        former = await actions.set_email(number, form.get("email", ""), caller_needed(request).login, now())
        if former:
            person = _there(await people.someone(number))
            await mail.send(settings, mail.moved(settings, person.name, person.login, former))

    return await _done(request, number, act())


@post("/accounts/{number:int}/disable", opt=MANAGE)
async def disable(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Let the account be used no more."""
    form = await posted(request)
    return await _done(
        request, number, actions.disable(number, caller_needed(request).login, form.get("reason", ""))
    )


@post("/accounts/{number:int}/enable", opt=MANAGE)
async def enable(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Let it be used again."""
    return await _done(request, number, actions.enable(number, caller_needed(request).login))


async def _done(request: AnyRequest, number: int, action: Awaitable[None]) -> Page:
    try:
        await action
    except AccountRefused as refused:
        return await _one(request, number, refused.text)
    except LookupError as missing:
        raise NotFoundException from missing
    return onward(request, f"/accounts/{number}")


@post("/accounts/{number:int}/reset", opt=MANAGE)
async def reset(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """A new link for the password; with `second_step` the app is forgotten too."""
    form = await posted(request)
    person = _there(await people.someone(number))
    second_step = form.get("second_step") == "1"
    try:
        token = await actions.reset(number, caller_needed(request).login, now(), second_step=second_step)
    except LookupError as missing:
        raise NotFoundException from missing
    purpose = LinkPurpose.INVITE if person.state is AccountState.INVITED else LinkPurpose.RESET
    return await _handed(request, person, purpose, token)


@get("/account-requests", opt=APPROVE)
async def list_requests(request: Request[Any, Any, Any]) -> Page:
    """The requests for accounts, those to decide first."""
    return shown(request, "requests.html", requests=await requesting.requests(), problem=None, about=None)


@post("/account-requests/{number:int}", opt=APPROVE)
async def decide(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Approve or refuse a request; either is told to who asked."""
    form, caller, settings = await posted(request), caller_needed(request), entrance_of(request).settings
    try:
        if form.get("verdict") == "approve":
            letter = await requesting.approve(settings, number, form.get("login", ""), caller, now())
        else:
            letter = await requesting.refuse(settings, number, form.get("reason", ""), caller, now())
    except AccountRefused as refused:
        known = await requesting.requests()
        return shown(request, "requests.html", 422, requests=known, problem=refused.text, about=number)
    except LookupError as missing:
        raise NotFoundException from missing
    await mail.send(settings, letter)
    return onward(request, "/account-requests")


ROUTES = [
    list_accounts,
    invite,
    show_account,
    set_roles,
    set_email,
    disable,
    enable,
    reset,
    list_requests,
    decide,
]
