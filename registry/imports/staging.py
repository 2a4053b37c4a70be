"""Checked rows into a temporary table, by COPY in the transaction of the merge."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import polars as pl
import pyarrow as pa
from pgpq import ArrowToPostgresBinaryEncoder
from pgpq.encoders import StringViewEncoderBuilder
from pgpq.schema import Jsonb

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
_VIEWS = pl.CompatLevel.newest()


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


async def copy(
    connection: asyncpg.Connection,
    table: str,
    frames: Iterator[pl.DataFrame],
    documents: Collection[str] = (),
) -> int:
    """COPY frames into a table of just these types; the next frame is encoded while the server takes the last.

    `documents` are the columns that hold JSON as text. Returns the number of rows sent.
    """
    sent = 0
    upcoming = asyncio.create_task(asyncio.to_thread(_next_encoded, frames, documents))
    while (ready := await upcoming) is not None:
        upcoming = asyncio.create_task(asyncio.to_thread(_next_encoded, frames, documents))
        data, columns, rows = ready
        await connection.copy_to_table(table, source=_once(data), columns=columns, format="binary")
        sent += rows
    return sent


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _next_encoded(
    frames: Iterator[pl.DataFrame], documents: Collection[str]
) -> tuple[bytes, list[str], int] | None:
    frame = next(frames, None)
    if frame is None:
        return None
    table = frame.rechunk().to_arrow(compat_level=_VIEWS)
    encoder = ArrowToPostgresBinaryEncoder.new_with_encoders(
        table.schema, {field.name: _encoder(field, documents) for field in table.schema}
    )
    parts = [encoder.write_header(), *map(encoder.write_batch, table.to_batches()), encoder.finish()]
    return b"".join(parts), frame.columns, frame.height


def _encoder(field: pa.Field, documents: Collection[str]) -> Any:
    if field.name in documents:
        return StringViewEncoderBuilder.new_with_output(field, Jsonb())
    return ArrowToPostgresBinaryEncoder.infer_encoder(field)
