"""Reads of what officers keep in the file of an enterprise, and of what they took out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.accounts.scope import Scope
from registry.database.tables import ChangeEntry
from registry.enterprises.dossier.sheets import Sheet
from registry.enterprises.queries import by_key, key_of
from registry.enterprises.tables import Enterprise
from registry.site.reading import Row, fetch

PATENT = "(SELECT p.application_number FROM patent p WHERE p.id = t.patent_id) AS patent"
REMOVED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Subject:
    """The enterprise whose file it is, seen by the caller."""

    id: int
    key: str
    name: str
    township: str | None
    credit_code: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a sheet; `change` is the number of its last change in the log, by whom and when."""

    id: int
    version: int
    values: Mapping[str, Any]
    change: int
    actor: str
    at: datetime


async def subject(scope: Scope, key: str) -> Subject | None:
    """The enterprise of a key, if its file concerns the caller."""
    rows = await by_key(key)
    if not rows or not scope.ranks(rows[0]["township"], rows[0]["credit_code"]):
        return None
    row = rows[0]
    return Subject(row["id"], key_of(row), row["name"], row["township"], row["credit_code"])


def shows(scope: Scope, sheet: Sheet, of: Subject) -> bool:
    """Whether the caller sees a sheet of this enterprise: one with personal data only who it concerns."""
    return not scope.about(townships=[of.township], enterprises=[of.credit_code]).hides(sheet.personal)


def column_of(name: str) -> str:
    """The column that holds a field: a patent is kept by its number in the register."""
    return "patent_id" if name == "patent" else name


def _columns(sheet: Sheet) -> str:
    return ", ".join(PATENT if field.name == "patent" else f"t.{field.name}" for field in sheet.fields)


def written(sheet: Sheet) -> str:
    """The condition on `change_entry l` that it wrote an entry of this sheet: not that it moved with its enterprise."""
    fields = ", ".join(f"'{column_of(field.name)}'" for field in sheet.fields)
    return f"l.kind = '{sheet.table}' AND (l.action <> 'update' OR l.after ?| ARRAY[{fields}])"


_LAST = """CROSS JOIN LATERAL (
    SELECT l.id AS change, coalesce(a.name, l.actor) AS actor, l.at FROM change_entry l
    LEFT JOIN account a ON a.login = l.actor
    WHERE {written} AND l.record_id = t.id ORDER BY l.id DESC LIMIT 1) last"""


async def entries(scope: Scope, sheet: Sheet, of: Subject) -> list[Entry]:
    """All entries of a sheet in its order; none for whom they are not."""
    if not shows(scope, sheet, of):
        return []
    sql = (
        f"SELECT t.id, t.version, {_columns(sheet)}, last.* FROM {sheet.table} t {_LAST.format(written=written(sheet))}"
        f" WHERE t.enterprise_id = {{}} ORDER BY {sheet.order}"
    )
    return [_entry(sheet, row) for row in await fetch(Enterprise, sql, of.id)]


def _entry(sheet: Sheet, row: Row) -> Entry:
    return Entry(
        id=row["id"],
        version=row["version"],
        values={field.name: row[field.name] for field in sheet.fields},
        change=row["change"],
        actor=row["actor"],
        at=row["at"],
    )


async def removed(scope: Scope, sheet: Sheet, of: Subject) -> list[Entry]:
    """What was taken out of a sheet and may be put back, the latest first."""
    if not shows(scope, sheet, of):
        return []
    sql = (
        f"SELECT t.id, t.version, {_columns(sheet)}, l.id AS change, coalesce(a.name, l.actor) AS actor, l.at"
        " FROM change_entry l LEFT JOIN account a ON a.login = l.actor"
        f" CROSS JOIN LATERAL jsonb_populate_record(NULL::{sheet.table}, l.before || jsonb_build_object('id', l.record_id)) t"
        f" WHERE l.kind = '{sheet.table}' AND l.action = 'delete' AND (l.before ->> 'enterprise_id')::bigint = {{}}"
        f" AND NOT EXISTS (SELECT FROM {sheet.table} kept WHERE kept.id = l.record_id)"
        " AND NOT EXISTS (SELECT FROM change_entry later WHERE later.kind = l.kind AND later.record_id = l.record_id"
        f" AND later.id > l.id) ORDER BY l.id DESC LIMIT {REMOVED_SHOWN}"
    )
    return [_entry(sheet, row) for row in await fetch(ChangeEntry, sql, of.id)]
