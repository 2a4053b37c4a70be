"""A checked file into the register: everything that one import writes, inside the caller's transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import polars as pl

from registry.imports import staging
from registry.imports.fates import Fate
from registry.imports.kinds import KINDS, in_order
from registry.imports.merging import TEMPORARY_TABLES, merge
from registry.imports.resolving import Sheet
from registry.imports.shortcuts import new_records, take_shortcuts, to_compare

IMPORT_LOCK = 0x696D706F
"""Advisory lock that lets one import, undoing or edit write at a time ("impo"): a second one waits and sees the first."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SheetSpool:
    """What the importers left of one sheet."""

    index: int
    path: Path
    kinds: list[str]
    rows: int


async def keep(
    connection: asyncpg.Connection, batch: int, sheets: list[SheetSpool], problems: Path, progress: Progress
) -> None:
    """Merge every sheet, then file the problems. Reads of one import see all writes of those before it."""
    await one_writer(connection)
    await connection.execute("SET LOCAL work_mem = '128MB'")
    await connection.execute(TEMPORARY_TABLES)
    for spool in sheets:
        await _keep_sheet(connection, batch, spool, progress)
    await _keep_problems(connection, batch, problems)


async def one_writer(connection: asyncpg.Connection) -> None:
    """Wait until no other transaction imports, undoes or edits, and keep them waiting until this one ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)


async def _keep_sheet(
    connection: asyncpg.Connection, batch: int, spool: SheetSpool, progress: Progress
) -> None:
    columns = staging.schema(spool.path)
    sheet = Sheet(connection, batch, spool.index, frozenset(columns))
    await staging.create(connection, "staged", columns)
    if spool.kinds == ["patent"]:
        taken = await take_shortcuts(sheet, spool.path, columns)
        if (taken["fate"] == Fate.NEW).any():
            await staging.copy(connection, "patent", new_records(sheet, _frames(spool, progress), taken))
        left = to_compare(_frames(spool, progress), taken) if taken["record"].has_nulls() else iter(())
    else:
        left = _frames(spool, progress)
    await staging.copy(connection, "staged", left)
    await connection.execute("ANALYZE staged (_ordinal, _row)")
    progress("merge", spool.rows, spool.rows)
    await merge(sheet, in_order(spool.kinds), KINDS[spool.kinds[0]])
    await connection.execute("DROP TABLE staged")


def _frames(spool: SheetSpool, progress: Progress) -> Iterator[pl.DataFrame]:
    done = 0
    for frame in staging.batches(spool.path):
        if frame.height:
            done += frame.height
            progress("copy", done, spool.rows)
            yield frame


async def _keep_problems(connection: asyncpg.Connection, batch: int, path: Path) -> None:
    """File every problem, and the rows that nothing was stored of as refused.

    A row whose number is unreadable but whose publication number named a patent held is not refused: what
    was an error is a warning there.
    """
    await staging.copy(connection, "import_problem", _problem_frames(batch, path), documents=["details"])
    await connection.execute(
        """
        UPDATE import_problem p SET severity = 'warning', details = details || '{"found_by_publication": "yes"}'
        FROM found_by_publication f
        WHERE p.batch_id = $1 AND p.sheet = f.sheet AND p.row = f.row AND p.severity = 'error'
          AND p.code LIKE 'application_number.%'""",
        batch,
    )
    await connection.execute(
        """
        INSERT INTO import_row (batch_id, sheet, row, item, fate)
        SELECT $1, p.sheet, p.row, 0, $2::smallint
        FROM (SELECT DISTINCT sheet, row FROM import_problem
              WHERE batch_id = $1 AND severity = 'error' AND row IS NOT NULL) p
        LEFT JOIN LATERAL (SELECT coalesce(r.last_row, r.row) AS row FROM import_row r
                           WHERE r.batch_id = $1 AND r.sheet = p.sheet AND r.row <= p.row
                           ORDER BY r.row DESC LIMIT 1) stored ON true
        WHERE stored.row IS NULL OR stored.row < p.row
        """,
        batch,
        int(Fate.REFUSED),
    )


def _problem_frames(batch: int, path: Path) -> Iterator[pl.DataFrame]:
    for frame in staging.batches(path):
        if frame.height:
            yield (
                frame.drop("_ordinal")
                .rename({"column": "column_name"})
                .with_columns(batch_id=pl.lit(batch, dtype=pl.Int32))
            )
