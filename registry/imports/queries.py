"""Reads of import batches: the files, the fates of their rows, their problems. For the bureau's own eyes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import anyio
import polars as pl
from anyio import to_process

from importers import Correction, load_profiles
from importers.reading import read
from registry.accounts.names import named
from registry.accounts.scope import Batches, Scope
from registry.database.engine import transaction
from registry.imports import outcome
from registry.imports.fates import Fate
from registry.imports.kinds import KINDS
from registry.imports.saved_profiles import saved_profiles
from registry.imports.tables import (
    BatchState,
    ImportBatch,
    ImportProblem,
    ImportProgress,
    ImportRow,
)
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, count, fetch
from schemas import catalogue

READING_SECONDS = 30
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


class ProblemQuery(ListQuery):
    """What the problems of a batch may be narrowed to."""

    severity: str = ""
    code: str = ""
    size: int = 50


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
    total = await count(ImportBatch, conditions, "import_batch b", exact=True)
    rows = await fetch(
        ImportBatch,
        f"SELECT {LIST_COLUMNS} FROM import_batch b {conditions.where}"
        " ORDER BY b.id DESC LIMIT {} OFFSET {}",
        *conditions.values,
        query.size,
        query.offset,
    )
    return Page([_batch(row) for row in rows], total, query.page, query.size)


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


async def suggestions(scope: Scope, found: Batch) -> list[Correction]:
    """Every suggestion for a cell of a file that the checker has not taken by itself."""
    rows = await fetch(
        ImportProblem,
        "SELECT p.sheet, p.row, p.column_name, p.fix FROM import_problem p WHERE p.batch_id = {}"
        " AND p.fix IS NOT NULL AND NOT p.applied AND p.row IS NOT NULL AND p.column_name IS NOT NULL"
        " ORDER BY p.sheet, p.row, p.id",
        found.id,
    )
    shown = public_columns(found, scope)
    return [
        Correction(row["sheet"], row["row"], row["column_name"], row["fix"])
        for row in rows
        if (row["sheet"], row["column_name"]) in shown
    ]


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


PROBLEM_COLUMNS = "p.sheet, p.row, p.column_name, p.value, p.severity, p.code, p.details, p.fix, p.applied"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding on one cell; `value` and `fix` are None where the column may hold personal data."""

    sheet: int
    row: int
    column: str | None
    value: str | None
    severity: str
    code: str
    details: dict[str, str]
    fix: str | None
    applied: bool
    withheld: bool


async def problems(scope: Scope, found: Batch, query: ProblemQuery) -> Page[Problem]:
    """One page of the problems of a batch in the order of the file."""
    conditions = Conditions()
    conditions.add("p.batch_id = {}", found.id)
    if query.severity:
        conditions.add("p.severity = {}", query.severity)
    if query.code:
        conditions.add("p.code = {}", query.code)
    total = await count(ImportProblem, conditions, "import_problem p", exact=True)
    rows = await fetch(
        ImportProblem,
        f"SELECT {PROBLEM_COLUMNS} FROM import_problem p {conditions.where}"
        " ORDER BY array_position(ARRAY['error', 'warning', 'note'], p.severity), p.sheet, p.row, p.id LIMIT {} OFFSET {}",
        *conditions.values,
        query.size,
        query.offset,
    )
    shown = public_columns(found, scope)
    return Page([_problem(row, shown) for row in rows], total, query.page, query.size)


async def problem_counts(found: Batch) -> list[Row]:
    """How many problems of each severity and code a batch has, the most frequent first."""
    return await fetch(
        ImportProblem,
        "SELECT p.severity, p.code, count(*) AS problems FROM import_problem p WHERE p.batch_id = {}"
        " GROUP BY p.severity, p.code ORDER BY problems DESC, p.code",
        found.id,
    )


@dataclass(frozen=True, slots=True)
class OriginalCell:
    """One cell of a file as written; `value` is None where the column may hold personal data."""

    header: str
    value: str | None
    withheld: bool


async def original_row(
    scope: Scope, found: Batch, files: Path, sheet: int, row: int
) -> list[OriginalCell] | None:
    """A row of the imported file, read again in a process of its own; None where it cannot be had."""
    path = files / (found.stored_as or "")
    if not await anyio.Path(path).is_file():
        return None
    with anyio.move_on_after(READING_SECONDS):
        cells = await to_process.run_sync(_read_row, path, sheet, row, cancellable=True)
        shown = public_columns(found, scope)
        if cells is not None:
            return [_original(header, value, (sheet, header) in shown) for header, value in cells]
    return None


def _original(header: str, value: str, visible: bool) -> OriginalCell:
    return OriginalCell(header, value if visible else None, not visible)


def _read_row(path: Path, sheet: int, row: int) -> list[tuple[str, str]] | None:
    """Runs in the other process: the headers of the sheet with the cells of one row."""
    found = next((candidate for candidate in read(path).sheets if candidate.index == sheet), None)
    if found is None:
        return None
    for chunk in found.chunks():
        rows = chunk.filter(chunk["_row"] == row)
        if rows.height:
            cells = rows.row(0, named=True)
            return [(header, cells[f"c{place}"] or "") for place, header in enumerate(found.headers)]
    return None


def _problem(row: Row, shown: frozenset[tuple[int, str]]) -> Problem:
    visible = (row["sheet"], row["column_name"] or "") in shown
    return Problem(
        sheet=row["sheet"],
        row=row["row"],
        column=row["column_name"],
        value=row["value"] if visible else None,
        severity=row["severity"],
        code=row["code"],
        details=(row["details"] or {}) if visible else {},
        fix=row["fix"] if visible else None,
        applied=row["applied"],
        withheld=not visible,
    )


def public_columns(found: Batch, scope: Scope) -> frozenset[tuple[int, str]]:
    """Columns (sheet, header) whose cells the caller may see: matched with a field that is not personal.

    What a column without a match holds is not known, so it stays hidden. Who sees all personal data sees every column, and so
    does a township officer in a file handed in on the page, which has to be corrected there.
    """
    own = bool(scope.login) and scope.login == found.actor and bool(found.asked.get("township"))
    everything = scope.personal or own
    return frozenset(
        (sheet["index"], column["header"])
        for sheet in found.sheets
        for column in sheet.get("columns", [])
        if everything or (column.get("field") and not scope.hides(is_personal(column["field"])))
    )


def is_personal(field: str) -> bool:
    """Whether a field written as `kind.name` holds personal data; one we do not know may."""
    kind, _, name = field.partition(".")
    spec = catalogue.fields(kind).get(name) if kind in KINDS else None
    return spec is None or spec.personal
