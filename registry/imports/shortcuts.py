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


async def take_shortcuts(sheet: Sheet, path: Path, columns: pl.Schema) -> pl.DataFrame:
    """Note the rows that need no comparison in `import_row`.

    Returns for every row of the spool, in its order, the `record` it makes or names and its `fate`, both null where the
    row has to be compared. Rows that share a key with another row of the sheet are compared, and so are rows of a file
    that stands higher than the values held: it confirms them.
    """
    connection = sheet.connection
    rows = _row_numbers(path)
    sent = ["_ordinal", "_digest", KEY]
    await staging.create(connection, "seen", pl.Schema({name: columns[name] for name in sent}))
    await staging.copy(connection, "seen", _unshared(path, rows["shared"], sent))
    await connection.execute("ANALYZE seen")
    found = io.BytesIO()
    await connection.copy_from_query(await _query(sheet), output=found, format="csv")
    await connection.execute("DROP TABLE seen")
    taken = (
        rows.select("_row", "_item")
        .with_row_index("_ordinal")
        .join(_as_frame(found), on="_ordinal", how="left", maintain_order="left")
    )
    await staging.copy(connection, "import_row", iter([_runs(sheet, taken.drop_nulls("record"))]))
    return taken.select("record", "fate")


def _row_numbers(path: Path) -> pl.DataFrame:
    """Row and item of every row of the spool, and whether its key may be that of another row, or is missing.

    Keys are compared by a hash, so that memory stays small: two that look alike by chance are only compared in vain.
    """
    frames = [
        frame.select("_row", "_item", key=pl.when(pl.col(KEY).is_not_null()).then(pl.col(KEY).hash()))
        for frame in staging.batches(path, only=NARROW)
    ]
    empty = pl.DataFrame(schema={"_row": pl.Int32, "_item": pl.Int16, "key": pl.UInt64})
    key = pl.col("key")
    return pl.concat([empty, *frames]).select("_row", "_item", shared=key.is_null() | key.is_duplicated())


def _unshared(path: Path, shared: pl.Series, columns: list[str]) -> Iterator[pl.DataFrame]:
    for frame in staging.batches(path, only=NARROW):
        yield frame.select(columns).filter(~_of(frame, shared))


_FOUND = f"""
    SELECT _ordinal, coalesce(id, nextval('patent_id_seq')),
           CASE WHEN id IS NULL THEN {Fate.NEW:d} ELSE {Fate.UNCHANGED:d} END
    FROM (SELECT s._ordinal, p.id FROM seen s LEFT JOIN patent p ON p.application_number = s."{KEY}"
          WHERE p.id IS NULL OR p.seen_digest = s._digest {{needless}} ORDER BY s._ordinal) AS known"""
_CONFIRMS = """
    (p.origin_batch = ANY('{{{lower}}}') OR p.origins <> '{{}}' AND EXISTS (
        SELECT FROM jsonb_each(p.origins) origin WHERE (origin.value ->> 'batch')::int = ANY('{{{lower}}}')))"""
_CONFIRMED = """
    EXISTS (SELECT FROM confirmed_value c JOIN standing s ON s.batch = c.batch JOIN standing mine ON mine.batch = {batch}
            WHERE c.kind = 'patent' AND c.record_id = p.id AND s.place = mine.place)"""


async def _query(sheet: Sheet) -> str:
    """SQL for the rows of `seen` that need no comparison, the numbers of new records in the order of the file."""
    lower = await sheet.connection.fetchval(
        "SELECT string_agg(lower.batch::text, ',') FROM standing lower JOIN standing mine ON mine.batch = $1"
        " WHERE lower.class < mine.class",
        sheet.batch,
    )
    if not lower:
        return _FOUND.format(needless="")
    confirms, confirmed = _CONFIRMS.format(lower=lower), _CONFIRMED.format(batch=sheet.batch)
    return _FOUND.format(needless=f"AND (NOT {confirms} OR {confirmed})")


def _as_frame(text: io.BytesIO) -> pl.DataFrame:
    schema = {"_ordinal": pl.UInt32, "record": pl.Int64, "fate": pl.Int16}
    if not text.tell():
        return pl.DataFrame(schema=schema)
    text.seek(0)
    return pl.read_csv(text, has_header=False, schema=schema)


def _runs(sheet: Sheet, taken: pl.DataFrame) -> pl.DataFrame:
    """Rows for `import_row`: one for rows that follow each other, with records that do, and the same fate."""
    alone = pl.col("_row").is_in(taken.filter(pl.col("_item") > 0)["_row"].implode())
    follows = (
        (pl.col("_row") - pl.col("_row").shift() == 1)
        & (pl.col("record") - pl.col("record").shift() == 1)
        & (pl.col("fate") == pl.col("fate").shift())
    )
    breaks = alone | alone.shift() | ~follows
    numbered = taken.with_columns(run=breaks.fill_null(value=True).cum_sum())
    first, last = pl.col("_row").first(), pl.col("_row").last()
    return numbered.group_by("run", maintain_order=True).agg(
        batch_id=pl.lit(sheet.batch, dtype=pl.Int32),
        sheet=pl.lit(sheet.index, dtype=pl.Int16),
        row=first,
        item=pl.col("_item").first(),
        fate=pl.col("fate").first(),
        kind=pl.lit("patent"),
        record_id=pl.col("record").first(),
        last_row=pl.when(last > first).then(last),
    ).drop("run")  # fmt: skip


def new_records(sheet: Sheet, frames: Iterator[pl.DataFrame], taken: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows that make new patents, as rows of the table `patent`."""
    fields = [name.removeprefix("patent.") for name in sheet.columns if name.startswith("patent.")]
    values = [_value(field) for field in sorted(fields)]
    new = taken.select(pl.when(pl.col("fate") == Fate.NEW).then("record")).to_series()
    for frame in frames:
        chunk = frame.with_columns(id=_of(frame, new))
        if chunk["id"].has_nulls():
            chunk = chunk.drop_nulls("id")
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


def to_compare(frames: Iterator[pl.DataFrame], taken: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows that are left."""
    for frame in frames:
        chunk = frame.filter(_of(frame, taken["record"]).is_null())
        if chunk.height:
            yield chunk


def _of(frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """The part of a column of the whole spool that belongs to a frame of consecutive rows."""
    return rows.slice(frame["_ordinal"][0], frame.height)
