"""Rows of a list of patents that need no comparison: what was said before, and patents not held yet.

Both are told by the key and the digest of a row alone. What is new goes straight into the table; only what is
left is staged in full and compared field by field. This is what makes a large first import and a repeated one
several times as fast.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from registry.imports import staging
from registry.imports.fates import Fate
from registry.imports.resolving import Sheet
from schemas import catalogue

KEY = "patent.application_number"
NARROW = ["_ordinal", "_row", "_item", "_digest", KEY]
UNCHANGED = 0
"""In place of a record's number: the row says nothing new."""


async def take_shortcuts(sheet: Sheet, path: Path, columns: pl.Schema, rows: int) -> pl.Series:
    """Note the rows that need no comparison in `import_row`.

    Returns, by ordinal, the number of the record a new row makes, `UNCHANGED`, or null where the row has to be
    compared. Rows that share a key with another row of the sheet are compared, and so are rows of a file that
    stands higher than the values held: it confirms them.
    """
    connection = sheet.connection
    await staging.create(connection, "seen", pl.Schema({name: columns[name] for name in NARROW}))
    frames = (frame.select(NARROW) for frame in staging.batches(path, only=NARROW))
    await staging.copy(connection, "seen", frames)
    await connection.execute("ANALYZE seen")
    await _find(sheet)
    await connection.execute(
        "INSERT INTO import_row (batch_id, sheet, row, item, fate, kind, record_id)"
        f" SELECT {sheet.batch}, {sheet.index}, _row, _item,"
        f" CASE WHEN is_new THEN {Fate.NEW:d} ELSE {Fate.UNCHANGED:d} END, 'patent', record_id FROM shortcut"
    )
    text = io.BytesIO()
    taken = f"SELECT _ordinal, CASE WHEN is_new THEN record_id ELSE {UNCHANGED} END FROM shortcut"
    await connection.copy_from_query(taken, output=text, format="csv")
    await connection.execute("DROP TABLE seen, shortcut")
    return _by_ordinal(text, rows)


_SHORTCUTS = f"""
    CREATE TEMPORARY TABLE shortcut ON COMMIT DROP AS
    WITH shared AS MATERIALIZED (
        SELECT "{KEY}" AS key FROM seen WHERE "{KEY}" IS NOT NULL GROUP BY 1 HAVING count(*) > 1
    )
    SELECT s._ordinal, s._row, s._item, p.id IS NULL AS is_new,
           coalesce(p.id, nextval('patent_id_seq')) AS record_id
    FROM seen s LEFT JOIN patent p ON p.application_number = s."{KEY}"
    WHERE s."{KEY}" IS NOT NULL AND NOT EXISTS (SELECT FROM shared WHERE shared.key = s."{KEY}")
      AND (p.id IS NULL OR p.seen_digest = s._digest"""
_CONFIRMS = """
    p.origin_batch = ANY($2) OR p.origins <> '{}' AND EXISTS (
        SELECT FROM jsonb_each(p.origins) origin WHERE (origin.value ->> 'batch')::int = ANY($2))"""
_CONFIRMED = """
    EXISTS (SELECT FROM confirmed_value c JOIN standing s ON s.batch = c.batch JOIN standing mine ON mine.batch = $1
            WHERE c.kind = 'patent' AND c.record_id = p.id AND s.place = mine.place)"""


async def _find(sheet: Sheet) -> None:
    """Make table `shortcut`."""
    lower = await sheet.connection.fetchval(
        "SELECT array_agg(lower.batch) FROM standing lower JOIN standing mine ON mine.batch = $1"
        " WHERE lower.class < mine.class",
        sheet.batch,
    )
    if lower:
        query = f"{_SHORTCUTS} AND (NOT ({_CONFIRMS}) OR {_CONFIRMED}))"
        await sheet.connection.execute(query, sheet.batch, lower)
    else:
        await sheet.connection.execute(f"{_SHORTCUTS})")


def _by_ordinal(text: io.BytesIO, rows: int) -> pl.Series:
    every = pl.DataFrame({"_ordinal": pl.int_range(rows, eager=True)})
    if not text.tell():
        return pl.Series("record", [None], dtype=pl.Int64).new_from_index(0, rows)
    text.seek(0)
    schema = {"_ordinal": pl.Int64, "record": pl.Int64}
    taken = pl.read_csv(text, has_header=False, schema=schema)
    return every.join(taken, on="_ordinal", how="left", maintain_order="left")["record"]


def new_records(sheet: Sheet, frames: Iterator[pl.DataFrame], records: pl.Series) -> Iterator[pl.DataFrame]:
    """The rows that make new patents, as rows of the table `patent`."""
    fields = [name.removeprefix("patent.") for name in sheet.columns if name.startswith("patent.")]
    values = [_value(field) for field in sorted(fields)]
    for frame in frames:
        chunk = frame.with_columns(id=_of(frame, records)).filter(pl.col("id") > UNCHANGED)
        if chunk.height:
            yield chunk.select(
                "id",
                *values,
                origin_batch=pl.lit(sheet.batch, dtype=pl.Int32),
                origin_sheet=pl.lit(sheet.index, dtype=pl.Int16),
                origin_row=pl.col("_row"),
                seen_digest=pl.col("_digest"),
            )


def _value(field: str) -> pl.Expr:
    spec = catalogue.field("patent", field)
    value = pl.col(f"patent.{field}")
    return (value.fill_null(pl.lit([], dtype=spec.dtype)) if spec.many else value).alias(field)


def to_compare(frames: Iterator[pl.DataFrame], records: pl.Series) -> Iterator[pl.DataFrame]:
    """The rows that are left."""
    for frame in frames:
        chunk = frame.filter(_of(frame, records).is_null())
        if chunk.height:
            yield chunk


def _of(frame: pl.DataFrame, records: pl.Series) -> pl.Series:
    """The part of `records` that belongs to a frame of consecutive rows."""
    return records.slice(frame["_ordinal"][0], frame.height)
