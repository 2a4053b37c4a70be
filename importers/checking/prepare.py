"""Cells before they are read: what a profile's rules say about a column's texts."""

import re

import polars as pl

from importers.checking.plan import ColumnPlan, SheetPlan
from importers.recognition.headers import normalise_header

_GUARDED = r"^'([=+\-@\t\r'])"
_DAY_FIRST = r"^\s*(\d{1,2})[-./](\d{1,2})[-./](\d{4})\s*$"


def prepare(cells: pl.Series, column: ColumnPlan, chunk: pl.DataFrame, plan: SheetPlan) -> pl.Series:
    """The texts of a column with the rules of its profile applied."""
    rule = column.match.rule
    if plan.own:
        return cells.str.replace(_GUARDED, "$1") if plan.guarded else cells
    if rule.nulls:
        cells = cells.set(cells.str.strip_chars().is_in(rule.nulls), None)
    if rule.strip:
        cells = cells.str.replace(rule.strip, "")
    if rule.separator and rule.separator != ";":
        cells = cells.str.replace_all(rule.separator, ";", literal=True)
    if rule.dates in _DATES:
        cells = cells.str.replace(_DAY_FIRST, _DATES[rule.dates])
    if rule.prefix_from:
        cells = _prefixed(cells, chunk, plan.headers.get(normalise_header(rule.prefix_from)))
    return cells


_DATES = {"dmy": "$3-$2-$1", "mdy": "$3-$1-$2"}


def _prefixed(cells: pl.Series, chunk: pl.DataFrame, country: str | None) -> pl.Series:
    """Numbers with the two letters of their country in front, where the cell has no letters itself."""
    if country is None:
        return cells
    frame = pl.DataFrame([cells.alias("cell"), chunk[country].str.strip_chars().alias("country")])
    bare = pl.col("cell").str.contains(r"^\s*\d") & pl.col("country").str.contains("^[A-Z]{2}$")
    foreign = bare & (pl.col("country") != "CN")
    joined = pl.concat_str(pl.col("country"), pl.col("cell").str.strip_chars())
    return frame.select(pl.when(foreign).then(joined).otherwise("cell").alias(cells.name)).to_series()


_ITEM = re.compile(r"(?:\\.|[^;\\])+")


def split_own_list(text: str) -> list[str]:
    r"""The items of a list in our own exports: joined by `; `, with `\;` and `\\` inside items."""
    items = (re.sub(r"\\(.)", r"\1", item.strip(" ")) for item in _ITEM.findall(text))
    return [item for item in items if item]
