"""Reads of the officers' list of enterprises, and of the bulk edits made from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from registry.accounts.names import named
from registry.accounts.scope import Scope
from registry.database.tables import ChangeEntry, Operation
from registry.enterprises.queries import ORDERS, EnterpriseQuery, key_of, narrowed_to
from registry.enterprises.tables import Enterprise
from registry.imports.bulk_editing import FIELDS, KIND, LISTS, MOST
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, count, fetch, visible_fields

Column = Literal[
    "township", "cluster", "size", "industry", "tags", "status", "iso56005_level", "district", "established_on",
    "address", "company_type", "contact", "phone",
]  # fmt: skip
COLUMNS: tuple[Column, ...] = Column.__args__  # type: ignore[attr-defined]
USUAL: tuple[Column, ...] = ("township", "cluster", "size", "tags")
Lacking = Literal["", "township", "cluster", "size", "industry", "tags", "iso56005_level"]
LACKING: tuple[Lacking, ...] = Lacking.__args__[1:]  # type: ignore[attr-defined]
SHOWN = 500
"""Records of a bulk edit that its page lists."""


class RosterQuery(EnterpriseQuery):
    """What the list is narrowed to. `lacking`: a field that says nothing yet; `columns`: what it shows beside the name."""

    lacking: Lacking = ""
    columns: tuple[Column, ...] = ()

    @property
    def shown(self) -> list[Column]:
        """The columns asked for in their usual order, else the usual ones."""
        return [one for one in COLUMNS if one in (self.columns or USUAL)]

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen."""
        chosen = (self.q, self.township, self.cluster, self.tag, self.title, self.titled, self.lacking)
        return any(chosen)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One enterprise with the values of the columns shown."""

    id: int
    key: str
    name: str
    credit_code: str | None
    values: Row


def shown_columns(scope: Scope, query: RosterQuery) -> list[Column]:
    """The columns shown, without those that hold personal data of others."""
    seen = visible_fields("enterprise", scope)
    return [one for one in query.shown if one in seen]


async def roster(scope: Scope, query: RosterQuery) -> Page[RosterRow]:
    """One page of the enterprises that fit."""
    conditions = _conditions(query)
    total = await count(Enterprise, conditions, "enterprise e", exact=True)
    rows = await _rows(scope, query, conditions, f"LIMIT {query.size} OFFSET {query.offset}")
    return Page(rows, total, query.page, query.size)


async def whole_roster(scope: Scope, query: RosterQuery) -> list[RosterRow]:
    """All of them, in the same order."""
    return await _rows(scope, query, _conditions(query), "")


async def _rows(scope: Scope, query: RosterQuery, conditions: Conditions, limit: str) -> list[RosterRow]:
    columns = shown_columns(scope, query)
    listed = ", ".join(["e.id", "e.credit_code", "e.name", *(f"e.{name}" for name in columns)])
    rows = await fetch(
        Enterprise,
        f"SELECT {listed} FROM enterprise e {conditions.where} ORDER BY {ORDERS[query.sort]} {limit}",
        *conditions.values,
    )
    return [
        RosterRow(
            row["id"], key_of(row), row["name"], row["credit_code"], {name: row[name] for name in columns}
        )
        for row in rows
    ]


async def numbers_of(scope: Scope, query: RosterQuery) -> list[int]:
    """The numbers of the enterprises that fit, one more than can be changed at once."""
    del scope  # which enterprises there are is public
    conditions = _conditions(query)
    sql = f"SELECT e.id FROM enterprise e {conditions.where} ORDER BY e.id LIMIT {MOST + 1}"
    return [row["id"] for row in await fetch(Enterprise, sql, *conditions.values)]


def _conditions(query: RosterQuery) -> Conditions:
    conditions = narrowed_to(query)
    if query.lacking:
        empty = "{{}}" if query.lacking in LISTS else ""
        conditions.add(f"coalesce(e.{query.lacking}::text, '') = '{empty}'")
    return conditions


async def choices(scope: Scope) -> dict[str, list[str]]:
    """The townships, clusters and tags there are."""
    del scope  # these words are public
    rows = await fetch(
        Enterprise,
        "SELECT ARRAY(SELECT DISTINCT township FROM enterprise WHERE township <> '' ORDER BY 1) AS township,"
        " ARRAY(SELECT DISTINCT cluster FROM enterprise WHERE cluster <> '' ORDER BY 1) AS cluster,"
        " ARRAY(SELECT DISTINCT unnest(tags) FROM enterprise ORDER BY 1) AS tag",
    )
    return rows[0]


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One bulk edit: how many records it changed, and who took it back."""

    id: int
    actor: str
    at: datetime
    reason: str
    records: int
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class EditedRow:
    """One record of a bulk edit: what its field said before and after, and says now."""

    key: str
    name: str
    field: str
    before: Any
    after: Any
    now: Any


_BULK = (
    f"SELECT o.id, {named('o.actor')} AS actor, o.at, o.reason,"
    " (SELECT count(*) FROM change_entry c WHERE c.operation_id = o.id AND c.kind = 'enterprise') AS records,"
    f" {named('u.actor')} AS undone_by, u.at AS undone_at"
    f" FROM operation o LEFT JOIN operation u ON u.of_operation = o.id WHERE o.kind = '{KIND}'"
)


async def bulk_edits(scope: Scope, query: ListQuery) -> Page[BulkLine]:
    """One page of the bulk edits, the latest first."""
    del scope  # told to who may make them
    conditions = Conditions()
    conditions.add("kind = {}", KIND)
    total = await count(Operation, conditions, "operation", exact=True)
    sql = f"{_BULK} ORDER BY o.id DESC LIMIT {{}} OFFSET {{}}"
    rows = await fetch(Operation, sql, query.size, query.offset)
    return Page([BulkLine(**row) for row in rows], total, query.page, query.size)


async def bulk_edit(scope: Scope, number: int) -> tuple[BulkLine, list[EditedRow]] | None:
    """One bulk edit with the records it changed, None where there is none of this number."""
    del scope  # as above; nothing that can be written in bulk is personal
    rows = await fetch(Operation, f"{_BULK} AND o.id = {{}}", number)
    if not rows:
        return None
    edited = await fetch(
        ChangeEntry,
        "SELECT coalesce(e.credit_code, 'id-' || e.id) AS key, e.name, f.field, c.before -> f.field AS before,"
        " c.after -> f.field AS after, to_jsonb(e) -> f.field AS now"
        " FROM change_entry c JOIN enterprise e ON e.id = c.record_id"
        " CROSS JOIN LATERAL jsonb_object_keys(c.after) f (field)"
        " WHERE c.operation_id = {} AND c.kind = 'enterprise' AND f.field = ANY({})"
        f" ORDER BY e.name, e.id LIMIT {SHOWN}",
        number,
        [*FIELDS, *LISTS],
    )
    return BulkLine(**rows[0]), [EditedRow(**row) for row in edited]
