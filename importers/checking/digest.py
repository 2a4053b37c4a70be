"""One number for all canonical values of a row, so that a row seen before is known at once."""

import zlib

import polars as pl


def row_digests(frame: pl.DataFrame) -> pl.Series:
    """`_digest` (Int64): the same for the same fields and values in every process, never null.

    A field without value counts like a field that is not there; the order of the columns does not matter.
    """
    parts = [_hashes(frame[name], zlib.crc32(name.encode())) for name in frame.columns if "." in name]
    if not parts:
        return pl.Series("_digest", [0], dtype=pl.Int64).new_from_index(0, frame.height)
    hashes = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)])
    total = pl.sum_horizontal(pl.all()).cast(pl.UInt64)
    return hashes.select(total.reinterpret(signed=True).alias("_digest")).to_series()


def _hashes(values: pl.Series, seed: int) -> pl.Series:
    """One number a value, null for none."""
    if isinstance(values.dtype, pl.List):
        return _list_hashes(values, seed)
    if isinstance(values.dtype, pl.Decimal | pl.Boolean):
        values = values.cast(pl.String)
    if values.null_count() == len(values):
        return pl.Series([0], dtype=pl.UInt64).new_from_index(0, len(values))
    frame = values.to_frame("value")
    return frame.select(pl.when(pl.col("value").is_not_null()).then(pl.col("value").hash(seed))).to_series()


def _list_hashes(lists: pl.Series, seed: int) -> pl.Series:
    """The hashes of a list's items, each times an odd number that tells its place, added up."""
    if not (lists.list.len() > 1).any():
        return _hashes(lists.list.first(), seed)
    sizes = lists.list.len().fill_null(0).cast(pl.Int64)
    filled = lists.filter(sizes > 0)
    if filled.is_empty():
        return pl.Series([0], dtype=pl.UInt64).new_from_index(0, len(lists))
    places = pl.select(pl.int_ranges(0, pl.lit(filled.list.len().cast(pl.Int64)))).to_series().explode()
    items = filled.explode().to_frame("item").with_columns(place=places)
    hashed = pl.col("item").hash(seed) * (pl.col("place").cast(pl.UInt64) * 2 + 1)
    sums = items.select(hashed.cum_sum()).to_series().extend_constant(0, 1)
    ends = sizes.cum_sum()
    before = pl.select(
        pl.when(pl.lit(ends - sizes) > 0).then(pl.lit(ends - sizes) - 1).otherwise(len(sums) - 1)
    ).to_series()
    total = sums.gather(
        pl.select(pl.when(pl.lit(ends) > 0).then(pl.lit(ends) - 1).otherwise(len(sums) - 1)).to_series()
    )
    return total - sums.gather(before)
