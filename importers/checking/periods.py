"""许可期限 as it is written in lists: years, a last day, or a range of days."""

import polars as pl

from importers.checking.cells import Cells
from importers.checking.plan import SheetPlan
from schemas import catalogue
from schemas.column import clean_column, read_column

_DAY = r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?"
_RANGE = rf"(?P<first>{_DAY})\s*(?:至|到|~|～|—+|-{{1,2}}|–)\s*(?P<last>{_DAY})"


_UNTIL = r"^\s*(?:有效期)?(?:截至|截止至?|至|到)\s*|\s*(?:止|前)\s*$"


def split_ranges(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells) -> pl.DataFrame:
    """Cells such as `2023-01-01至2025-12-31` give both days; to the column's reading they are then empty.

    Of `至2025年12月31日` the day is left.
    """
    if plan.own:
        return chunk
    date = catalogue.field("offer", "licence_to").value_type
    for column in (*plan.of("offer.licence_to"), *plan.of("offer.licence_years")):
        text = clean_column(chunk[column.cells])
        found = text.str.extract_groups(_RANGE)
        first, last = found.struct.field("first"), found.struct.field("last")
        if first.is_not_null().any():
            cells.put("offer.licence_from", read_column(first, date).values[""])
            cells.put("offer.licence_to", read_column(last, date).values[""])
        frame = pl.DataFrame([text.str.replace_all(_UNTIL, "").alias("text"), first.alias("first")])
        rest = frame.select(pl.when(pl.col("first").is_null()).then("text").alias(column.cells))
        chunk = chunk.with_columns(rest.to_series())
    return chunk
