"""`registry export`."""

import sys
from pathlib import Path

import click

from importers.writing import TextTooLong
from registry.accounts.events import Event, note
from registry.accounts.scope import Scope
from registry.commands.running import Exit, actor, print_json, with_database
from registry.imports import exporting
from registry.imports.kinds import KINDS


@click.command("export")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到这个文件；不写则输出到标准输出。",
)
@click.option("--public", is_flag=True, help="不含个人信息字段。")
@click.option("--json", "as_json", is_flag=True, help="写到文件之后输出一个 JSON 对象。")
@with_database
async def export_records(kind: str, form: str, output: Path | None, public: bool, as_json: bool) -> int:
    """导出一种记录，可以原样再导入。Export records of one kind; the file can be imported again."""
    if output is None and form in ("xlsx", "parquet") and sys.stdout.isatty():
        raise click.UsageError("xlsx 和 parquet 不能显示在终端，请用 --output 指定文件。")
    scope = Scope.public() if public else Scope.system()
    try:
        written = await exporting.export(KINDS[kind], scope, form, output)
    except TextTooLong as too_long:
        raise click.ClickException(str(too_long)) from too_long
    details = {"entries": written, "format": form, "personal": scope.personal}
    await note(Event.EXPORT, actor(), subject=kind, details=details)
    if output and as_json:
        print_json({"kind": kind, "format": form, "records": written, "file": str(output)})
    elif output:
        click.echo(f"{written:,} 条，{output}", err=True)
    return Exit.DONE
