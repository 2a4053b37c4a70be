"""One's own account: sessions, password, tokens."""

from typing import Any

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.accounts import passwords, people, second_factor, sessions, signing_in, tokens
from registry.accounts.attempts import TooManyAttempts
from registry.accounts.devices import device_name
from registry.accounts.events import Event, note
from registry.accounts.guarding import SIGNED_IN
from registry.accounts.identity import now, session_cookie
from registry.accounts.pages.answering import caller_needed, device_of, entrance_of, shown
from registry.accounts.pages.signing import waiting
from registry.accounts.permissions import Permission
from registry.accounts.signing_in import SignInRefused
from registry.accounts.tokens import TokenRefused
from registry.site.forms import Page, chosen, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked

DAYS = (30, 90, 365)
"""For how long a token may be made."""
WRONG = Text(marked("现在的密码不对"))
DIFFERENT = Text(marked("两次输入的新密码不同"))
NO_TOKEN = Text(marked("请写明用途、选择权限和期限；最多同时保留 20 个令牌"))


@get("/account", opt=SIGNED_IN)
async def show_account(request: Request[Any, Any, Any]) -> Page:
    """The account of the caller."""
    return await _account(request)


async def _account(request: AnyRequest, status: int = 200, **said: Any) -> Page:
    caller = caller_needed(request)
    told = {"password_problem": None, "token_problem": None, "fresh_token": None, **said}
    return shown(
        request,
        "account.html",
        status,
        sessions=await people.own_sessions(caller.account, now()),
        device_name=device_name,
        tokens=await tokens.held(caller.account, now()),
        second_step=await second_factor.established(caller.account),
        grantable=sorted(caller.permissions - {Permission.PUBLIC, Permission.SIGNED_IN}),
        spans=DAYS,
        **told,
    )


@post("/account/password", opt=SIGNED_IN)
async def change_password(request: Request[Any, Any, Any]) -> Page:
    """Another password; every other session ends."""
    form, caller, limits = await posted(request), caller_needed(request), entrance_of(request).limits
    fresh = form.get("password", "")
    problem = (
        DIFFERENT if fresh != form.get("again") else passwords.weakness(fresh, caller.login, caller.name)
    )
    if problem:
        return await _account(request, 422, password_problem=problem)
    try:
        token = await signing_in.change_password(
            caller, form.get("former", ""), fresh, device_of(request), limits, now()
        )
    except TooManyAttempts as refused:
        return await _account(request, 429, password_problem=waiting(refused))
    except SignInRefused:
        return await _account(request, 422, password_problem=WRONG)
    return onward(request, "/account", session_cookie(request, token))


@post("/account/sessions/{number:int}/end", opt=SIGNED_IN)
async def end_session(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Sign out elsewhere."""
    caller = caller_needed(request)
    if not await sessions.end(number, caller.account):
        raise NotFoundException
    await note(Event.SESSION_END, caller.login, account=caller.account, subject="remote")
    return onward(request, "/account")


@post("/account/tokens", opt=SIGNED_IN)
async def make_token(request: Request[Any, Any, Any]) -> Page:
    """A new token, shown this once."""
    form, caller = await posted(request), caller_needed(request)
    days = form.get("days", "")
    try:
        token = await tokens.make(
            caller,
            form.get("name", "")[:100],
            await chosen(request, "permission"),
            int(days) if days.isdecimal() else 0,
            now(),
        )
    except TokenRefused:
        return await _account(request, 422, token_problem=NO_TOKEN)
    return await _account(request, fresh_token=token)


@post("/account/tokens/{number:int}/revoke", opt=SIGNED_IN)
async def revoke_token(request: Request[Any, Any, Any], number: FromPath[int]) -> Page:
    """Stop a token."""
    if not await tokens.revoke(caller_needed(request), number, now()):
        raise NotFoundException
    return onward(request, "/account")


ROUTES = [show_account, change_password, end_session, make_token, revoke_token]
