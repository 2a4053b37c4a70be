"""A checked file into the register: everything that one import writes, inside the caller's transaction."""

import io
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
    primary = KINDS[spool.kinds[0]]
    skipped = await _skip_seen(sheet, spool, columns) if spool.kinds == ["patent"] else None
    await staging.create(connection, "staged", columns)
    await staging.copy(connection, "staged", _remaining(spool, skipped, progress))
    await connection.execute("ANALYZE staged (_ordinal, _row)")
    progress("merge", spool.rows, spool.rows)
    await merge(sheet, in_order(spool.kinds), primary)
    await connection.execute("DROP TABLE staged")


def _remaining(spool: SheetSpool, skipped: pl.Series | None, progress: Progress) -> Iterator[pl.DataFrame]:
    done = 0
    for frame in staging.batches(spool.path):
        done += frame.height
        kept = frame if skipped is None else frame.filter(~skipped[done - frame.height : done])
        progress("copy", done, spool.rows)
        if kept.height:
            yield kept


async def _skip_seen(sheet: Sheet, spool: SheetSpool, columns: pl.Schema) -> pl.Series | None:
    """Rows whose digest their patent remembers say nothing new: they are noted, and not sent in full.

    Rows that share a key with another row of the sheet always go the long way, and so do rows of a file that
    stands higher than the values held: it confirms them.
    """
    narrow = ["_ordinal", "_row", "_item", "_digest", "patent.application_number"]
    connection = sheet.connection
    if not await connection.fetchval("SELECT exists(SELECT FROM patent)"):
        return None
    await staging.create(connection, "seen", pl.Schema({name: columns[name] for name in narrow}))
    await staging.copy(connection, "seen", (frame.select(narrow) for frame in staging.batches(spool.path)))
    await connection.execute(
        """
        CREATE TEMPORARY TABLE skipped ON COMMIT DROP AS
        SELECT s._ordinal, s._row, s._item, p.id AS record_id
        FROM seen s JOIN patent p ON p.application_number = s."patent.application_number"
             AND p.seen_digest = s._digest
        WHERE s."patent.application_number" NOT IN (
            SELECT "patent.application_number" FROM seen WHERE "patent.application_number" IS NOT NULL
            GROUP BY 1 HAVING count(*) > 1)
          AND NOT EXISTS (
            SELECT FROM standing lower, standing mine WHERE mine.batch = $1 AND lower.class < mine.class
              AND lower.batch IN (SELECT p.origin_batch UNION ALL
                                  SELECT (origin.value ->> 'batch')::int FROM jsonb_each(p.origins) origin)
              AND NOT EXISTS (
                SELECT FROM confirmed_value c JOIN standing same ON same.batch = c.batch
                WHERE c.kind = 'patent' AND c.record_id = p.id AND same.place = mine.place))""",
        sheet.batch,
    )
    await connection.execute(
        "INSERT INTO import_row (batch_id, sheet, row, item, fate, kind, record_id)"
        f" SELECT {sheet.batch}, {sheet.index}, _row, _item, {Fate.UNCHANGED:d}, 'patent', record_id FROM skipped"
    )
    text = io.BytesIO()
    await connection.copy_from_query("SELECT _ordinal FROM skipped", output=text, format="csv")
    await connection.execute("DROP TABLE seen, skipped")
    return _mask(text, spool.rows)


def _mask(ordinals: io.BytesIO, rows: int) -> pl.Series | None:
    """True at every ordinal listed, one a line; None where the list is empty."""
    if not ordinals.tell():
        return None
    ordinals.seek(0)
    listed = pl.read_csv(ordinals, has_header=False, schema={"_ordinal": pl.Int64}).with_columns(skipped=True)
    every = pl.DataFrame({"_ordinal": pl.int_range(rows, eager=True)})
    return every.join(listed, on="_ordinal", how="left", maintain_order="left")["skipped"].fill_null(False)


async def _keep_problems(connection: asyncpg.Connection, batch: int, path: Path) -> None:
    """File every problem, and the rows that nothing was stored of as refused.

    A row whose number is unreadable but whose publication number named a patent held is not refused: what
    was an error is a warning there.
    """
    await staging.copy(connection, "import_problem", _problem_frames(batch, path))
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
        SELECT DISTINCT batch_id, sheet, row, 0, $2::smallint FROM import_problem p
        WHERE batch_id = $1 AND severity = 'error' AND row IS NOT NULL
          AND NOT EXISTS (SELECT FROM import_row r WHERE r.batch_id = $1 AND r.sheet = p.sheet AND r.row = p.row)
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
