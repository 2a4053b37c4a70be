"""`registry audit`: is the log as it was written, and the log as a file."""

from datetime import datetime
from pathlib import Path

import click

from importers.writing import TextTooLong
from registry.accounts import log_export, sealing
from registry.accounts.log import LogQuery
from registry.commands.running import Exit, NothingDone, actor, print_json, with_database

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def audit() -> None:
    """操作记录：核验、导出。The log: verified, exported."""


@audit.command()
@click.option("--expect", metavar="编号:校验和", help="另外保存的封条，须仍在其中。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@with_database
async def verify(expect: str | None, as_json: bool) -> int:
    """封存至今的记录，并从头核验每一道封条；有改动过的，退出码是 1。"""
    await sealing.seal()
    found = await sealing.verify()
    missing = expect is not None and expect not in await sealing.known_seals()
    if as_json:
        print_json(
            {
                "seals": found.seals,
                "entries": found.entries,
                "broken": found.broken.id if found.broken else None,
                "broken_ranges": _ranges(found),
                "unsealed": found.unsealed,
                "last": str(found.last) if found.seals else None,
                "expected_missing": missing,
            }
        )
    else:
        _say(found, expect if missing else None)
    return Exit.REFUSED if found.broken or missing else Exit.DONE


def _say(found: sealing.Verified, missing: str | None) -> None:
    click.echo(f"{found.seals:,} 道封条、{found.entries:,} 条记录与封存时一致。")
    if found.broken:
        where = "，".join(f"{log} {first}–{last} 号" for log, (first, last) in _ranges(found).items())
        click.echo(
            f"第 {found.broken.id} 道封条对不上：它所封的记录（{where}），或者它自己，被改动过。"
            "请用备份核对这一段。其后的封条建立在它之上，没有再核验。",
            err=True,
        )
    if missing:
        click.echo(f"没有封条 {missing}：封条被重新做过。", err=True)
    if found.unsealed:
        click.echo(f"尚有 {found.unsealed:,} 条未封存。")
    if found.seals:
        click.echo(f"最后一道相符的封条 {found.last}，请另行保存，下次用 --expect 核对。")


def _ranges(found: sealing.Verified) -> dict[str, tuple[int, int]]:
    """By log the first and the last number that the broken seal covers; empty where none is broken."""
    if found.broken is None:
        return {}
    firsts = (max(after, 0) + 1 for after in found.last.upto)
    return dict(zip(sealing.ENTRIES, zip(firsts, found.broken.upto, strict=True), strict=True))


@audit.command()
@click.option(
    "--view",
    type=click.Choice(["changes", "events"]),
    default="changes",
    show_default=True,
    help="登记内容的变更，或登录与其他操作。",
)
@click.option("--format", "form", type=click.Choice(log_export.FORMATS), default="csv", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到这个文件。"
)
@click.option("--person", default="", help="只要这个人的。")
@click.option("--record", default="", help="只要这条记录的：申请号、统一社会信用代码、企业名称或登录名。")
@click.option("--batch", type=click.IntRange(1, 2**31 - 1), help="只要这一批导入的。")
@click.option("--since", type=DAY, help="自这一天。")
@click.option("--until", type=DAY, help="至这一天。")
@with_database
async def export(
    view: str,
    form: str,
    output: Path,
    person: str,
    record: str,
    batch: int | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """导出操作记录，供审计。"""
    query = LogQuery(
        view=view,
        person=person,
        q=record,
        batch=batch,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    try:
        written = await log_export.export(query, form, output, actor())
    except TextTooLong as problem:
        raise NothingDone(str(problem)) from problem
    click.echo(f"{written:,} 条，{output}", err=True)
    return Exit.DONE
