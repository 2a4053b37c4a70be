"""`registry import`, `batches` and `undo`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import importers
from importers.reporting import printable
from registry import settings as configuration
from registry.commands.running import Exit, actor, print_json, progress_bar, with_database
from registry.database.days import BUREAU_TIME
from registry.database.engine import connection, transaction
from registry.imports import actions, reports
from registry.imports.batches import Request
from registry.imports.files import digest_of, safe_name
from registry.imports.kinds import KINDS
from registry.imports.outcome import Outcome
from registry.imports.saved_profiles import saved_profiles
from schemas import catalogue

BATCHES = """
    SELECT b.id AS batch, b.state, b.file_name AS file, b.profile, b.source, b.exported_on, b.actor,
           b.created_at, b.committed_at, b.failure, b.report -> 'rows' AS rows
    FROM import_batch b ORDER BY b.id"""


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What is wanted of the files of one command besides their contents."""

    dry_run: bool
    as_json: bool
    report: Path | None
    save_profile: str | None
    several: bool


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profile", help="按这个模板读取，不自动识别。")
@click.option("--sheet", help="只导入这张工作表。")
@click.option(
    "--map", "mapping", multiple=True, metavar="列名=字段", help="指定一列对应的字段；字段留空即忽略该列。"
)
@click.option("--save-profile", metavar="NAME", help="把这次的列对应关系存为模板。")
@click.option("--dry-run", is_flag=True, help="只核对，不写入。")
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一个 JSON 对象。")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="把标出问题的工作簿写到这里。"
)
@click.option("--reason", default="", help="记入变更记录的理由。")
@with_database
async def import_files(
    files: tuple[Path, ...],
    profile: str | None,
    sheet: str | None,
    mapping: tuple[str, ...],
    save_profile: str | None,
    dry_run: bool,
    as_json: bool,
    report: Path | None,
    reason: str,
) -> int:
    """导入平台导出的表格。Import exports of operator platforms.

    退出码：0 完成，1 完成但有退回的行，2 没有写入任何内容。
    """
    chosen = dict(_pair(text) for text in mapping)
    _refuse_bad_report(report, files)
    await _refuse_unknown_profile(profile)
    wishes = _Wishes(dry_run, as_json, report, save_profile, len(files) > 1)
    codes = set()
    for path in files:
        request = Request(path, safe_name(path.name), actor(), profile, sheet, chosen, reason)
        codes.add(await _import_one(request, wishes))
    if codes == {Exit.NOTHING}:
        return Exit.NOTHING
    return Exit.DONE if codes == {Exit.DONE} else Exit.REFUSED


async def _import_one(request: Request, wishes: _Wishes) -> Exit:
    """One file; what keeps it from being imported is told and does not keep the others."""
    act = actions.preview_file if wishes.dry_run else actions.import_file
    try:
        _refuse_no_file(request.path)
        with progress_bar(not wishes.as_json) as progress:
            outcome = await act(configuration.load(), request, progress)
    except _REFUSALS as problem:
        _tell_failure(request.path, problem, wishes.as_json)
        return Exit.NOTHING
    if wishes.as_json:
        print_json(reports.as_json(outcome))
    else:
        click.echo(reports.as_text(outcome))
    _warn_of_unused(request.mapping, outcome)
    if wishes.report:
        reports.write_report(request.path, _report_path(wishes, request.path), outcome)
    if wishes.save_profile:
        await _save_profile(wishes.save_profile, outcome)
    return _exit_code(outcome)


def _refuse_no_file(path: Path) -> None:
    """Tell before anything opens it: a pipe or a device would never come to an end."""
    if not path.is_file():
        code = "file_not_regular" if path.exists() else "file_missing"
        raise importers.UnreadableFile(code, {"file": printable(str(path))})


_REFUSALS = (*actions.FAILURES, actions.BatchNotFound)
"""Why one file cannot be imported."""


def _pair(text: str) -> tuple[str, str | None]:
    """Header and field of one `--map`; the field is what stands behind the last equals sign."""
    header, equals, field = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"--map {text}：应写作 列名=字段，例如 专利号=patent.application_number。")
    kind, _, name = field.partition(".")
    if field and not (kind in KINDS and name in catalogue.fields(kind)):
        fields = (
            "、".join(catalogue.fields(kind)) if kind in KINDS else "、".join(f"{name}.…" for name in KINDS)
        )
        raise click.UsageError(f"--map {text}：没有字段“{field}”。可用的有：{fields}。")
    return header, field or None


