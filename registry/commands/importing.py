"""`registry import`, `batches` and `undo`."""

import getpass
import json
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
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--profile", help="按这个模板读取，不自动识别。")
@click.option("--sheet", help="只导入这张工作表。")
@click.option("--map", "mapping", multiple=True, metavar="列名=字段", help="指定一列对应的字段；字段留空即忽略该列。")
@click.option("--save-profile", metavar="NAME", help="把这次的列对应关系存为模板。")
@click.option("--dry-run", is_flag=True, help="只核对，不写入。")
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一个 JSON 对象。")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="把标出问题的工作簿写到这里。")
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
    worst = Exit.DONE
    for path in files:
        request = actions.Request(path, path.name, getpass.getuser(), profile, sheet, chosen, reason)
        act = actions.preview_file if dry_run else actions.import_file
        try:
            with progress_bar(not as_json) as progress:
                outcome = await act(settings, request, progress)
        except (importers.UnreadableFile, actions.BatchNotFound) as problem:
            _tell_failure(path, problem, as_json)
            worst = Exit.NOTHING
            continue
        print_json(reports.as_json(outcome)) if as_json else click.echo(reports.as_text(outcome, preview=dry_run))
        if report:
            reports.write_marked(path, _report_path(report, path, len(files)), outcome)
        if save_profile:
            await actions.save_profile(save_profile, outcome, getpass.getuser())
        worst = max(worst, _exit_code(outcome))
    return worst
