"""The report of an import, as text for people, as JSON for scripts, as the workbook with its bad cells marked."""

from pathlib import Path
from typing import Any

from importers.reporting import file_object, printable, report_text, write_marked
from registry.imports.fates import Fate
from registry.imports.kinds import KINDS
from registry.imports.outcome import Change, Outcome
from registry.imports.undoing import Undone
from schemas import catalogue

CHANGES_SHOWN = 20
LEFT_SHOWN = 40
VERDICTS = {"filled": "补充", "replaced": "更新", "lost": "未采用", "by_hand": "人工修改过，未覆盖"}
TABLES = {kind.table: catalogue.record(kind.name).called for kind in KINDS.values()}
LEFT_REASONS = {
    "edited": "此后修改过",
    "used": "有其他记录依赖",
    "named": "此后导入的文件也有",
    "replaced": "已有同号的新记录",
}


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The object that `registry import --json` prints for a file."""
    rows = dict(zip((sheet.index for sheet in outcome.report.sheets), outcome.rows, strict=True))
    answer = file_object(outcome.report, outcome.problems, rows=rows)
    for sheet, report in zip(answer["sheets"], outcome.report.sheets, strict=True):
        sheet["columns"] = {header: _unqualified(field) for header, field in sheet["columns"].items()}
        sheet["confidence"] = {
            column["header"]: column["confidence"] for column in report.columns if column["field"]
        }
    return {
        **answer,
        "file": outcome.file,
        "changes": [_change(change) for change in outcome.changes],
        "changed_fields": outcome.changed_fields,
        "batch": outcome.batch,
        "committed": outcome.committed,
        "same_as": outcome.same_as,
    }


def _unqualified(field: str | None) -> str | None:
    return field.rsplit(".", 1)[-1] if field else None


def _change(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in Change.__slots__}


def as_text(outcome: Outcome) -> str:
    """The report as an officer reads it on a terminal."""
    parts = [report_text(outcome.report, outcome.problems), *_change_lines(outcome), _result(outcome)]
    return "\n".join(parts)


_COUNTED = (*((fate.word, fate.label) for fate in Fate), ("blank", "空行"))


def _result(outcome: Outcome) -> str:
    state = f"已写入登记簿，第 {outcome.batch} 批" if outcome.committed else "只核对，没有写入"
    counts = "，".join(f"{label} {outcome.total(word):,}" for word, label in _COUNTED if outcome.total(word))
    if outcome.nothing_new:
        same = f"与第 {outcome.same_as} 批是同一个文件，" if outcome.same_as else ""
        state += f"；{same}登记簿没有变化"
    return f"{state}。读取 {outcome.total('read'):,} 行：{counts}。"


def _change_lines(outcome: Outcome) -> list[str]:
    if not outcome.changed_fields:
        return []
    lines = [f"与登记簿不同的字段 {outcome.changed_fields:,} 处"]
    lines += [_change_line(change) for change in outcome.changes[:CHANGES_SHOWN]]
    if outcome.changed_fields > CHANGES_SHOWN:
        lines.append(f"  其余 {outcome.changed_fields - CHANGES_SHOWN:,} 处用 --json 查看。")
    return lines


def _change_line(change: Change) -> str:
    title = catalogue.field(change.kind, change.field).title
    values = f"{_shown(change.held)} → {_shown(change.incoming)}"
    return f"  第 {change.row:,} 行 {title}：{values}（{VERDICTS[change.verdict]}）"


def _shown(value: Any) -> str:
    if value in (None, [], ""):
        return "空"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return printable(text if len(text) <= 40 else f"{text[:40]}…")


def write_report(path: Path, out: Path, outcome: Outcome) -> None:
    """Write the workbook of `path` with its bad cells marked and the reasons beside each row."""
    write_marked(path, out, outcome.problems)


def undone_as_json(batch: int, undone: Undone) -> dict[str, Any]:
    """The object that `registry undo --json` prints."""
    left = [dict(zip(("kind", "record", "field", "reason"), entry, strict=True)) for entry in undone.left]
    return {
        "batch": batch,
        "removed": undone.removed,
        "restored": undone.restored,
        "returned": undone.returned,
        "settled": undone.settled,
        "left": left,
    }


def undone_as_text(batch: int, undone: Undone) -> str:
    """What an undoing did, and what it left alone with the reason."""
    counts = f"删除 {undone.removed:,} 条，恢复 {undone.restored:,} 条的原值，找回 {undone.returned:,} 条"
    if undone.settled:
        counts += f"，换用其他来源的值 {undone.settled:,} 处"
    lines = [f"第 {batch} 批：{counts}。"]
    if undone.left:
        lines.append(f"保留未动 {len(undone.left):,} 处：")
        lines += [
            f"  {TABLES[kind]} {record}{f' {field}' if field else ''}：{LEFT_REASONS[reason]}"
            for kind, record, field, reason in undone.left[:LEFT_SHOWN]
        ]
    return "\n".join(lines)
