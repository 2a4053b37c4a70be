"""The pages of patent-navigation projects (专利导航项目)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.navigation.api import found_project
from registry.site.rendering import site_of


@get("/projects/{key:str}", opt=PUBLIC)
async def show_project(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One project."""
    return site_of(request).page(
        request, "navigation/detail.html", project=await found_project(caller_scope, key)
    )


ROUTES = [show_project]
