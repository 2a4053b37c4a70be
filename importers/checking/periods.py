"""许可期限 as it is written in lists: years, a last day, or a range of days."""

import polars as pl

from importers.checking.cells import Cells
from importers.checking.plan import SheetPlan
from schemas import catalogue
from schemas.column import clean_column, read_column

_DAY = r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?"
_RANGE = rf"(?P<first>{_DAY})\s*(?:至|到|~|～|—+|-{{1,2}}|–)\s*(?P<last>{_DAY})"


def split_ranges(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells) -> pl.DataFrame:
    """Cells such as `2023-01-01至2025-12-31` give both days; to the column's reading they are then empty."""
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
