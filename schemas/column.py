"""Whole columns through a value type: the fast path for clean cells, the scalar reading for the rest."""

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.findings import Finding, Reading
from schemas.placeholders import clean, clean_column, cleaned
from schemas.value_type import ValueType

__all__ = ["FINDINGS_SCHEMA", "ColumnReading", "clean", "clean_column", "read_column"]

FINDINGS_SCHEMA = {
    "index": pl.UInt32(),
    "severity": pl.String(),
    "code": pl.String(),
    "details": pl.String(),
    "fix": pl.String(),
    "applied": pl.Boolean(),
}
"""Columns of `ColumnReading.findings`; `details` is a JSON object."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column read: one column of values per output of the value type, and the findings by position."""

    values: pl.DataFrame
    findings: pl.DataFrame


def read_column(text: pl.Series, value_type: ValueType) -> ColumnReading:
    """Clean and read a column of String. Equal texts are read once; the findings repeat for each row."""
    texts, values, open_ = _read_fast(text.cast(pl.String), value_type)
    if not open_.any():
        return ColumnReading(values, pl.DataFrame(schema=FINDINGS_SCHEMA))
    rest = open_.arg_true()
    rows = pl.DataFrame({"index": rest, "text": texts.gather(rest)})
    distinct = rows.select(pl.col("text").unique(maintain_order=True)).with_row_index("reading")
    rows = rows.join(distinct, on="text", how="left", maintain_order="left")
    readings = [value_type.read(cell) for cell in distinct["text"]]
    return ColumnReading(
        _merge(values, rows, _values_frame(readings, value_type)),
        _spread_findings(rows, [reading.findings for reading in readings]),
    )


def _read_fast(text: pl.Series, value_type: ValueType) -> tuple[pl.Series, pl.DataFrame, pl.Series]:
    """The clean texts, the values the fast path gives, and where it leaves a text to the scalar reading."""
    expressions = value_type.fast(pl.col("text"))
    if expressions is None:
        texts = clean_column(text)
        return texts, _nothing(value_type, len(texts)), texts.is_not_null()
    first, *further = value_type.outputs
    read = cleaned(text).with_columns(expressions[first].alias("value"))
    left = pl.col("text").is_not_null() & pl.col("value").is_null()
    frame = read.with_columns(
        left.alias("open"), *(expressions[name].alias(f"value {name}") for name in further)
    ).collect()
    values = {name: frame["value" if name == first else f"value {name}"] for name in value_type.outputs}
    return frame["text"], pl.DataFrame(values), frame["open"]


def _nothing(value_type: ValueType, height: int) -> pl.DataFrame:
    outputs = value_type.outputs.items()
    return pl.DataFrame(
        {name: pl.Series([None], dtype=dtype).new_from_index(0, height) for name, dtype in outputs}
    )


def _values_frame(readings: list[Reading], value_type: ValueType) -> pl.DataFrame:
    columns = {
        name: pl.Series([reading.values.get(name) for reading in readings], dtype=dtype)
        for name, dtype in value_type.outputs.items()
    }
    return pl.DataFrame(columns)


def _merge(values: pl.DataFrame, rows: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Put the scalar readings into the rows the fast path left open."""
    height = values.height
    places = pl.select(pl.int_range(height, dtype=pl.UInt32, eager=False).alias("place"))["place"]
    places = places.scatter(rows["index"], rows["reading"] + height)
    return pl.concat([values, read])[places]


def _spread_findings(rows: pl.DataFrame, findings: list[tuple[Finding, ...]]) -> pl.DataFrame:
    """One line per finding and row, in the order of the rows."""
    lines = [_line(number, finding) for number, several in enumerate(findings) for finding in several]
    schema: dict[str, Any] = {"reading": pl.UInt32(), **FINDINGS_SCHEMA}
    del schema["index"]
    listed = pl.DataFrame(lines, schema=schema, orient="row")
    if listed.is_empty():
        return pl.DataFrame(schema=FINDINGS_SCHEMA)
    spread = rows.select("index", "reading").join(
        listed, on="reading", how="inner", maintain_order="left_right"
    )
    return spread.select(pl.col(name).cast(dtype) for name, dtype in FINDINGS_SCHEMA.items())


def _line(number: int, finding: Finding) -> tuple[Any, ...]:
    details = json.dumps(dict(finding.details), ensure_ascii=False, sort_keys=True)
    return number, finding.severity.value, finding.code, details, finding.fix, finding.applied
