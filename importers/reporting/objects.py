"""The report as JSON objects: one a file, one a sheet, one a problem."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import polars as pl

from importers.spool import FileReport, SheetReport
from schemas.messages import Message, describe


def problem_objects(
    problems: pl.DataFrame, sheets: Mapping[int, str], language: str = "zh"
) -> Iterator[dict[str, Any]]:
    """One object a problem: sheet (its name), row, column, value, severity, code, problem, expected, fix.

    `action` says what to do and `applied` that the fix is what was stored.
    """
    for entry in problems.iter_rows(named=True):
        message = message_of(entry["code"], entry["details"], language)
        yield {
            "sheet": sheets.get(entry["sheet"]),
            "row": entry["row"],
            "column": entry["column"],
            "value": entry["value"],
            "severity": entry["severity"],
            "code": entry["code"],
            "problem": message.problem,
            "expected": message.expected,
            "action": message.action,
            "fix": entry["fix"],
            "applied": entry["applied"],
        }


@lru_cache(maxsize=50_000)
def message_of(code: str, details: str, language: str) -> Message:
    """The words of a problem from its code and its details as JSON text."""
    return describe(code, json.loads(details), language)


def sheet_names(report: FileReport) -> dict[int, str]:
    """Sheet number → name."""
    return {sheet.index: sheet.sheet for sheet in report.sheets}


def sheet_object(sheet: SheetReport, rows: Mapping[str, int] | None = None) -> dict[str, Any]:
    """One sheet: name, header row, primary kind, columns as {header: "kind.field" or None}, counts of rows.

    `rows` are counts that replace the checker's, such as those after the comparison with the register.
    """
    return {
        "sheet": sheet.sheet,
        "header_row": sheet.header_row,
        "kind": sheet.kinds[0] if sheet.kinds else None,
        "profile": sheet.profile,
        "columns": {column["header"]: column["field"] for column in sheet.columns},
        "rows": dict(rows if rows is not None else sheet.rows),
    }


def file_object(
    report: FileReport,
    problems: pl.DataFrame,
    language: str = "zh",
    rows: Mapping[int, Mapping[str, int]] | None = None,
) -> dict[str, Any]:
    """The whole file with all its problems; `rows` are counts by sheet number, as for `sheet_object`."""
    counts = rows or {}
    return {
        "file": report.file,
        "sha256": report.sha256,
        "profile": report.profile,
        "encoding": report.encoding,
        "sheets": [sheet_object(sheet, counts.get(sheet.index)) for sheet in report.sheets],
        "problems": list(problem_objects(problems, sheet_names(report), language)),
    }
