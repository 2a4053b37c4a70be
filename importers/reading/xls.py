"""Old Excel workbooks (.xls, BIFF) as text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from importers.limits import Limits
from importers.reading.errors import UnreadableFile
from importers.reading.grid import frames_from, sheet_of
from importers.reading.model import Workbook
from importers.reading.numbers import float_text, moment_text
from importers.reading.rows import Row
from schemas.findings import Finding, Severity


def read_xls(path: Path, known: frozenset[str], limits: Limits) -> Workbook:
    """The workbook at `path`. Raises UnreadableFile."""
    workbook = Workbook(path, "xls", None, [])
    book = _opened(path)
    for index, meta in enumerate(book.sheets_metadata):
        hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            workbook.findings.append(Finding(Severity.NOTE, "sheet_not_cells", {"sheet": meta.name}))
            continue
        rows = list(_rows(book, meta.name))
        sheet = sheet_of(index, meta.name, frames_from(rows), known, limits.columns, hidden=hidden)
        if sheet is None:
            workbook.findings.append(Finding(Severity.NOTE, "sheet_empty", {"sheet": meta.name}))
            continue
        if hidden:
            workbook.findings.append(Finding(Severity.NOTE, "sheet_hidden", {"sheet": meta.name}))
        workbook.sheets.append(sheet)
    return workbook


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError as error:
        raise UnreadableFile("password_protected") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile("file_broken", {"reason": f"xls: {error}"}) from error


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[Row]:
    try:
        grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile("file_broken", {"reason": f"xls: {error}"}) from error
    for number, cells in enumerate(grid, 1):
        yield Row(number, [_text(cell) for cell in cells])


def _text(value: Any) -> str | None:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return float_text(value)
        case datetime() | date() | time():
            return moment_text(value)
        case timedelta():
            seconds = int(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value) or None
