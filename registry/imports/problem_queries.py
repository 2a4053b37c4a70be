"""Reads of what is wrong with an import, and of the rows of its file as they were."""

from dataclasses import dataclass
from pathlib import Path

import anyio
from anyio import to_process

from importers import Correction
from importers.reading import read
from registry.accounts.scope import Scope
from registry.imports.kinds import KINDS
from registry.imports.queries import Batch
from registry.imports.tables import ImportProblem
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, fetch, page_of
from schemas import catalogue

READING_SECONDS = 30


class ProblemQuery(ListQuery):
    """What the problems of a batch may be narrowed to."""

    severity: str = ""
    code: str = ""
    size: int = 50


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
    order = "array_position(ARRAY['error', 'warning', 'note'], p.severity), p.sheet, p.row, p.id"
    source = "import_problem p"
    listed = await page_of(ImportProblem, PROBLEM_COLUMNS, source, conditions, order, query, exact=True)
    shown = public_columns(found, scope)
    return listed.holding([_problem(row, shown) for row in listed.items])


async def problem_counts(found: Batch) -> list[Row]:
    """How many problems of each severity and code a batch has, the most frequent first."""
    return await fetch(
        ImportProblem,
        "SELECT p.severity, p.code, count(*) AS problems FROM import_problem p WHERE p.batch_id = {}"
        " GROUP BY p.severity, p.code ORDER BY problems DESC, p.code",
        found.id,
    )


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
