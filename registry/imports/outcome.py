"""What an import did or would do: counts per sheet that always add up, problems, changes field by field."""

from dataclasses import dataclass, field
from typing import Any

import asyncpg
import polars as pl

from importers import FileReport, SheetReport
from importers.checking.problems import PROBLEM_SCHEMA
from registry.imports.fates import Fate

CHANGES_SHOWN = 1000
"""Changed fields listed in a preview; the numbers count all of them."""


class RowsUnaccounted(Exception):
    """The fates of the rows do not add up to the rows read: a fault of ours, so nothing is written."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field on which a row and a held record differ, and what the rule decided."""

    sheet: str
    row: int
    kind: str
    field: str
    held: Any
    incoming: Any
    verdict: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one file; `batch` is None for a preview."""

    file: str
    sha256: str
    report: FileReport
    rows: list[dict[str, int]]
    problems: pl.DataFrame
    changes: list[Change] = field(default_factory=list)
    changed_fields: int = 0
    batch: int | None = None
    committed: bool = False
    same_as: int | None = None
    new_rows: list[dict[str, Any]] = field(default_factory=list)

    def total(self, fate: str) -> int:
        """Rows of one fate over all sheets."""
        return sum(rows[fate] for rows in self.rows)

    def kept(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the batch keeps of it, with what was asked."""
        return {
            **self.report.as_dict(),
            "request": request,
            "rows": self.rows,
            "changed_fields": self.changed_fields,
        }

    @property
    def nothing_new(self) -> bool:
        """Whether the file changed, or would change, no record at all."""
        return self.total("new") == self.total("changed") == 0


async def count_rows(connection: asyncpg.Connection, batch: int, report: FileReport) -> list[dict[str, int]]:
    """Rows of every fate for every sheet of the file.

    Raises RowsUnaccounted when they are not as many as were read.
    """
    found = await connection.fetch(
        "SELECT sheet, fate, sum(rows)::bigint AS rows FROM ("
        "SELECT sheet, min(fate) AS fate, max(coalesce(last_row, row)) - row + 1 AS rows FROM import_row"
        " WHERE batch_id = $1 GROUP BY sheet, row) r GROUP BY sheet, fate",
        batch,
    )
    fates = {(row["sheet"], Fate(row["fate"])): row["rows"] for row in found}
    return [_sheet_rows(sheet, fates) for sheet in report.sheets]


def _sheet_rows(sheet: SheetReport, fates: dict[tuple[int, Fate], int]) -> dict[str, int]:
    of_checker = sheet.rows
    counts = {fate.word: fates.get((sheet.index, fate), 0) for fate in Fate}
    counts["repeated"] += of_checker["repeated"]
    if sheet.data is None:
        counts["refused"] = of_checker["refused"]
    counts["blank"] = of_checker["blank"]
    if sum(counts.values()) != of_checker["read"]:
        raise RowsUnaccounted(f"{sheet.sheet}: read {of_checker['read']}, accounted for {counts}")
    order = ("new", "changed", "unchanged", "repeated", "conflicting", "refused", "blank")
    return {"read": of_checker["read"], **{name: counts[name] for name in order}}


async def problems(connection: asyncpg.Connection, batch: int) -> pl.DataFrame:
    """Every problem of a batch in the order of the file, in the columns of the spool."""
    rows = await connection.fetch(
        "SELECT sheet, row, column_name, value, severity, code, details::text, fix, applied"
        " FROM import_problem WHERE batch_id = $1 ORDER BY sheet, row NULLS FIRST, id",
        batch,
    )
    return pl.DataFrame([tuple(row) for row in rows], schema=PROBLEM_SCHEMA, orient="row")


async def changes(connection: asyncpg.Connection, sheets: dict[int, str]) -> tuple[list[Change], int]:
    """The fields that differed, from the temporary table of the running import, and how many there are."""
    rows = await connection.fetch(
        "SELECT sheet, row, kind, field, held, incoming, verdict, count(*) OVER () AS differences"
        " FROM difference WHERE NOT of_new ORDER BY sheet, row, field LIMIT $1",
        CHANGES_SHOWN,
    )
    listed = [
        Change(
            sheets[row["sheet"]],
            row["row"],
            row["kind"],
            row["field"],
            row["held"],
            row["incoming"],
            row["verdict"],
        )
        for row in rows
    ]
    return listed, rows[0]["differences"] if rows else 0
