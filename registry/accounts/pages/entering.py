"""How people come to an account: by a link, by asking for one, as the first administrator."""

import hmac
from typing import Any

from litestar import Request, get, post
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.accounts import actions, attempts, links, mail, people, requesting
from registry.accounts.actions import AccountRefused
from registry.accounts.attempts import TooManyAttempts
from registry.accounts.events import Event, note
from registry.accounts.first_run import first_code, forget_code
from registry.accounts.guarding import PUBLIC
from registry.accounts.identity import now
from registry.accounts.links import LinkUnusable
from registry.accounts.names import is_email
from registry.accounts.pages.answering import device_of, entrance_of, shown
from registry.accounts.pages.signing import waiting
from registry.accounts.permissions import Organisation
from registry.accounts.requesting import Asked
from registry.accounts.tables import AccountState, LinkPurpose
from registry.settings import Settings
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.texts import Text, marked
from schemas.credit_code import CreditCodeValue

DIFFERENT = Text(marked("两次输入的密码不同"))


@get("/set-password/{token:str}", opt=PUBLIC)
async def ask_new_password(request: Request[Any, Any, Any], token: FromPath[str]) -> Page:
    """The form of a one-time link; opening it uses nothing up."""
    try:
        for_whom = await links.invited(token, now())
    except LinkUnusable:
        return shown(request, "link_unusable.html", 410)
    return shown(request, "set_password.html", for_whom=for_whom, problem=None)


@post("/set-password/{token:str}", opt=PUBLIC)
async def take_new_password(request: Request[Any, Any, Any], token: FromPath[str]) -> Page:
    """Set the password; then the person signs in with it."""
    form = await posted(request)
    try:
        for_whom = await links.invited(token, now())
        same = form.get("password", "") == form.get("again")
        problem = (
            await links.use(token, form.get("password", ""), device_of(request).network, now())
            if same
            else DIFFERENT
        )
    except LinkUnusable:
        return shown(request, "link_unusable.html", 410)
    if problem:
        return shown(request, "set_password.html", 422, for_whom=for_whom, problem=problem)
    return onward(request, "/sign-in")


@get("/forgotten", opt=PUBLIC)
async def ask_forgotten(request: Request[Any, Any, Any]) -> Page:
    """The form for who has forgotten the password."""
    return shown(request, "forgotten.html", done=False, problem=None)


@post("/forgotten", opt=PUBLIC)
async def take_forgotten(request: Request[Any, Any, Any]) -> Page:
    """Send a link after the answer is out, so that neither its words nor its time tell whether there is an account."""
    form, device = await posted(request), device_of(request)
    try:
        await attempts.charge({f"forgotten from {device.network}": 10}, now())
    except TooManyAttempts as refused:
        return shown(request, "forgotten.html", 429, done=False, problem=waiting(refused))
    answer = shown(request, "forgotten.html", done=True, problem=None)
    answer.background = BackgroundTask(_send_reset, entrance_of(request).settings, form.get("who", ""))
    return answer


async def _send_reset(settings: Settings, who: str) -> None:
    found = await people.by_login_or_email(who)
    if found is None or not found.email or found.state is AccountState.DISABLED:
        return
    try:
        await attempts.charge({f"forgotten by {found.account}": 3}, now())
    except TooManyAttempts:
        return
    token = await actions.reset(found.account, found.login, now())
    purpose = LinkPurpose.INVITE if found.state is AccountState.INVITED else LinkPurpose.RESET
    await mail.send(settings, links.letter(settings, purpose, found.name, found.email, token))


@get("/request-account", opt=PUBLIC)
async def ask_request(request: Request[Any, Any, Any]) -> Page:
    """The form by which an enterprise or agency asks for an account."""
    return _request(request, {})


@post("/request-account", opt=PUBLIC)
async def take_request(request: Request[Any, Any, Any]) -> Page:
    """Leave the request."""
    form = {name: value.strip() for name, value in (await posted(request)).items()}
    problems = _faults(form)
    if problems:
        return _request(request, form, problems, status=422)
    unit = form["unit"].upper() if form["kind"] == Organisation.ENTERPRISE else form["unit_name"]
    asked = Asked(
        form["name"],
        form["email"],
        form.get("phone", ""),
        Organisation.of(form["kind"]),
        unit,
        form["unit_name"],
        form.get("note", ""),
    )
    try:
        await requesting.ask(asked, device_of(request).network, now())
    except TooManyAttempts as refused:
        return _request(request, form, {"note": waiting(refused)}, status=429)
    return shown(request, "request_done.html")


def _request(
    request: AnyRequest, form: dict[str, str], problems: dict[str, Text] | None = None, status: int = 200
) -> Page:
    return shown(request, "request_account.html", status, form=form, problems=problems or {})


def _faults(form: dict[str, str]) -> dict[str, Text]:
    """What is wrong with a request, by field."""
    found: dict[str, Text] = {}
    if form.get("kind") not in (Organisation.ENTERPRISE, Organisation.AGENCY):
        found["kind"] = Text(marked("请选择企业或服务机构"))
    for name in ("name", "unit_name"):
        if not form.get(name) or len(form[name]) > 120:
            found[name] = Text(marked("请填写，至多 120 个字"))
    if not is_email(form.get("email", "")):
        found["email"] = Text(actions.NO_EMAIL)
    if form.get("kind") == Organisation.ENTERPRISE and CreditCodeValue().read(form.get("unit", "")).findings:
        found["unit"] = Text(marked("统一社会信用代码应为 18 位，请核对"))
    return found


@get("/first-administrator", opt=PUBLIC)
async def ask_first(request: Request[Any, Any, Any]) -> Page:
    """The form that makes the first administrator; there is none such once there is one."""
    await _first_needed(request)
    return shown(request, "first_administrator.html", form={}, problem=None)


@post("/first-administrator", opt=PUBLIC)
async def take_first(request: Request[Any, Any, Any]) -> Page:
    """Make the first administrator, for who has the code of the machine."""
    form = await posted(request)
    code = await _first_needed(request)
    borne = {"first administrator": 10}
    try:
        await attempts.charge(borne, now())
        await _make_first(form, code)
    except TooManyAttempts as refused:
        return shown(request, "first_administrator.html", 429, form=form, problem=waiting(refused))
    except AccountRefused as refused:
        network = device_of(request).network
        await note(Event.SESSION_FAIL, form.get("login", ""), network=network, subject="first administrator")
        return shown(request, "first_administrator.html", 422, form=form, problem=refused.text)
    await attempts.forgive(borne, now())
    forget_code(entrance_of(request).settings)
    return onward(request, "/sign-in")


async def _make_first(form: dict[str, str], code: str) -> None:
    if not hmac.compare_digest(form.get("code", "").strip().encode(), code.encode()):
        raise AccountRefused(Text(marked("一次性代码不对；它写在数据文件夹的 first-administrator 里")))
    if form.get("password", "") != form.get("again"):
        raise AccountRefused(DIFFERENT)
    await actions.first_administrator(form.get("login", ""), form.get("name", ""), form.get("password", ""))


async def _first_needed(request: AnyRequest) -> str:
    """The code. Raises NotFoundException once there is an administrator, or where no code was made."""
    code = first_code(entrance_of(request).settings)
    if code is None or await actions.administrators():
        raise NotFoundException
    return code


ROUTES = [
    ask_new_password,
    take_new_password,
    ask_forgotten,
    take_forgotten,
    ask_request,
    take_request,
    ask_first,
    take_first,
]
