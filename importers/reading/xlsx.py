"""xlsx and xlsm workbooks as text (Excel 工作簿)."""

from pathlib import Path

from importers.limits import Limits
from importers.reading.grid import sheet_of
from importers.reading.model import Sheet, Workbook
from importers.reading.xlsx_package import Package, SheetPart, open_package
from importers.reading.xlsx_quick import frames_of
from importers.reading.xlsx_rows import merges_of
from schemas.findings import Finding, Severity


def read_xlsx(path: Path, known: frozenset[str], limits: Limits) -> Workbook:
    """The workbook at `path`; charts and empty sheets are left out and named. Raises UnreadableFile."""
    package = open_package(path, limits)
    workbook = Workbook(path, "xlsm" if package.macros else "xlsx", None, [])
    if package.macros:
        workbook.findings.append(Finding(Severity.NOTE, "macros_ignored"))
    for index, part in enumerate(package.sheets):
        sheet = _sheet(package, index, part, known, limits)
        code = _remark(part, sheet)
        if code:
            workbook.findings.append(Finding(Severity.NOTE, code, {"sheet": part.name}))
        if sheet:
            workbook.sheets.append(sheet)
    return workbook


def _sheet(
    package: Package, index: int, part: SheetPart, known: frozenset[str], limits: Limits
) -> Sheet | None:
    if part.kind != "worksheet" or not part.part:
        return None
    return sheet_of(
        index,
        part.name,
        lambda: frames_of(package, part),
        known,
        limits.columns,
        merges=lambda: merges_of(package, part),
        hidden=part.hidden,
    )


def _remark(part: SheetPart, sheet: Sheet | None) -> str | None:
    if part.kind != "worksheet" or not part.part:
        return "sheet_not_cells"
    if sheet is None:
        return "sheet_empty"
    return "sheet_hidden" if part.hidden else None
