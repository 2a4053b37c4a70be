"""The pages of patent-navigation projects (专利导航项目)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.enterprises import queries as enterprises
from registry.navigation.api import found_project
from registry.navigation.licensable import licensable_in
from registry.searching.queries import searching_of
from registry.site.rendering import site_of


@get("/projects/{key:str}", opt=PUBLIC)
async def show_project(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One project, with the patents of its field that can be licensed now."""
    project = await found_project(caller_scope, key)
    client = project.record["client"]
    links = await enterprises.owner_links(caller_scope, [(client, None)]) if client else {}
    return site_of(request).page(
        request,
        "navigation/detail.html",
        project=project,
        client=links.get((client, None)),
        field=licensable_in(await searching_of(request, caller_scope), project.record["ipc"]),
    )


ROUTES = [show_project]
