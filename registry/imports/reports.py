"""The report of an import, as text for people and as JSON for scripts."""

from collections import Counter
from typing import Any

from registry.imports.fates import Fate
from registry.imports.outcome import Change, Outcome
from registry.imports.undoing import Undone
from schemas import catalogue, messages

PROBLEMS_SHOWN = 40
CHANGES_SHOWN = 20
SEVERITIES = {"error": "错误", "warning": "提醒", "note": "说明"}
VERDICTS = {"filled": "补充", "replaced": "更新", "lost": "未采用", "by_hand": "人工修改过，未覆盖"}
LEFT_REASONS = {"edited": "此后修改过", "used": "有其他记录依赖", "replaced": "已有同号的新记录"}


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The object that `registry import --json` prints for a file."""
    summary = outcome.summary
    names = {sheet["index"]: sheet["sheet"] for sheet in summary["sheets"]}
    return {
        "file": outcome.file,
        "sha256": outcome.sha256,
        "profile": summary["profile"],
        "encoding": summary["encoding"],
        "sheets": [_sheet(sheet, rows) for sheet, rows in zip(summary["sheets"], outcome.rows, strict=True)],
        "problems": [_problem(problem, names) for problem in outcome.problems],
        "changes": [_change(change) for change in outcome.changes],
        "batch": outcome.batch,
        "committed": outcome.committed,
        "same_as": outcome.same_as,
    }


def _sheet(sheet: dict[str, Any], rows: dict[str, int]) -> dict[str, Any]:
    return {
        "sheet": sheet["sheet"],
        "header_row": sheet["header_row"],
        "kind": sheet["kinds"][0] if sheet["kinds"] else None,
        "profile": sheet["profile"],
        "columns": {column["header"]: _unqualified(column["field"]) for column in sheet["columns"]},
        "confidence": {
            column["header"]: column["confidence"] for column in sheet["columns"] if column["field"]
        },
        "rows": rows,
    }


def _unqualified(field: str | None) -> str | None:
    return field.rsplit(".", 1)[-1] if field else None


def _problem(problem: dict[str, Any], sheets: dict[int, str]) -> dict[str, Any]:
    said = messages.describe(problem["code"], problem["details"])
    return {
        "sheet": sheets.get(problem["sheet"]),
        "row": problem["row"],
        "column": problem["column"],
        "value": problem["value"],
        "severity": problem["severity"],
        "code": problem["code"],
        "problem": said.problem,
        "expected": said.expected,
        "fix": problem["fix"],
        "applied": problem["applied"],
    }


def _change(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in change.__slots__}


def as_text(outcome: Outcome) -> str:
    """The report as an officer reads it on a terminal."""
    names = {sheet["index"]: sheet["sheet"] for sheet in outcome.summary["sheets"]}
    problems = [_problem(problem, names) for problem in outcome.problems]
    parts = [_heading(outcome), *_sheet_lines(outcome), *_problem_lines(problems), *_change_lines(outcome)]
    return "\n".join(parts)


def _heading(outcome: Outcome) -> str:
    state = f"已写入，第 {outcome.batch} 批" if outcome.committed else "只核对，没有写入"
    if outcome.nothing_new and outcome.same_as:
        state += f"；与第 {outcome.same_as} 批是同一个文件，登记簿没有变化"
    elif outcome.nothing_new:
        state += "；登记簿没有变化"
    encoding = f"，编码 {outcome.summary['encoding']}" if outcome.summary["encoding"] else ""
    return f"{outcome.file}（{outcome.summary['profile'] or '未识别的格式'}{encoding}）：{state}"


def _sheet_lines(outcome: Outcome) -> list[str]:
    lines = []
    for sheet, rows in zip(outcome.summary["sheets"], outcome.rows, strict=True):
        counts = "，".join(f"{fate.label} {rows[fate.word]:,}" for fate in Fate if rows[fate.word])
        blank = f"，空行 {rows['blank']:,}" if rows["blank"] else ""
        lines.append(f"  工作表“{sheet['sheet']}”：读取 {rows['read']:,} 行。{counts}{blank}")
        ignored = [
            column["header"] for column in sheet["columns"] if not column["field"] and column["header"]
        ]
        if ignored and sheet["kinds"]:
            lines.append(f"  没有对应字段、只留在原文件里的列：{'、'.join(ignored)}")
    return lines


def _problem_lines(problems: list[dict[str, Any]]) -> list[str]:
    if not problems:
        return []
    tally = Counter(problem["severity"] for problem in problems)
    lines = ["  " + "，".join(f"{SEVERITIES[name]} {tally[name]:,}" for name in SEVERITIES if tally[name])]
    ordered = sorted(problems, key=lambda problem: list(SEVERITIES).index(problem["severity"]))
    lines += [f"    {_problem_line(problem)}" for problem in ordered[:PROBLEMS_SHOWN]]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(
            f"    其余 {len(problems) - PROBLEMS_SHOWN:,} 条见 --report 写出的工作簿，或用 --json 查看。"
        )
    return lines


def _problem_line(problem: dict[str, Any]) -> str:
    place = f"第 {problem['row']:,} 行" if problem["row"] else "整表"
    column = f"“{problem['column']}”" if problem["column"] else ""
    fix = f"，{'已改为' if problem['applied'] else '建议改为'} {problem['fix']}" if problem["fix"] else ""
    value = f" {problem['value'][:60]}：" if problem["value"] else "："
    return f"{SEVERITIES[problem['severity']]} {place}{column}{value}{problem['problem']}{fix}"


def _change_lines(outcome: Outcome) -> list[str]:
    if not outcome.changed_fields:
        return []
    lines = [f"  与登记簿不同的字段 {outcome.changed_fields:,} 处"]
    for change in outcome.changes[:CHANGES_SHOWN]:
        title = catalogue.field(change.kind, change.field).title
        lines.append(
            f"    第 {change.row:,} 行 {title}：{_shown(change.held)} → {_shown(change.incoming)}（{VERDICTS[change.verdict]}）"
        )
    return lines


def _shown(value: Any) -> str:
    if value in (None, [], ""):
        return "空"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def undone_as_json(batch: int, undone: Undone) -> dict[str, Any]:
    """The object that `registry undo --json` prints."""
    left = [dict(zip(("kind", "record", "field", "reason"), entry, strict=True)) for entry in undone.left]
    return {
        "batch": batch,
        "removed": undone.removed,
        "restored": undone.restored,
        "returned": undone.returned,
        "left": left,
    }


def undone_as_text(batch: int, undone: Undone) -> str:
    """What an undoing did, and what it left alone with the reason."""
    lines = [
        f"第 {batch} 批：删除 {undone.removed:,} 条，恢复 {undone.restored:,} 条的原值，找回 {undone.returned:,} 条。"
    ]
    if undone.left:
        lines.append(f"保留未动 {len(undone.left):,} 处：")
        lines += [
            f"  {kind} {record}{f' {field}' if field else ''}：{LEFT_REASONS[reason]}"
            for kind, record, field, reason in undone.left[:PROBLEMS_SHOWN]
        ]
    return "\n".join(lines)
