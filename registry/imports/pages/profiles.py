"""模板 that people saved: on the page of a file, and the list of those there are."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.imports import profiling
from registry.imports.pages.reading import READ, found_batch, shown_batch
from registry.imports.profiling import ProfileRefused
from registry.site.forms import Page, onward, posted
from registry.site.rendering import site_of

BUREAU = needs(Permission.EDIT_REGISTER)
"""A profile decides how the files of everybody are read."""


@post("/imports/{number:int}/profile", opt=BUREAU)
async def save_profile(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[int]
) -> Page:
    """Save what the columns of this file were taken for as a profile."""
    found = await found_batch(caller_scope, number)
    form = await posted(request)
    try:
        await profiling.save(found, form.get("name", "").strip(), caller_needed(request).login)
    except ProfileRefused as refused:
        return await shown_batch(request, caller_scope, number, refused.text)
    return onward(request, "/import-profiles")


@get("/import-profiles", opt=READ)
async def list_profiles(request: Request[Any, Any, Any]) -> Page:
    """The profiles that people saved."""
    return site_of(request).page(
        request, "imports/profiles.html", internal=True, profiles=await profiling.saved()
    )


@post("/import-profiles/{name:str}/remove", opt=BUREAU)
async def remove_profile(request: Request[Any, Any, Any], name: FromPath[str]) -> Page:
    """Forget one."""
    try:
        await profiling.remove(name.replace("\0", ""), caller_needed(request).login)
    except LookupError as missing:
        raise NotFoundException from missing
    return onward(request, "/import-profiles")


ROUTES = [save_profile, list_profiles, remove_profile]
