"""The pages on which officers keep the file of an enterprise (维护企业档案): one a sheet, and one an entry."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.enterprises.api import missing
from registry.enterprises.dossier import entries, keeping
from registry.enterprises.dossier.entries import Entry, Subject
from registry.enterprises.dossier.keeping import Refused
from registry.enterprises.dossier.sheets import SHEETS, Sheet
from registry.site.errors import RecordNotFoundError
from registry.site.forms import Page, onward, posted
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text, marked

KEEP = needs(Permission.KEEP_FILES)
NO_SUCH_SHEET = marked("企业档案里没有这一栏")
NO_SUCH_ENTRY = marked("企业档案里没有这一条，可能已经删除")
LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Asked:
    """A sheet of an enterprise whose file the caller may keep."""

    request: AnyRequest
    scope: Scope
    subject: Subject
    sheet: Sheet

    @property
    def address(self) -> str:
        """Of the sheet."""
        return f"/enterprises/{self.subject.key}/file/{self.sheet.name}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and why it was not taken."""

    form: dict[str, str] = field(default_factory=dict)
    refused: Refused | None = None


async def asked_for(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    key: FromPath[str],
    name: FromPath[str],
) -> Asked:
    """The sheet of the address. Raises RecordNotFoundError where the caller keeps none such."""
    subject = await entries.subject(caller_scope, key)
    if subject is None:
        raise await missing(caller_scope, key)
    sheet = SHEETS.get(name)
    if sheet is None or not entries.shows(caller_scope, sheet, subject):
        raise RecordNotFoundError(Text(NO_SUCH_SHEET))
    return Asked(request, caller_scope, subject, sheet)


SHEET, ENTRY = "/enterprises/{key:str}/file/{name:str}", "/enterprises/{key:str}/file/{name:str}/{number:int}"
ASKED = {"asked": Provide(asked_for)}


@get(SHEET, opt=KEEP, dependencies=ASKED)
async def show_sheet(asked: SkipValidation[NamedDependency[Asked]]) -> Page:
    """The entries of a sheet, a form for another one, and what was taken out."""
    return await _sheet(asked, Typed())


@post(SHEET, opt=KEEP, dependencies=ASKED)
async def add(asked: SkipValidation[NamedDependency[Asked]]) -> Page:
    """Add an entry."""
    form = await posted(asked.request)
    try:
        await keeping.add(asked.sheet, asked.subject, form, caller_needed(asked.request).login)
    except Refused as refused:
        return await _sheet(asked, Typed(form, refused))
    return onward(asked.request, asked.address)


@get(ENTRY, opt=KEEP, dependencies=ASKED)
async def show_entry(asked: SkipValidation[NamedDependency[Asked]], number: FromPath[int]) -> Page:
    """One entry in a form."""
    return await _entry(asked, number, Typed())


@post(ENTRY, opt=KEEP, dependencies=ASKED)
async def change(asked: SkipValidation[NamedDependency[Asked]], number: FromPath[int]) -> Page:
    """Save an entry, remove it, or take back its last change, as the button says."""
    form = await posted(asked.request)
    if number >= LARGEST:
        raise RecordNotFoundError(Text(NO_SUCH_ENTRY))
    try:
        await _act(asked, number, form)
    except Refused as refused:
        return await _entry(asked, number, Typed(form, refused))
    return onward(asked.request, asked.address)


def _act(asked: Asked, number: int, form: dict[str, str]) -> Awaitable[None]:
    sheet, subject, actor = asked.sheet, asked.subject, caller_needed(asked.request).login
    version = _whole(form.get("version", ""))
    if form.get("act") == "undo":
        return keeping.undo(sheet, subject, number, _whole(form.get("change", "")), actor)
    if form.get("act") == "remove":
        return keeping.remove(sheet, subject, number, version, actor)
    return keeping.change(sheet, subject, number, version, form, actor)


def _whole(text: str) -> int:
    """A whole number of a hidden field; one that nothing has where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


async def _sheet(asked: Asked, typed: Typed) -> Page:
    return site_of(asked.request).page(
        asked.request,
        "enterprises/dossier/sheet.html",
        internal=True,
        status=422 if typed.refused else 200,
        subject=asked.subject,
        sheet=asked.sheet,
        address=asked.address,
        entries=await entries.entries(asked.scope, asked.sheet, asked.subject),
        removed=await entries.removed(asked.scope, asked.sheet, asked.subject),
        typed=typed,
    )


async def _entry(asked: Asked, number: int, typed: Typed) -> Page:
    held = await entries.entries(asked.scope, asked.sheet, asked.subject)
    found: Entry | None = next((one for one in held if one.id == number), None)
    if found is None and typed.refused:
        return await _sheet(asked, typed)
    if found is None:
        raise RecordNotFoundError(Text(NO_SUCH_ENTRY))
    return site_of(asked.request).page(
        asked.request,
        "enterprises/dossier/entry.html",
        internal=True,
        status=422 if typed.refused else 200,
        subject=asked.subject,
        sheet=asked.sheet,
        address=asked.address,
        entry=found,
        typed=typed,
    )


ROUTES = [show_sheet, add, show_entry, change]
