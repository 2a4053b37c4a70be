"""Reads of import batches: the files, the fates of their rows, their problems. For the bureau's own eyes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from importers import load_profiles
from registry.accounts.names import named
from registry.accounts.scope import Batches, Scope
from registry.database.engine import transaction
from registry.imports import outcome
from registry.imports.fates import Fate
from registry.imports.saved_profiles import saved_profiles
from registry.imports.tables import BatchState, ImportBatch, ImportProgress, ImportRow
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, fetch, page_of

BATCH_COLUMNS = (
    "b.id, b.file_name, b.size, b.format, b.encoding, b.profile, b.exported_on, b.state, b.actor,"
    f" {named('b.actor')} AS person,"
    " (SELECT s.title FROM import_source s WHERE s.name = nullif(b.source, 'unknown')) AS source,"
    " b.created_at, b.committed_at, b.failure, b.stored_as, b.revision,"
    " b.undo_asked IS NOT NULL AS undoing, b.report"
)
LIST_COLUMNS = BATCH_COLUMNS.replace("b.report", "NULL AS report")


class BatchQuery(ListQuery):
    """What the list of imports may be narrowed to."""

    state: BatchState | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: the file, how it was understood, and what became of its rows. `source`: its title, where it is known;
    `person`: what the one with the login name `actor` is called.
    """

    id: int
    file_name: str
    size: int
    format: str | None
    encoding: str | None
    profile: str | None
    source: str | None
    exported_on: date | None
    state: str
    actor: str
    person: str
    created_at: datetime
    committed_at: datetime | None
    failure: str | None
    stored_as: str | None
    revision: int
    undoing: bool
    report: dict[str, Any]

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """The sheets as the importers reported them."""
        found: list[dict[str, Any]] = self.report.get("sheets", [])
        return found

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked with the file: profile, mapping, corrections."""
        found: dict[str, Any] = self.report.get("request", {})
        return found


async def batches(scope: Scope, query: BatchQuery) -> Page[Batch]:
    """One page of the imports that the caller sees, the latest first."""
    conditions = _seen(scope)
    if query.state:
        conditions.add("b.state = {}", query.state.value)
    found = await page_of(
        ImportBatch, LIST_COLUMNS, "import_batch b", conditions, "b.id DESC", query, exact=True
    )
    return found.holding([_batch(row) for row in found.items])


def _seen(scope: Scope) -> Conditions:
    """Nothing, one's own imports, or all."""
    conditions = Conditions()
    if scope.batches is Batches.NONE:
        conditions.add("FALSE")
    elif scope.batches is Batches.OWN:
        conditions.add("b.actor = {}", scope.login)
    return conditions


async def batch(scope: Scope, number: int) -> Batch | None:
    """One import, None where there is none of this number that the caller sees."""
    conditions = _seen(scope)
    conditions.add("b.id = {}", number)
    sql = f"SELECT {BATCH_COLUMNS} FROM import_batch b {conditions.where}"
    rows = await fetch(ImportBatch, sql, *conditions.values)
    return _batch(rows[0]) if rows else None


def _batch(row: Row) -> Batch:
    return Batch(**{**row, "report": row["report"] or {}})


async def tally(found: Batch) -> dict[str, int]:
    """Rows of a batch by what became of them, or would: the words of `Fate`, and blank."""
    if found.state == BatchState.CHECKED:
        words = [*(fate.word for fate in Fate), "blank"]
        return {word: sum(rows[word] for rows in found.report.get("rows", [])) for word in words}
    rows = await fetch(
        ImportRow,
        "SELECT r.fate, sum(r.rows)::bigint AS rows FROM ("
        "SELECT min(fate) AS fate, max(coalesce(last_row, row)) - row + 1 AS rows FROM import_row"
        " WHERE batch_id = {} GROUP BY sheet, row) r GROUP BY r.fate",
        found.id,
    )
    counted = {row["fate"]: row["rows"] for row in rows}
    tallied = {fate.word: counted.get(fate.value, 0) for fate in Fate}
    of_checker = [sheet.get("rows", {}) for sheet in found.sheets]
    tallied["repeated"] += sum(rows.get("repeated", 0) for rows in of_checker)
    return {**tallied, "blank": sum(rows.get("blank", 0) for rows in of_checker)}


async def progress(found: Batch) -> Row | None:
    """How far the work on a batch is: stage, done, expected (0: unknown); None while it waits for its turn."""
    rows = await fetch(
        ImportProgress,
        "SELECT p.stage, p.done, p.expected FROM import_progress p WHERE p.batch_id = {}",
        found.id,
    )
    return rows[0] if rows else None


async def problems_of(batch: Batch) -> pl.DataFrame:
    """Every problem of a batch that the caller was found to see."""
    async with transaction() as connection:
        return await outcome.problems(connection, batch.id)


async def profiles() -> list[tuple[str, str]]:
    """Name and title of every profile that a file can be read by, those people saved included."""
    return sorted((one.name, one.title) for one in load_profiles(await saved_profiles()))


async def recent_batches(limit: int) -> list[Row]:
    """The imports committed last: file, day of the data, moment."""
    return await fetch(
        ImportBatch,
        "SELECT b.id, b.file_name, b.exported_on, b.committed_at, b.source, s.title AS source_title"
        " FROM import_batch b LEFT JOIN import_source s ON s.name = b.source"
        " WHERE b.state = 'committed' ORDER BY b.committed_at DESC LIMIT {}",
        limit,
    )
