"""Every error in one shape: a page for people, the same facts as JSON for programs."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from secrets import token_hex
from urllib.parse import quote, urlencode

from asyncpg import CharacterNotInRepertoireError
from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from pydantic import BaseModel, Field

from registry.accounts.guarding import SignInNeeded
from registry.monitoring.logs import REQUEST
from registry.site.filters import InvalidQueryError
from registry.site.languages import Language, localised
from registry.site.negotiation import AnyRequest, language_of, wants_json
from registry.site.rendering import site_of
from registry.site.texts import Text, marked, translated

logger = logging.getLogger(__name__)

TITLES = {
    400: marked("地址里的条件无法识别"),
    401: marked("请先登录"),
    403: marked("没有权限"),
    404: marked("没有这一页"),
    405: marked("这个地址不接受这种请求"),
    413: marked("内容太大"),
    416: marked("文件没有这一部分"),
    500: marked("这一页没有生成出来"),
    503: marked("现在忙不过来"),
}
ADVICE = {
    400: marked("请改正下列条件，或者去掉它们。"),
    401: marked("登录已经结束，或者还没有登录。登录后请再试一次。"),
    403: marked("您的角色不包括这一项。需要的话，请找管理员。"),
    404: marked("地址可能写错了，或者这条记录已经撤销。"),
    405: marked("请使用页面上的链接和表单。"),
    413: marked("请减小后再试。"),
    500: marked("登记簿的内容没有受影响。请稍后重试；若仍不行，请把下面的编号告诉管理员。"),
    503: marked("请过一会儿再试。"),
}
PROBLEM = "application/problem+json"
OTHERWISE = marked("请求没有完成")
PASSED_ON = ("allow", "content-range", "retry-after")
"""Headers of an error that the answer has, too."""


PARAMETERS = {
    "q": marked("检索词"),
    "page": marked("页码"),
    "size": marked("每页条数"),
    "sort": marked("排序"),
    "year_from": marked("年份从"),
    "year_to": marked("年份到"),
    "fee_from": marked("许可费从"),
    "fee_to": marked("许可费到"),
}
"""What a page calls the parameters that people type; the others as they stand in the address."""


class Problem(BaseModel):
    """One refused value. `called`: what a page calls the parameter."""

    parameter: str
    message: str
    called: str = Field("", exclude=True)


class ErrorReport(BaseModel):
    """The one shape of an error in JSON: RFC 9457, with `code`, and `problems` where values were refused.

    `title` is the same for all errors of a status, `detail` says what is the matter with this one, or what to do. `id` is
    set where the log holds more.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    problems: list[Problem] = []
    id: str | None = None
    message: str = Field(exclude=True)
    """What a page says first."""


class RecordNotFoundError(NotFoundException):
    """No record under this key. `suggestion` is an address that may be meant instead."""

    def __init__(self, text: Text, suggestion: tuple[str, str] | None = None) -> None:
        super().__init__(detail=text.message)
        self.text = text
        self.suggestion = suggestion


class RecordMovedError(HTTPException):
    """The record goes by another key now: its address leads to that of the other one."""

    status_code = 301

    def __init__(self, old: str, new: str) -> None:
        super().__init__(detail=new)
        self.old, self.new = old, new


class CannotGiveError(HTTPException):
    """Something that is there cannot be given: 503 if it can be `seconds` later, else 422."""

    def __init__(self, text: Text, seconds: int | None = None) -> None:
        later = {} if seconds is None else {"retry-after": str(seconds)}
        super().__init__(detail=text.message, status_code=503 if later else 422, headers=later)
        self.text = text


class RefusedError(HTTPException):
    """What was asked is not done as asked: 422, or 409 where the record has changed since it was read.

    `faults` says what is wrong by the field it lies in.
    """

    def __init__(self, text: Text, faults: Mapping[str, Text], status: int = 422) -> None:
        super().__init__(detail=text.message, status_code=status)
        self.text = text
        self.faults = faults


