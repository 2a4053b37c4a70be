"""The pages of patent-navigation projects (专利导航项目)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.scope import Scope
from registry.navigation import queries
from registry.navigation.api import PROJECT_QUERY, found_project
from registry.navigation.queries import ProjectQuery
from registry.site.rendering import site_of
from registry.site.vocabulary import terms


@get("/projects", dependencies=PROJECT_QUERY)
async def list_projects(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[ProjectQuery],
) -> Response[str]:
    """The list of projects, narrowed by the address."""
    return site_of(request).page(
        request,
        "navigation/list.html",
        query=filters,
        projects=await queries.projects(caller_scope, filters),
        types=terms("project", "project_type"),
        states=terms("project", "state"),
    )


@get("/projects/{key:str}")
async def show_project(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One project."""
    return site_of(request).page(
        request, "navigation/detail.html", project=await found_project(caller_scope, key)
    )


ROUTES = [list_projects, show_project]
