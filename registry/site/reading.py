"""What the rooms' queries share: running SQL, collecting conditions, and the columns a caller may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from piccolo.table import Table

from registry.accounts.scope import Scope
from registry.site.filters import ListQuery
from registry.site.paging import REACH, Page
from schemas import catalogue

Row = dict[str, Any]
PARENT_FIELDS = frozenset({"application_number", "enterprise_name", "enterprise_code"})
BOOKKEEPING = ("id", "origin_batch", "origin_sheet", "origin_row", "origins", "created_at", "updated_at")


@dataclass(slots=True)
class Conditions:
    """Parts of a WHERE clause with their values, joined by AND. `{}` stands for a value."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, part: str, *values: Any) -> None:
        """One more condition."""
        self.parts.append(part)
        self.values.extend(values)

    @property
    def where(self) -> str:
        """The clause, empty without conditions."""
        return f"WHERE {' AND '.join(self.parts)}" if self.parts else ""


async def fetch(table: type[Table], sql: str, *values: Any) -> list[Row]:
    """Run a SELECT through the table's engine, joining a transaction where one is open."""
    rows: list[Row] = await table.raw(sql, *values)
    return rows


async def count(table: type[Table], conditions: Conditions, name: str, *, exact: bool) -> int:
    """Rows that meet the conditions; unless `exact`, counted just beyond what can be leafed through."""
    limit = "" if exact else f"LIMIT {REACH + 1}"
    sql = f"SELECT count(*) AS total FROM (SELECT FROM {name} {conditions.where} {limit}) counted"
    rows = await fetch(table, sql, *conditions.values)
    return int(rows[0]["total"])


async def page_of(
    table: type[Table],
    columns: str,
    source: str,
    conditions: Conditions,
    order: str,
    query: ListQuery,
    *,
    exact: bool,
) -> Page[Row]:
    """The rows of one page, of those of `source` (what stands after FROM) that meet the conditions; counted as `count` does."""
    total = await count(table, conditions, source, exact=exact)
    rows = await fetch(
        table,
        f"SELECT {columns} FROM {source} {conditions.where} ORDER BY {order} LIMIT {{}} OFFSET {{}}",
        *conditions.values,
        query.size,
        query.offset,
    )
    return Page(rows, total, query.page, query.size)


def containing(text: str) -> str:
    """An ILIKE pattern that finds the text anywhere; its own wildcards count as letters."""
    escaped = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def visible_fields(kind: str, scope: Scope) -> list[str]:
    """The fields of a kind's table that the caller may see, in the order of the catalogue."""
    child = kind not in ("patent", "enterprise")
    return [
        name
        for name, spec in catalogue.fields(kind).items()
        if (scope.personal or not spec.personal) and not (child and name in PARENT_FIELDS)
    ]


def columns(kind: str, scope: Scope, alias: str, *, bookkeeping: bool = False) -> str:
    """The visible columns for a SELECT list."""
    names = [*visible_fields(kind, scope), *(BOOKKEEPING if bookkeeping else ())]
    return ", ".join(f'{alias}."{name}"' for name in names)


def fields_of(row: Mapping[str, Any], kind: str, scope: Scope) -> Row:
    """The visible fields of a row, bookkeeping left out."""
    return {name: row[name] for name in visible_fields(kind, scope) if name in row}


def given(record: Mapping[str, Any]) -> list[str]:
    """The fields that hold something."""
    return [name for name, value in record.items() if value is not None and value not in ([], "")]


def grouped(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, in their order."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found
