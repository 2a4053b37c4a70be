"""Writing tables as platforms do: workbooks, delimited text in several encodings, JSON."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from registry.demo.exports.table import Cell, Table

_CREATED = datetime(2024, 6, 27)  # noqa: DTZ001 - a fixed property of the file, workbooks know no time zones


def write_workbook(path: Path, sheets: Mapping[str, Table]) -> Path:
    """Write one workbook; title rows are merged over the width of the table, numbers stay numbers."""
    with xlsxwriter.Workbook(path, {"constant_memory": False, "strings_to_numbers": False}) as book:
        book.set_properties({"created": _CREATED, "comments": "演示数据：企业、人员、专利、数值均为虚构"})
        heading = book.add_format({"bold": True, "align": "center"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for number, title in enumerate(table.titles):
                sheet.merge_range(number, 0, number, len(table.headers) - 1, title, heading)
            sheet.write_row(len(table.titles), 0, table.headers, heading)
            for number, row in enumerate(table.rows, len(table.titles) + 1):
                _write_row(sheet, number, row)
    return path


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[Cell]) -> None:
    for position, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, position, cell)
        elif cell is not None:
            sheet.write_number(number, position, cell)


def write_text(path: Path, table: Table, encoding: str, separator: str = ",") -> Path:
    """Write delimited text with CRLF line ends; title rows come as records of one field."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerows([title] for title in table.titles)
    writer.writerow(table.headers)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def write_json(path: Path, table: Table) -> Path:
    """Write an array of objects, indented as web services show it."""
    path.write_text(json.dumps(_objects(table), ensure_ascii=False, indent=1), "utf-8")
    return path


def write_json_lines(path: Path, table: Table) -> Path:
    """Write one object a line."""
    lines = [json.dumps(entry, ensure_ascii=False) for entry in _objects(table)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _objects(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.headers, row, strict=True)) for row in table.rows]