TOLD = (RecordNotFoundError, CannotGiveError, RefusedError)
"""Errors that say themselves what is the matter."""


def report(error: Exception, language: Language) -> ErrorReport:
    """What to say about an error. An unforeseen one gets an id and goes to the log with its trace."""
    known = _status(error)
    status, code = known.value, known.name.lower()
    return ErrorReport(
        type=f"/api/v1/docs#{code}",
        title=translated(TITLES.get(status, OTHERWISE), language),
        detail=_message(error, known.value, language)
        if isinstance(error, TOLD)
        else translated(ADVICE.get(status, ""), language),
        status=known.value,
        code=code,
        message=_message(error, known.value, language),
        problems=_problems(error, language),
        id=_logged(error) if _unforeseen(error, known) else None,
    )


def _status(error: Exception) -> HTTPStatus:
    if isinstance(error, CharacterNotInRepertoireError):  # NUL, wherever in a request it came from
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, HTTPException):
        return HTTPStatus(error.status_code)
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _unforeseen(error: Exception, status: HTTPStatus) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, CannotGiveError)


def _message(error: Exception, status: int, language: Language) -> str:
    if isinstance(error, TOLD):
        return error.text.in_language(language)
    return translated(TITLES.get(status, OTHERWISE), language)


def _problems(error: Exception, language: Language) -> list[Problem]:
    if isinstance(error, InvalidQueryError):
        return [
            Problem(
                parameter=item.parameter,
                message=translated(item.message, language, item.values),
                called=translated(PARAMETERS.get(item.parameter, ""), language),
            )
            for item in error.problems
        ]
    if isinstance(error, RefusedError):
        return [
            Problem(parameter=name, message=why.in_language(language)) for name, why in error.faults.items()
        ]
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        unreadable = translated(marked("值无法识别"), language)
        return [Problem(parameter=str(item.get("key", "")), message=unreadable) for item in error.extra]
    return []


def _logged(error: Exception) -> str:
    identity = REQUEST.get() or token_hex(4).upper()
    logger.error("error %s", identity, exc_info=error)
    return identity


def answer_error(request: AnyRequest, error: Exception) -> Response[object]:
    """The application's one exception handler."""
    language = language_of(request)
    if isinstance(error, SignInNeeded) and request.method in ("GET", "HEAD") and not wants_json(request):
        return _to_sign_in(request, language)
    if isinstance(error, RecordMovedError):
        return _moved(request, error)
    told = report(error, language)
    headers = {"cache-control": "no-store", **_passed_on(error)}
    if wants_json(request):
        content: object = told.model_dump()
        return Response(content, status_code=told.status, headers=headers, media_type=PROBLEM)
    page = site_of(request).render(
        request,
        "site/error.html",
        told=told,
        advice=translated(ADVICE.get(told.status, ""), language),
        suggestion=getattr(error, "suggestion", None),
    )
    return Response(page, status_code=told.status, headers=headers, media_type="text/html")


def _moved(request: AnyRequest, error: RecordMovedError) -> Response[object]:
    """Not to be kept by browsers, as a merge can be undone; a form is not sent on but begun anew."""
    path = "/".join(quote(error.new if part == error.old else part) for part in request.url.path.split("/"))
    query = f"?{request.url.query}" if request.url.query else ""
    reads = request.method in ("GET", "HEAD")
    headers = {"location": f"{path}{query}", "cache-control": "no-store"}
    return Response("", status_code=301 if reads else 303, headers=headers, media_type="text/html")


def _to_sign_in(request: AnyRequest, language: Language) -> Response[object]:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{localised('/sign-in', language)}?{urlencode({'next': here})}"
    headers = {"location": address, "cache-control": "no-store"}
    return Response("", status_code=303, headers=headers, media_type="text/html")


def _passed_on(error: Exception) -> dict[str, str]:
    headers = getattr(error, "headers", None) or {}
    return {name: value for name, value in headers.items() if name.lower() in PASSED_ON}
