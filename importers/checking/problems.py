"""The problems of a chunk, gathered column by column as frames; every cell of every row, no cap."""

import json
from collections.abc import Mapping

import polars as pl

from schemas.findings import Finding

LONGEST_VALUE = 500
"""So many characters of a cell are shown in a problem."""

PROBLEM_SCHEMA: Mapping[str, pl.DataType] = {
    "sheet": pl.Int16(),
    "row": pl.Int32(),
    "column": pl.String(),
    "value": pl.String(),
    "severity": pl.String(),
    "code": pl.String(),
    "details": pl.String(),
    "fix": pl.String(),
    "applied": pl.Boolean(),
}
"""Columns of `problems.arrow`; `column` is the header, null for a whole row; `details` a JSON object."""


class Problems:
    """Collects findings on the rows of one chunk; `rows` are the numbers of the spreadsheet by position."""

    def __init__(self, sheet: int, rows: pl.Series) -> None:
        self._sheet = sheet
        self._rows = rows
        self._frames: list[pl.DataFrame] = []

    def add(self, findings: pl.DataFrame, column: str | None, text: pl.Series | None) -> None:
        """Add findings by position (as `schemas.column` gives them) on the cells `text` of a column."""
        if findings.is_empty():
            return
        place = findings["index"]
        values = (
            pl.Series([None], dtype=pl.String).new_from_index(0, len(place))
            if text is None
            else text.gather(place)
        )
        self._frames.append(
            findings.select(
                pl.lit(self._sheet, dtype=pl.Int16).alias("sheet"),
                self._rows.gather(place).cast(pl.Int32).alias("row"),
                pl.lit(column, dtype=pl.String).alias("column"),
                values.str.slice(0, LONGEST_VALUE).alias("value"),
                "severity", "code", "details", "fix", "applied",
            )
        )  # fmt: skip

    def add_where(
        self, mask: pl.Series, finding: Finding, column: str | None, text: pl.Series | None
    ) -> None:
        """Add one finding on every row where `mask` is true."""
        self.add(findings_at(mask.fill_null(value=False).arg_true(), finding), column, text)

    def frame(self) -> pl.DataFrame:
        """All problems in the order of the rows."""
        if not self._frames:
            return pl.DataFrame(schema=dict(PROBLEM_SCHEMA))
        return pl.concat(self._frames).sort("row", maintain_order=True)


def findings_at(places: pl.Series, finding: Finding) -> pl.DataFrame:
    """The same finding at several positions."""
    return pl.DataFrame({"index": places.cast(pl.UInt32)}).with_columns(
        pl.lit(finding.severity.value).alias("severity"),
        pl.lit(finding.code).alias("code"),
        pl.lit(details_text(finding.details)).alias("details"),
        pl.lit(finding.fix, dtype=pl.String).alias("fix"),
        pl.lit(finding.applied).alias("applied"),
    )


def details_text(details: Mapping[str, str]) -> str:
    """Details as they are kept: a JSON object with sorted keys."""
    return json.dumps(dict(details), ensure_ascii=False, sort_keys=True)


def problem_frame(
    sheet: int, row: int | None, column: str | None, value: str | None, finding: Finding
) -> pl.DataFrame:
    """A single problem, such as one of a whole sheet or column."""
    line = (
        sheet, row, column, value, finding.severity.value, finding.code, details_text(finding.details),
        finding.fix, finding.applied,
    )  # fmt: skip
    return pl.DataFrame([line], schema=dict(PROBLEM_SCHEMA), orient="row")