def _refuse_bad_report(report: Path | None, files: tuple[Path, ...]) -> None:
    if report and report.suffix.lower() != ".xlsx":
        raise click.UsageError(f"--report {report}：标出问题的工作簿是 xlsx 文件，请以 .xlsx 结尾。")
    if report and not os.access(report.parent, os.W_OK):
        raise click.UsageError(f"--report {report}：没有文件夹 {report.parent}，或没有写入它的权限。")
    if report and report.resolve() in [path.resolve() for path in files]:
        raise click.UsageError(f"--report {report}：会覆盖要导入的文件，请换一个文件名。")


async def _refuse_unknown_profile(name: str | None) -> None:
    if name and name not in {one.name for one in importers.load_profiles(await saved_profiles())}:
        raise click.UsageError(f"没有名为“{name}”的模板。用 registry profiles 查看有哪些。")


def _warn_of_unused(mapping: Mapping[str, str | None], outcome: Outcome) -> None:
    headers = {column["header"] for sheet in outcome.report.sheets for column in sheet.columns}
    for header in mapping:
        if header not in headers:
            click.echo(f"--map：{outcome.file} 中没有“{header}”列，未起作用。", err=True)


async def _save_profile(name: str, outcome: Outcome) -> None:
    if not any(sheet.data for sheet in outcome.report.sheets):
        click.echo(f"没有可以导入的工作表，未存模板“{name}”。", err=True)
        return
    await actions.save_profile(name, outcome, actor())
    click.echo(f"已存模板“{name}”，以后相同表头的文件按它识别。", err=True)


def _report_path(wishes: _Wishes, file: Path) -> Path:
    """One report a file: with several files the name of each is put into the report's name."""
    report = wishes.report or file.with_suffix(".xlsx")
    return report.with_name(f"{report.stem}-{file.name}{report.suffix}") if wishes.several else report


def _tell_failure(path: Path, problem: Exception, as_json: bool) -> None:
    if as_json:
        print_json(_failed(path, problem))
    else:
        click.echo(f"{safe_name(path.name)}：没有导入。{problem}", err=True)


def _failed(path: Path, problem: Exception) -> dict[str, Any]:
    """The object of a file that could not be read: of the same shape, with the reason as its only problem."""
    code = problem.code if isinstance(problem, importers.UnreadableFile) else "file.not_imported"
    nowhere = dict.fromkeys(("sheet", "row", "column", "value", "expected", "fix"))
    return {
        **dict.fromkeys(("profile", "encoding", "batch")),
        "file": safe_name(path.name),
        "sha256": digest_of(path) if path.is_file() else None,
        "sheets": [],
        "problems": [{**nowhere, "severity": "error", "code": code, "problem": str(problem)}],
        "committed": False,
    }


def _exit_code(outcome: Outcome) -> Exit:
    kept = sum(outcome.total(fate) for fate in ("new", "changed", "unchanged", "repeated", "conflicting"))
    if not kept:
        return Exit.NOTHING
    return Exit.REFUSED if outcome.total("refused") else Exit.DONE


@click.command()
@click.option("--json", "as_json", is_flag=True, help="每批输出一个 JSON 对象。")
@with_database
async def batches(as_json: bool) -> int:
    """列出各批导入。List the imports."""
    async with transaction():
        rows = await connection().fetch(BATCHES)
    for row in rows:
        print_json(dict(row)) if as_json else click.echo(_batch_line(dict(row)))
    return Exit.DONE


STATES = {
    "uploaded": "核对中",
    "checked": "待决定",
    "received": "未完成",
    "discarded": "已放弃",
    "committed": "已写入",
    "failed": "未能读取",
    "undone": "已撤销",
}


def _batch_line(row: dict[str, Any]) -> str:
    counts = row["rows"] or []
    done = "，".join(f"{label} {sum(sheet[name] for sheet in counts):,}" for name, label in COUNTED)
    when = f"{row['created_at'].astimezone(BUREAU_TIME):%Y-%m-%d %H:%M}"
    return f"第 {row['batch']} 批  {when}  {STATES[row['state']]}  {row['file']}  {done if counts else row['failure'] or ''}"


COUNTED = (("read", "读取"), ("new", "新增"), ("changed", "更新"), ("refused", "退回"))


@click.command()
@click.argument("batch", type=int)
@click.option("--reason", default="", help="记入变更记录的理由。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@with_database
async def undo(batch: int, reason: str, as_json: bool) -> int:
    """撤销一批导入；对已撤销的一批再用一次即恢复。Undo a batch, or bring an undone one back."""
    try:
        undone = await actions.undo(batch, actor(), reason)
    except actions.BatchNotFound as missing:
        click.echo(str(missing), err=True)
        return Exit.NOTHING
    if as_json:
        print_json(reports.undone_as_json(batch, undone))
    else:
        click.echo(reports.undone_as_text(batch, undone))
    return Exit.DONE
