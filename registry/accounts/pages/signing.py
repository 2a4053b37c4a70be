"""Signing in and out: the password, the second step, setting the second step up."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post

from registry.accounts import demonstration, second_factor, sessions, signing_in, totp
from registry.accounts.attempts import TooManyAttempts
from registry.accounts.caller import Caller, caller_of
from registry.accounts.events import Event, note
from registry.accounts.guarding import PUBLIC, SIGNED_IN
from registry.accounts.identity import cookie_name, gone_cookie, now, session_cookie
from registry.accounts.pages.answering import caller_needed, device_of, entrance_of, shown
from registry.accounts.secrets import SecretUnreadableError, seal, unseal
from registry.accounts.signing_in import SignInRefused
from registry.site.forms import Page, onward, own_address, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked
from registry.site.working import first_page

WRONG = Text(marked("登录名或密码不对"))
WRONG_CODE = Text(marked("验证码不对，或者已经用过"))


def waiting(refused: TooManyAttempts) -> Text:
    """How long to wait, in minutes."""
    minutes = max(1, -int((now() - refused.until).total_seconds() // 60))
    return Text(marked("试得太多，请过 %(minutes)s 分钟再试"), {"minutes": minutes})


def following(path: str, address: str) -> str:
    """A path that remembers where somebody wanted to go."""
    return f"{path}?{urlencode({'next': address})}" if address not in ("", "/") else path


def landing(address: str) -> str:
    """Where signing in ends: where somebody wanted to go, else at the person's work."""
    return "/desk" if address == "/" else address


