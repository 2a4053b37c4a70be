"""One number for all canonical values of a row, so that a row seen before is known at once."""

import zlib

import polars as pl


def row_digests(frame: pl.DataFrame) -> pl.Series:
    """`_digest` (Int64): the same for the same fields and values in every process, never null.

    A field without value counts like a field that is not there; the order of the columns does not matter.
    """
    parts = [_hashed(name, dtype) for name, dtype in frame.schema.items() if "." in name]
    total = pl.sum_horizontal(parts) if parts else pl.lit(0, dtype=pl.UInt64)
    return frame.select(total.cast(pl.UInt64).reinterpret(signed=True).alias("_digest")).to_series()


def _hashed(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name)
    if isinstance(dtype, pl.List):
        value = value.list.join("\x1f")
    elif isinstance(dtype, pl.Decimal | pl.Boolean):
        value = value.cast(pl.String)
    hashed = value.hash(zlib.crc32(name.encode()))
    return pl.when(pl.col(name).is_not_null()).then(hashed).otherwise(pl.lit(0, dtype=pl.UInt64))
