"""Old Excel workbooks (.xls) as text, read without any native code: damaged ones are common."""

from functools import partial
from pathlib import Path

from importers.limits import Limits
from importers.reading.biff import SheetPlace, read_globals
from importers.reading.biff_cells import Cells
from importers.reading.errors import UnreadableFile, mebibytes
from importers.reading.grid import frames_from, sheet_of
from importers.reading.model import Workbook
from importers.reading.ole import Container
from schemas.findings import Finding, Severity

LARGEST = 512 * 1024 * 1024
"""Most bytes of an .xls file; Excel itself never wrote one of this size."""
_SAVE = {"action_zh": "用 Excel 打开后另存为 xlsx", "action_en": "open it in Excel and save it as xlsx"}


def read_xls(path: Path, kind: str, known: frozenset[str], limits: Limits) -> Workbook:
    """The workbook at `path`; `kind` is "ole", or "biff" for the bare stream some programs write.

    Raises UnreadableFile.
    """
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(
            "unpacked_too_large", {"size": mebibytes(path.stat().st_size), "limit": mebibytes(LARGEST)}
        )
    content = path.read_bytes()
    stream = content if kind == "biff" else _workbook_stream(content)
    shared = read_globals(stream)
    workbook = Workbook(path, "xls", None, [])
    for index, place in enumerate(shared.sheets):
        code = "sheet_not_cells"
        if place.kind == 0:
            cells = Cells(stream, place.offset, shared)
            sheet = sheet_of(
                index,
                place.name,
                frames_from(cells.rows()),
                known,
                limits.columns,
                merges=partial(list, cells.merges),
                hidden=place.hidden,
            )
            workbook.sheets += [sheet] if sheet else []
            code = "sheet_hidden" if sheet else "sheet_empty"
        _remark(workbook, place, code)
    return workbook


def _remark(workbook: Workbook, place: SheetPlace, code: str) -> None:
    visible = code == "sheet_hidden" and not place.hidden
    if not visible and place.kind != 6:  # 6 is a Visual Basic module
        workbook.findings.append(Finding(Severity.NOTE, code, {"sheet": place.name}))


def _workbook_stream(content: bytes) -> bytes:
    """The stream that holds the workbook, or UnreadableFile saying what the container holds instead."""
    container = Container(content)
    names = {name.lower(): name for name in container.names()}
    if "encryptedpackage" in names:
        raise UnreadableFile("password_protected")
    for name in ("workbook", "book"):
        if name in names:
            return container.stream(names[name])
    kind = "Word (doc)" if "worddocument" in names else "OLE"
    raise UnreadableFile("format_refused", {"format": kind, **_SAVE})