def _ask(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    offered = demonstration.offered(entrance_of(request).settings, now())
    return shown(request, template, status, **offered, **context)


@get("/desk", opt=SIGNED_IN)
async def desk(request: Request[Any, Any, Any]) -> Page:
    """On to where a person's work begins."""
    return onward(request, first_page(caller_needed(request)))


@get("/sign-in", opt=PUBLIC)
async def ask_password(request: Request[Any, Any, Any]) -> Page:
    """The form."""
    wanted = own_address(request.query_params.get("next", "/"))
    caller = caller_of(request.scope)
    if caller is not None:
        return onward(request, landing(wanted) if caller.whole else following("/sign-in/code", wanted))
    return _ask(request, "sign_in.html", wanted=wanted, login="", problem=None)


@post("/sign-in", opt=PUBLIC)
async def take_password(request: Request[Any, Any, Any]) -> Page:
    """Begin a session; the one of the cookie shown, if any, ends."""
    form, entrance = await posted(request), entrance_of(request)
    wanted, login = own_address(form.get("next", "/")), form.get("login", "")
    try:
        signed_in = await signing_in.sign_in(
            login,
            form.get("password", ""),
            device_of(request),
            entrance.limits,
            now(),
            demo=entrance.settings.demo,
        )
    except TooManyAttempts as refused:
        return _ask(request, "sign_in.html", 429, wanted=wanted, login=login, problem=waiting(refused))
    except SignInRefused:
        return _ask(request, "sign_in.html", 422, wanted=wanted, login=login, problem=WRONG)
    await sessions.end_token(request.cookies.get(cookie_name(request), ""))
    page = landing(wanted) if signed_in.whole else following("/sign-in/code", wanted)
    return onward(request, page, session_cookie(request, signed_in.token))


@get("/sign-in/code", opt=PUBLIC)
async def ask_code(request: Request[Any, Any, Any]) -> Page:
    """The form of the second step; who has none yet sets it up first."""
    wanted = own_address(request.query_params.get("next", "/"))
    caller = caller_of(request.scope)
    if caller is None:
        return onward(request, following("/sign-in", wanted))
    if caller.whole:
        return onward(request, landing(wanted))
    if not await second_factor.established(caller.account):
        return onward(request, following("/sign-in/second-step", wanted))
    return _ask(request, "code.html", wanted=wanted, problem=None)


@post("/sign-in/code", opt=PUBLIC)
async def take_code(request: Request[Any, Any, Any]) -> Page:
    """The second step."""
    form, entrance, caller = await posted(request), entrance_of(request), caller_of(request.scope)
    wanted = own_address(form.get("next", "/"))
    if caller is None or caller.whole:
        return onward(request, following("/sign-in", wanted))
    try:
        token = await signing_in.show_code(
            entrance.settings, caller, form.get("code", ""), device_of(request), entrance.limits, now()
        )
    except TooManyAttempts as refused:
        return _ask(request, "code.html", 429, wanted=wanted, problem=waiting(refused))
    except SignInRefused:
        return _ask(request, "code.html", 422, wanted=wanted, problem=WRONG_CODE)
    return onward(request, landing(wanted), session_cookie(request, token))


@get("/sign-in/second-step", opt=PUBLIC)
async def offer_second_step(request: Request[Any, Any, Any]) -> Page:
    """A new secret with its picture; who has one already shows its code to change it."""
    wanted = own_address(request.query_params.get("next", "/"))
    caller = caller_needed(request)
    held = await second_factor.established(caller.account)
    if held and not caller.whole:
        return onward(request, following("/sign-in/code", wanted))
    return _offer(request, caller, totp.new_secret(), wanted, held=held, problem=None)


@post("/sign-in/second-step", opt=PUBLIC)
async def take_second_step(request: Request[Any, Any, Any]) -> Page:
    """Take the secret once its code is right, and show the recovery codes, this once."""
    form, entrance, caller = await posted(request), entrance_of(request), caller_needed(request)
    wanted, settings = own_address(form.get("next", "/")), entrance.settings
    try:
        owner, _, secret = unseal(settings, form.get("secret", "")).partition(":")
    except SecretUnreadableError:
        owner, secret = "", ""
    held = await second_factor.established(caller.account)
    if owner != str(caller.account) or (held and not caller.whole):
        return onward(request, following("/sign-in", wanted))
    try:
        if held:
            current = form.get("current", "")
            await signing_in.require_code(settings, caller, current, device_of(request), now())
    except TooManyAttempts as refused:
        return _offer(request, caller, secret, wanted, held=held, problem=waiting(refused))
    except SignInRefused:
        return _offer(request, caller, secret, wanted, held=held, problem=WRONG_CODE)
    codes = await second_factor.establish(settings, caller, secret, form.get("code", ""), now())
    if codes is None:
        return _offer(request, caller, secret, wanted, held=held, problem=WRONG_CODE)
    token = await signing_in.complete(caller, device_of(request), entrance.limits, now())
    answer = shown(request, "recovery_codes.html", codes=codes, wanted=landing(wanted))
    answer.cookies.append(session_cookie(request, token))
    return answer


def _offer(
    request: AnyRequest, caller: Caller, secret: str, wanted: str, *, held: bool, problem: Text | None
) -> Page:
    settings = entrance_of(request).settings
    return shown(
        request,
        "second_step.html",
        422 if problem else 200,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        sealed=seal(settings, f"{caller.account}:{secret}"),
        picture=totp.picture(totp.address(secret, caller.login, settings.bureau)),
        obligatory=second_factor.obligatory(caller.roles),
        wanted=wanted,
        held=held,
        problem=problem,
    )


@post("/sign-out", opt=PUBLIC)
async def sign_out(request: Request[Any, Any, Any]) -> Page:
    """End this session."""
    caller = caller_of(request.scope)
    if caller is not None and caller.session is not None:
        await sessions.end(caller.session, caller.account)
        await note(Event.SESSION_END, caller.login, account=caller.account)
    return onward(request, "/", gone_cookie(request))


ROUTES = [
    desk,
    ask_password,
    take_password,
    ask_code,
    take_code,
    offer_second_step,
    take_second_step,
    sign_out,
]
