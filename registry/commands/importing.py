"""`registry import`, `batches` and `undo`."""

import getpass
from pathlib import Path
from typing import Any

import click

import importers
from registry import settings as configuration
from registry.commands.running import Exit, print_json, progress_bar, with_database
from registry.database.engine import connection, transaction
from registry.imports import actions, reports
from registry.imports.outcome import Outcome

BATCHES = """
    SELECT b.id AS batch, b.state, b.file_name AS file, b.profile, b.source, b.exported_on, b.actor,
           b.created_at, b.committed_at, b.failure, b.report -> 'rows' AS rows
    FROM import_batch b ORDER BY b.id"""


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
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
    settings = configuration.load()
    chosen = dict(_pair(text) for text in mapping)
    codes = []
    for path in files:
        request = actions.Request(path, path.name, getpass.getuser(), profile, sheet, chosen, reason)
        act = actions.preview_file if dry_run else actions.import_file
        try:
            with progress_bar(not as_json) as progress:
                outcome = await act(settings, request, progress)
        except (importers.UnreadableFile, actions.BatchNotFound) as problem:
            _tell_failure(path, problem, as_json)
            codes.append(Exit.NOTHING)
            continue
        if as_json:
            print_json(reports.as_json(outcome))
        else:
            click.echo(reports.as_text(outcome))
        if report:
            reports.write_report(path, _report_path(report, path, len(files)), outcome)
        if save_profile:
            await actions.save_profile(save_profile, outcome, getpass.getuser())
        codes.append(_exit_code(outcome))
    if set(codes) == {Exit.NOTHING}:
        return Exit.NOTHING
    return Exit.DONE if set(codes) == {Exit.DONE} else Exit.REFUSED


def _pair(text: str) -> tuple[str, str | None]:
    header, equals, field = text.partition("=")
    if not equals:
        raise click.UsageError(f"--map {text}：应写作 列名=字段，例如 专利号=patent.application_number。")
    return header, field or None


def _report_path(report: Path, file: Path, files: int) -> Path:
    """One report a file: with several files the name of each is put into the report's name."""
    return report if files == 1 else report.with_name(f"{report.stem}-{file.stem}{report.suffix}")


def _tell_failure(path: Path, problem: Exception, as_json: bool) -> None:
    if as_json:
        print_json({"file": path.name, "error": str(problem), "batch": None, "committed": False})
    else:
        click.echo(f"{path.name}：没有导入。{problem}", err=True)


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
    "received": "未完成",
    "checked": "已核对",
    "committed": "已写入",
    "failed": "未能读取",
    "undone": "已撤销",
}


def _batch_line(row: dict[str, Any]) -> str:
    counts = row["rows"] or []
    done = "，".join(f"{label} {sum(sheet[name] for sheet in counts):,}" for name, label in COUNTED)
    when = f"{row['created_at']:%Y-%m-%d %H:%M}"
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
        undone = await actions.undo(batch, getpass.getuser(), reason)
    except actions.BatchNotFound as missing:
        click.echo(str(missing), err=True)
        return Exit.NOTHING
    if as_json:
        print_json(reports.undone_as_json(batch, undone))
    else:
        click.echo(reports.undone_as_text(batch, undone))
    return Exit.DONE
