"""Patent-navigation projects as JSON."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.navigation import queries
from registry.navigation.queries import ProjectDetail, ProjectQuery, ProjectSummary
from registry.site.errors import RecordNotFoundError
from registry.site.filters import read_query
from registry.site.paging import Page
from registry.site.texts import Text, marked

NO_SUCH_PROJECT = marked("没有编号为 %(key)s 的专利导航项目")

TypeName = Annotated[str | None, QueryParameter(name="type", description="Part of GB/T 39551")]
StateName = Annotated[str | None, QueryParameter(name="state")]


def project_query(
    *,
    q: FromQuery[str | None] = None,
    kind: TypeName = None,
    standing: StateName = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> ProjectQuery:
    """What an address asks of the list of projects. Raises InvalidQueryError."""
    values = {name: value for name, value in locals().items() if name not in ("kind", "standing")}
    return read_query(ProjectQuery, {**values, "type": kind, "state": standing})


PROJECT_QUERY = {"filters": Provide(project_query, sync_to_thread=False)}


async def found_project(caller_scope: Scope, key: str) -> ProjectDetail:
    """The project of this key. Raises RecordNotFoundError."""
    found = await queries.project(caller_scope, key)
    if found is None:
        raise RecordNotFoundError(Text(NO_SUCH_PROJECT, {"key": key}))
    return found


@get(
    "/projects",
    dependencies=PROJECT_QUERY,
    tags=["projects"],
    summary="List patent-navigation projects",
    opt=PUBLIC,
)
async def list_projects(
    caller_scope: NamedDependency[Scope], filters: NamedDependency[ProjectQuery]
) -> Page[ProjectSummary]:
    """Projects that fit the conditions, one page of them."""
    return await queries.projects(caller_scope, filters, exact=True)


@get(
    "/projects/{key:str}",
    tags=["projects"],
    summary="One project with its provenance and history",
    opt=PUBLIC,
)
async def show_project(caller_scope: NamedDependency[Scope], key: FromPath[str]) -> ProjectDetail:
    """One project by the key the list gives."""
    return await found_project(caller_scope, key)


ROUTES = [list_projects, show_project]
