"""Parquet files as text (列式文件)."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from importers.reading.errors import UnreadableFile
from importers.reading.headers import unique
from importers.reading.model import Sheet
from importers.reading.numbers import float_text, moment_text

BATCH = 16_384


def read_parquet(path: Path, columns: int) -> Sheet:
    """The one sheet of a parquet file; row 2 is its first record. Raises UnreadableFile."""
    try:
        names = parquet.ParquetFile(path).schema_arrow.names
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile("file_broken", {"reason": f"parquet: {error}"[:200]}) from error
    if not names:
        raise UnreadableFile("no_table")
    if len(names) > columns:
        raise UnreadableFile("too_many_columns", {"columns": str(len(names)), "limit": str(columns)})
    return Sheet(0, path.stem, unique(names), lambda _: _frames(path))


def _frames(path: Path) -> Iterator[pl.DataFrame]:
    number = 2
    try:
        for batch in parquet.ParquetFile(path).iter_batches(BATCH):
            numbers = pl.int_range(number, number + len(batch), dtype=pl.Int32, eager=True)
            cells = [_text(column).alias(f"c{i}") for i, column in enumerate(batch.columns)]
            yield pl.DataFrame(
                [numbers.alias("_row"), pl.repeat(False, len(batch), eager=True).alias("_broken"), *cells]
            )
            number += len(batch)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile("file_broken", {"reason": f"parquet: {error}"[:200]}) from error


def _text(column: pa.Array) -> pl.Series:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column.validate(full=True)
        series = pl.Series(column)
    elif pa.types.is_integer(kind):
        series = pl.Series(column).cast(pl.String)
    else:
        series = pl.Series([_value(item) for item in column.to_pylist()], dtype=pl.String)
    return series.replace("", None)


def _value(value: Any) -> str | None:
    """One value as the text of a cell."""
    if isinstance(value, list | dict):
        return _nested(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    for kind, text in _TEXTS:
        if isinstance(value, kind):
            return str(text(value))
    return None if value is None else str(value)


def _nested(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "; ".join(filter(None, map(_value, value)))
    return json.dumps(value, ensure_ascii=False, default=_value, separators=(",", ":"))


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _plain(value: Decimal) -> str:
    return format(value, "f")


_TEXTS: tuple[tuple[Any, Any], ...] = (
    (float, float_text),
    (datetime | date | time, moment_text),
    (bytes, _decoded),
    (Decimal, _plain),
)
