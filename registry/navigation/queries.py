"""Reads of patent-navigation projects (专利导航项目)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from registry.accounts.scope import Scope
from registry.navigation.tables import Project
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, columns, containing, fetch, fields_of, page_of
from registry.site.tracing import History, Provenance, Source, history_of, provenance_of


class ProjectSort(StrEnum):
    """Orders of the list of projects."""

    APPROVED = "approved"
    TITLE = "title"


ORDERS = {
    ProjectSort.APPROVED: "j.approved_on DESC NULLS LAST, j.id DESC",
    ProjectSort.TITLE: "j.title, j.id",
}


class ProjectQuery(ListQuery):
    """What the list of projects may be narrowed to."""

    vocabularies: ClassVar = {"type": ("project", "project_type"), "state": ("project", "state")}

    type: str = ""
    state: str = ""
    sort: ProjectSort = ProjectSort.APPROVED


LIST_FIELDS = (
    "number", "title", "project_type", "level", "agency", "client", "cluster", "ipc", "state",
    "approved_on", "accepted_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """One line of the list of projects. `key` is its part of the address."""

    key: str
    number: str | None
    title: str
    project_type: str | None
    level: str | None
    agency: str | None
    client: str | None
    cluster: str | None
    ipc: list[str]
    state: str | None
    approved_on: date | None
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """Everything the register holds on one project that the caller may see."""

    key: str
    record: dict[str, Any]
    provenance: Provenance
    history: History


def key_of(row: Row) -> str:
    """How the address names a project: `id-` and its number here, as titles and numbers are free text."""
    return f"id-{row['id']}"


async def projects(scope: Scope, query: ProjectQuery, *, exact: bool = False) -> Page[ProjectSummary]:
    """One page of the projects that fit."""
    del scope  # nothing listed here is personal
    conditions = _conditions(query)
    named = ", ".join(f"j.{name}" for name in ("id", *LIST_FIELDS))
    found = await page_of(Project, named, "project j", conditions, ORDERS[query.sort], query, exact=exact)
    items = [
        ProjectSummary(key=key_of(row), **{name: row[name] for name in LIST_FIELDS}) for row in found.items
    ]
    return found.holding(items)


def _conditions(query: ProjectQuery) -> Conditions:
    conditions = Conditions()
    for column, wanted in (("project_type", query.type), ("state", query.state)):
        if wanted:
            conditions.add(f"j.{column} = {{}}", wanted)
    for word in query.q.split():
        conditions.add(
            "concat_ws(' ', j.number, j.title, j.agency, j.client, j.field, j.summary) ILIKE {}",
            containing(word),
        )
    return conditions


async def project(scope: Scope, key: str) -> ProjectDetail | None:
    """One project by its key, None where there is none."""
    number = key.removeprefix("id-")
    if key == number or not number.isdecimal() or len(number) > 18:
        return None
    rows = await fetch(
        Project,
        f"SELECT {columns('project', scope, 'j', bookkeeping=True)} FROM project j WHERE j.id = {{}}",
        int(number),
    )
    return await _detail(scope, rows[0]) if rows else None


async def _detail(scope: Scope, row: Row) -> ProjectDetail:
    scope = scope.about(agencies=[row["agency"]])
    return ProjectDetail(
        key=key_of(row),
        record=fields_of(row, "project", scope),
        provenance=await provenance_of(scope, [Source("project", row)]),
        history=await history_of(scope, {"project": [row["id"]]}),
    )
