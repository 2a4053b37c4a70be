"""The report as plain text, in Chinese or English: the sheets, their columns, and the problems by kind."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from importers.reporting.objects import message_of, sheet_names
from importers.spool import FileReport, SheetReport
from schemas import catalogue

EXAMPLES = 8
"""So many row numbers are named for a problem that occurs more often."""


@dataclass(frozen=True, slots=True)
class _Words:
    read: str
    columns: tuple[str, ...]
    not_kept: str
    not_known: str
    bases: dict[str, str]
    severities: dict[str, str]
    rows: str
    more: str
    whole_row: str
    fixed: str
    none: str
    header: str
    unknown_profile: str


_ZH = _Words(
    read="读入 {read:,} 行：可导入 {kept:,} 行，退回 {refused:,} 行，空行 {blank:,} 行，重复表头 {repeated:,} 行",
    columns=("表头", "登记为", "把握", "依据", "示例"),
    not_kept="不导入",
    not_known="未识别，不导入",
    bases={"profile": "平台格式", "alias": "别名表", "shape": "内容", "user": "人工指定", "none": "—"},
    severities={"error": "错误", "warning": "提醒", "note": "说明"},
    rows="第 {rows} 行",
    more=" 等 {count} 处",
    whole_row="整行",
    fixed="（已改为 {fix}）",
    none="没有发现问题。",
    header="工作表“{sheet}”（表头在第 {row} 行，{profile}）",
    unknown_profile="未知来源，按表头别名和内容识别",
)
_EN = _Words(
    read="{read:,} rows read: {kept:,} to import, {refused:,} refused, {blank:,} blank, {repeated:,} repeated headers",
    columns=("Header", "Field", "Sure", "Because of", "Sample"),
    not_kept="not kept",
    not_known="not recognised, not kept",
    bases={"profile": "platform", "alias": "alias table", "shape": "values", "user": "user", "none": "-"},
    severities={"error": "Errors", "warning": "Warnings", "note": "Notes"},
    rows="row {rows}",
    more=" and so on, {count} in all",
    whole_row="whole row",
    fixed=" (changed to {fix})",
    none="No problem was found.",
    header="Sheet “{sheet}” (header in row {row}, {profile})",
    unknown_profile="unknown source, read by header aliases and values",
)


def report_text(report: FileReport, problems: pl.DataFrame, language: str = "zh") -> str:
    """The report on a file for reading in a terminal."""
    words = _ZH if language == "zh" else _EN
    lines = [f"{report.file} · {report.format}" + (f" · {report.encoding}" if report.encoding else "")]
    for sheet in report.sheets:
        lines += ["", *_sheet(sheet, words)]
    lines += ["", *_problems(problems, sheet_names(report), words, language)]
    return "\n".join(map(printable, lines)) + "\n"


def printable(text: str) -> str:
    """One line that does nothing to a terminal: what stands in a file could clear or colour it, or set its title."""
    return "".join(
        " " if unicodedata.category(character) in _UNPRINTABLE else character for character in text
    )


_UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of control, format and half characters, and of breaks."""


def _sheet(sheet: SheetReport, words: _Words) -> Iterator[str]:
    titles = {guess["profile"]: guess["title"] for guess in sheet.guesses}
    profile = titles.get(sheet.profile or "", sheet.profile or words.unknown_profile)
    yield words.header.format(sheet=sheet.sheet, row=sheet.header_row, profile=profile)
    if sheet.columns:
        yield from table([words.columns, *(_column(column, words) for column in sheet.columns)])
    counts = sheet.rows
    kept = counts["read"] - counts["refused"] - counts["blank"] - counts["repeated"]
    yield words.read.format(kept=kept, **counts)


def _column(column: dict[str, str | float | None], words: _Words) -> tuple[str, ...]:
    field = column["field"]
    if field:
        kind, name = str(field).split(".", 1)
        meaning, sure = catalogue.field(kind, name).title, f"{float(column['confidence'] or 0):.0%}"
    elif column.get("ignored"):
        meaning, sure = f"{words.not_kept}（{column['ignored']}）", ""
    else:
        meaning, sure = words.not_known, ""
    basis = words.bases[str(column["basis"])]
    return str(column["header"]), meaning, sure, basis, str(column["sample"] or "")[:24]


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns of equal width; a Chinese character is two wide."""
    sizes = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (text + " " * (size - _width(text)) for text, size in zip(row, sizes, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _problems(problems: pl.DataFrame, sheets: dict[int, str], words: _Words, language: str) -> Iterator[str]:
    if problems.is_empty():
        yield words.none
    for severity in ("error", "warning", "note"):
        chosen = problems.filter(pl.col("severity") == severity)
        if chosen.height:
            yield f"{words.severities[severity]} {chosen.height:,}"
            yield from _groups(chosen, sheets, words, language)


def _groups(problems: pl.DataFrame, sheets: dict[int, str], words: _Words, language: str) -> Iterator[str]:
    groups = problems.group_by("sheet", "column", "code", maintain_order=True).agg(
        pl.len().alias("count"),
        pl.col("row").drop_nulls().head(EXAMPLES).alias("rows"),
        pl.col("value", "details", "fix", "applied").first(),
    )
    for group in groups.sort("count", descending=True, maintain_order=True).iter_rows(named=True):
        message = message_of(group["code"], group["details"], language)
        sheet = f"{sheets.get(group['sheet'], '')} · " if len(sheets) > 1 else ""
        rows = ", ".join(map(str, group["rows"]))
        more = words.more.format(count=f"{group['count']:,}") if group["count"] > len(group["rows"]) else ""
        where = f" {words.rows.format(rows=rows)}{more}" if rows else ""
        yield f"  {sheet}{group['column'] or words.whole_row}{where}"
        value = f"“{group['value'][:60]}” " if group["value"] else ""
        fixed = words.fixed.format(fix=group["fix"]) if group["fix"] and group["applied"] else ""
        yield f"    {value}{message.sentence}{fixed}"
