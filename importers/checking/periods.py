"""许可期限 as it is written in lists: years, a last day, or a range of days."""

import polars as pl

from importers.checking.cells import Cells
from importers.checking.plan import SheetPlan
from schemas import catalogue
from schemas.column import clean_column, read_column

_RANGE = (
    r"(?P<first>\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)\s*(?:至|到|~|～|—+|-{1,2}|–)\s*(?P<last>\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)"
)


def split_ranges(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells) -> pl.DataFrame:
    """Cells such as `2023-01-01至2025-12-31` give both days; such cells are then empty for the column's reading."""
    if plan.own:
        return chunk
    for column in (*plan.of("offer.licence_to"), *plan.of("offer.licence_years")):
        found = clean_column(chunk[column.cells]).str.extract_groups(_RANGE)
        first, last = found.struct.field("first"), found.struct.field("last")
        if first.is_null().all():
            continue
        date = catalogue.field("offer", "licence_to").value_type
        cells.put("offer.licence_from", read_column(first, date).values[""])
        cells.put("offer.licence_to", read_column(last, date).values[""])
        chunk = chunk.with_columns(pl.when(first.is_null()).then(pl.col(column.cells)).alias(column.cells))
    return chunk
