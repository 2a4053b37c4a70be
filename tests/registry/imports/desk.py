"""Small exports written by a test, imported for real, and what the register then holds."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

import importers
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.imports import actions
from registry.imports.batches import Request
from registry.imports.keeping import SheetSpool, keep
from registry.imports.kinds import KINDS
from registry.imports.outcome import Outcome, count_rows
from registry.imports.undoing import Undone
from registry.settings import Settings
from schemas.application_number import check_digit

FATES = ("new", "changed", "unchanged", "repeated", "conflicting", "refused", "blank")
BOOKKEEPING = ("created_at", "updated_at", "seen_digest")


def silent(_stage: str, _done: int, _expected: int) -> None:
    """Progress for nobody."""


def number(serial: int, year: int = 2020, kind: int = 1) -> str:
    """A valid application number."""
    body = f"{year}{kind}{serial:07d}"
    return f"{body}.{check_digit(body)}"


class Desk:
    """Where a test writes exports and hands them in. The database must be open."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, headers: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Path:
        """A csv file."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            writer.writerows([cell if cell is not None else "" for cell in row] for row in rows)
        return path

    async def take(self, path: Path, **options: Any) -> Outcome:
        """Import a file."""
        request = Request(path, path.name, "tester", **options)
        outcome = await actions.import_file(self.settings, request, silent)
        assert outcome.committed
        assert_adds_up(outcome)
        return outcome

    async def preview(self, path: Path, **options: Any) -> Outcome:
        """What importing a file would do."""
        request = Request(path, path.name, "tester", **options)
        return await actions.preview_file(self.settings, request, silent)

    async def undo(self, outcome: Outcome) -> Undone:
        """Take a batch back, or bring it in again."""
        assert outcome.batch is not None
        return await actions.undo(outcome.batch, "tester")


def assert_adds_up(outcome: Outcome) -> None:
    """Rows read = the rows of every fate, in every sheet."""
    for rows in outcome.rows:
        assert rows["read"] == sum(rows[fate] for fate in FATES), rows


def counts(outcome: Outcome) -> dict[str, int]:
    """Rows of every fate that occurs."""
    return {fate: outcome.total(fate) for fate in FATES if outcome.total(fate)}


async def fetch(query: str, *arguments: Any) -> list[asyncpg.Record]:
    """Rows of a query."""
    async with transaction() as connection:
        return list(await connection.fetch(query, *arguments))


async def value(query: str, *arguments: Any) -> Any:
    """One value of a query."""
    async with transaction() as connection:
        return await connection.fetchval(query, *arguments)


async def records(*without: str) -> dict[str, list[dict[str, Any]]]:
    """All records of all kinds by table, without the columns that tell when and by which digest."""
    left_out = {*BOOKKEEPING, *without}
    found = {}
    for kind in KINDS.values():
        rows = await fetch(f"SELECT * FROM {kind.table} ORDER BY id")
        found[kind.table] = [{k: v for k, v in row.items() if k not in left_out} for row in rows]
    return found


async def contents(*, origins: bool = False) -> dict[str, list[str]]:
    """What the registers say, independent of the numbers of records: rows as sorted texts."""
    said = {}
    for kind in KINDS.values():
        parent = kind.parent_column
        names = ["t." + field for field in kind.fields] + (["t.origins"] if origins else [])
        if kind.parent:
            key = "application_number" if kind.parent == "patent" else "coalesce(p.credit_code, p.name)"
            names.append(key if "(" in key else f"p.{key}")
        joined = f"JOIN {kind.parent} p ON p.id = t.{parent}" if kind.parent else ""
        rows = await fetch(f"SELECT {', '.join(names)} FROM {kind.table} t {joined}")
        said[kind.table] = sorted(json.dumps(list(row), default=str, ensure_ascii=False) for row in rows)
    return said


async def table_sizes() -> dict[str, int]:
    """Number of rows of every table."""
    tables = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [row["tablename"] for row in tables if row["tablename"] != "migration"]
    return {name: await value(f"SELECT count(*) FROM {name}") for name in sorted(names)}


def _write(path: Path, headers: Sequence[str], rows: Sequence[dict[str, str | None]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)


async def keep_export(
    folder: Path,
    rows: Sequence[dict[str, str | None]],
    *,
    source: str,
    exported_on: date | None = None,
    mapping: dict[str, str | None],
) -> dict[str, int]:
    """Import rows as an export of any source and day, without the child process; returns rows by fate."""
    path = folder / "export.csv"
    _write(path, list(mapping), rows)
    report = importers.process(path, folder, importers.Options(mapping=mapping))
    sheets = [
        SheetSpool(sheet.index, folder / sheet.data, sheet.kinds, sheet.rows["read"])
        for sheet in report.sheets
        if sheet.data
    ]
    async with transaction() as here:
        batch = await here.fetchval(
            "INSERT INTO import_batch (sha256, file_name, size, source, exported_on, actor)"
            " VALUES ($1, 'export.csv', $2, $3, $4, 'tester') RETURNING id",
            report.sha256,
            report.size,
            source,
            exported_on,
        )
        async with operation("import", "tester", batch=batch) as number:
            await here.execute("UPDATE import_batch SET operation_id = $2 WHERE id = $1", batch, number)
            await keep(here, batch, sheets, folder / "problems.arrow", silent)
        (fates,) = await count_rows(here, batch, report)
        await here.execute("UPDATE import_batch SET state = 'committed' WHERE id = $1", batch)
    return {**fates, "batch": batch}
