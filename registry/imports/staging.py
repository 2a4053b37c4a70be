"""Checked rows into a temporary table, by COPY in the transaction of the merge."""

import asyncio
import io
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from pathlib import Path

import asyncpg
import polars as pl
import pyarrow as pa

COLUMN_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Int8: "smallint",
    pl.Int16: "smallint",
    pl.Int32: "integer",
    pl.UInt32: "bigint",
    pl.Int64: "bigint",
    pl.Decimal: "numeric",
}


def batches(path: Path, only: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
    """The record batches of one spool file with their running number `_ordinal` from 0; all columns or some."""
    with pa.OSFile(str(path)) as source:  # read, not mapped: mapped pages would count as memory in use
        reader = pa.ipc.open_file(source)
        if only is not None:
            included = [place for place, name in enumerate(reader.schema.names) if name in only]
            reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=included))
        start = 0
        for index in range(reader.num_record_batches):
            frame = pl.DataFrame(reader.get_batch(index))
            yield frame.with_row_index("_ordinal", offset=start)
            start += frame.height


def schema(path: Path) -> pl.Schema:
    """The columns of one spool file, with `_ordinal`."""
    with pa.OSFile(str(path)) as source:
        empty = pl.DataFrame(pa.ipc.open_file(source).schema.empty_table())
    return empty.with_row_index("_ordinal").schema


async def create(connection: asyncpg.Connection, table: str, columns: pl.Schema) -> None:
    """Create a temporary table of these columns that ends with the transaction."""
    declared = ", ".join(f'"{name}" {_column_type(dtype)}' for name, dtype in columns.items())
    await connection.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DROP")


def _column_type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return "text[]"
    return COLUMN_TYPES[dtype.base_type()]


async def copy(connection: asyncpg.Connection, table: str, frames: Iterator[pl.DataFrame]) -> int:
    """COPY frames into a table; the next frame is written as text while the server takes the last.

    Returns the number of rows sent.
    """
    sent = 0
    columns: Sequence[str] = ()
    upcoming = asyncio.create_task(asyncio.to_thread(_next_text, frames))
    while (ready := await upcoming) is not None:
        upcoming = asyncio.create_task(asyncio.to_thread(_next_text, frames))
        text, columns, rows = ready
        await connection.copy_to_table(
            table, source=_once(text), columns=list(columns), format="csv", null="\\N"
        )
        sent += rows
    return sent


async def _once(text: bytes) -> AsyncIterator[bytes]:
    yield text


def _next_text(frames: Iterator[pl.DataFrame]) -> tuple[bytes, list[str], int] | None:
    frame = next(frames, None)
    if frame is None:
        return None
    text = io.BytesIO()
    _flat(frame).write_csv(text, include_header=False, null_value="\\N", quote_style="non_numeric")
    return text.getvalue(), frame.columns, frame.height


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as PostgreSQL array literals; all else as it is."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(_array_literal(name) for name in lists)


def _array_literal(name: str) -> pl.Expr:
    escaped = pl.element().str.replace_all(r'([\\"])', r"\$1")
    quoted = pl.concat_str(pl.lit('"'), escaped, pl.lit('"'))
    literal = pl.concat_str(pl.lit("{"), pl.col(name).list.eval(quoted).list.join(","), pl.lit("}"))
    return pl.when(pl.col(name).is_not_null()).then(literal).alias(name)
