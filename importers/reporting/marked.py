"""The same workbook with its faults marked: cells coloured, reason and suggestion in two more columns.

Every cell is written as text, so nothing changes and nothing can run as a formula; the two columns are
known to recognition and left out when the corrected file is imported again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from importers.correcting import Correction, corrected
from importers.limits import DEFAULT, Limits
from importers.reading import Sheet, read
from importers.recognition import known_headers
from importers.reporting.objects import message_of
from importers.sandbox import run_in_child

REASON, SUGGESTION = "退回原因", "建议值"
MOST_COMMENTS = 20_000
"""A sheet has at most so many comments; the reason column always says everything."""

LONGEST_CELL, SHEET_ROWS = 32_767, 1_048_576
_COLOURS = {"error": "#F8C9C4", "warning": "#FCE8B2", "note": "#D6E6F5"}
_RANK = {"error": 0, "warning": 1, "note": 2}
_LABELS = {
    "zh": {"error": "错误", "warning": "提醒", "note": "说明"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}
_NAME = str.maketrans("[]:*?/\\", "_______")


@dataclass(frozen=True, slots=True)
class _Style:
    """What all sheets are written with, and the sheet names taken so far."""

    formats: dict[str, Format]
    taken: set[str]
    language: str


@dataclass(slots=True)
class _Marking:
    """What one sheet is written with."""

    sheet: Worksheet
    formats: dict[str, Format]
    columns: dict[str, int]
    language: str
    comments: int = 0


def write_marked_in_child(
    path: Path, out: Path, problems: Path, corrections: Sequence[Correction], language: str, limits: Limits
) -> None:
    """`write_marked` in a child process; `problems` is a file as in the spool. Raises UnreadableFile."""
    order = {
        "path": str(path),
        "out": str(out),
        "problems": str(problems),
        "corrections": [asdict(cell) for cell in corrections],
        "language": language,
        "limits": asdict(limits),
    }
    run_in_child("importers.reporting.marked:marked_order", order, limits)


def marked_order(order: Mapping[str, Any], _progress: object) -> dict[str, Any]:
    """`write_marked` as the child process calls it."""
    write_marked(
        order["path"],
        order["out"],
        pl.read_ipc(order["problems"]),
        order["language"],
        Limits(**order["limits"]),
        [Correction(**cell) for cell in order["corrections"]],
    )
    return {}


def write_marked(
    path: str | Path,
    out: str | Path,
    problems: pl.DataFrame,
    language: str = "zh",
    limits: Limits = DEFAULT,
    corrections: Sequence[Correction] = (),
) -> None:
    """Write the workbook of `path` to the xlsx file `out` with these problems (as in the spool) marked.

    Cells that a person corrected are written as corrected. Rows keep their numbers. A sheet longer than xlsx allows goes
    on in further sheets under the same header. Raises UnreadableFile.
    """
    workbook = read(path, known_headers(), limits)
    with xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False}) as book:
        formats = {name: book.add_format({"bg_color": colour}) for name, colour in _COLOURS.items()}
        formats["head"] = book.add_format({"bold": True, "bottom": 1})
        style = _Style(formats, set(), language)
        for sheet in workbook.sheets:
            chosen = problems.filter(pl.col("sheet") == sheet.index, pl.col("row").is_not_null())
            _write_sheet(book, sheet, chosen, style, corrections)


def _write_sheet(
    book: Workbook, sheet: Sheet, problems: pl.DataFrame, style: _Style, corrections: Sequence[Correction]
) -> None:
    headers = [*sheet.headers, REASON, SUGGESTION]
    columns = {header: place for place, header in reversed(list(enumerate(sheet.headers)))}
    marking = _Marking(_new_sheet(book, sheet.name, style.taken), style.formats, columns, style.language)
    on_header = _by_row(problems.filter(pl.col("row") <= sheet.header_row))
    _write_head(marking, sheet, headers, on_header)
    base = 0
    for number, cells, found in _rows(sheet, problems, corrections):
        line = number - base
        if line > SHEET_ROWS:
            base = number - sheet.header_row - 1
            line = number - base
            marking = _Marking(
                _new_sheet(book, sheet.name, style.taken), style.formats, columns, style.language
            )
            _write_head(marking, sheet, headers, {})
        _write_row(marking, line - 1, cells, found, len(sheet.headers))


def _new_sheet(book: Workbook, name: str, taken: set[str]) -> Worksheet:
    """A sheet of this name, or of a name like it where the name is taken or not allowed."""
    plain = name.translate(_NAME).strip("'")[:28] or "Sheet"
    unique, count = plain, 2
    while unique.lower() in taken or unique.lower() == "history":
        unique, count = f"{plain[:25]}({count})", count + 1
    taken.add(unique.lower())
    return book.add_worksheet(unique)


def _write_head(
    marking: _Marking, sheet: Sheet, headers: Sequence[str], found: dict[int, list[dict[str, Any]]]
) -> None:
    for row, text in sheet.preamble:
        if row < sheet.header_row:
            marking.sheet.write_string(row - 1, 0, text[:LONGEST_CELL])
    line = max(sheet.header_row, 1) - 1
    worst = {entry["column"]: entry for entries in found.values() for entry in reversed(entries)}
    for place, header in enumerate(headers):
        entry = worst.get(header) if place < len(sheet.headers) else None
        style = marking.formats[entry["severity"] if entry else "head"]
        marking.sheet.write_string(line, place, header, style)
        if entry:
            _comment(marking, line, place, [entry])
    marking.sheet.freeze_panes(line + 1, 0)


def _rows(
    sheet: Sheet, problems: pl.DataFrame, corrections: Sequence[Correction]
) -> Iterator[tuple[int, tuple[str | None, ...], list[dict[str, Any]]]]:
    """Every row below the header: its number, its cells, its problems."""
    for chunk in corrected(sheet.chunks(), sheet, corrections):
        low, high = chunk["_row"].min(), chunk["_row"].max()
        found = _by_row(problems.filter(pl.col("row").is_between(low, high)))
        cells = chunk.drop("_broken")
        for row in cells.iter_rows():
            yield row[0], row[1:], found.get(row[0], [])


def _by_row(problems: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in problems.iter_rows(named=True):
        rows[entry["row"]].append(entry)
    return rows


def _write_row(
    marking: _Marking, line: int, cells: Sequence[str | None], found: list[dict[str, Any]], width: int
) -> None:
    marked: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in sorted(found, key=lambda entry: _RANK[entry["severity"]]):
        marked[marking.columns.get(entry["column"], width)].append(entry)
    for place, text in enumerate(cells):
        if place in marked:
            style = marking.formats[marked[place][0]["severity"]]
            marking.sheet.write_string(line, place, (text or "")[:LONGEST_CELL], style)
            _comment(marking, line, place, marked[place])
        elif text:
            marking.sheet.write_string(line, place, text[:LONGEST_CELL])
    if found:
        _write_reasons(marking, line, [entry for place in sorted(marked) for entry in marked[place]], width)


def _write_reasons(marking: _Marking, line: int, found: list[dict[str, Any]], width: int) -> None:
    labels = _LABELS[marking.language]
    reasons = [
        f"{labels[entry['severity']]} {_where(entry)}{_sentence(entry, marking.language)}" for entry in found
    ]
    fixes = [f"{_where(entry)}{entry['fix']}" for entry in found if entry["fix"]]
    style = marking.formats[min((entry["severity"] for entry in found), key=_RANK.__getitem__)]
    marking.sheet.write_string(line, width, "\n".join(reasons)[:LONGEST_CELL], style)
    if fixes:
        marking.sheet.write_string(line, width + 1, "\n".join(fixes)[:LONGEST_CELL])


def _where(entry: dict[str, Any]) -> str:
    return f"{entry['column']}：" if entry["column"] else ""


def _sentence(entry: dict[str, Any], language: str) -> str:
    return message_of(entry["code"], entry["details"], language).sentence


def _comment(marking: _Marking, line: int, place: int, found: list[dict[str, Any]]) -> None:
    if marking.comments < MOST_COMMENTS:
        marking.comments += 1
        text = "\n".join(_sentence(entry, marking.language) for entry in found)
        marking.sheet.write_comment(line, place, text[:2000], {"x_scale": 2})
