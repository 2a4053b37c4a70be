"""`registry synonyms`."""

from dataclasses import asdict
from typing import TextIO

import click

from registry.accounts.scope import Scope
from registry.commands.running import Exit, NothingDone, actor, print_json, with_database
from registry.indexing import synonyms

JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
REASON = click.option("--reason", help="写进变更记录的理由。")


@click.group("synonyms")
def group() -> None:
    """同义词：检索一个词，也找到同组的词。Words that a search takes for each other."""


@group.command("list")
@JSON
@with_database
async def list_groups(as_json: bool) -> int:
    """列出各组。List the groups."""
    found = await synonyms.groups(Scope.system())
    if as_json:
        print_json([asdict(one) for one in found])
    for one in () if as_json else found:
        click.echo(f"{one.id}\t{' = '.join(one.words)}")
    return Exit.DONE


@group.command("add")
@click.argument("words", nargs=-1, required=True)
@REASON
@JSON
@with_database
async def add(words: tuple[str, ...], reason: str | None, as_json: bool) -> int:
    """增加一组：registry synonyms add 鱼竿 钓竿。Add a group."""
    return await _add([words], reason, as_json)


@group.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@REASON
@JSON
@with_database
async def import_groups(file: TextIO, reason: str | None, as_json: bool) -> int:
    """从文本文件增加，每行一组：鱼竿 = 钓竿。Add the groups of a file, one a line."""
    try:
        wanted = synonyms.read_file(file.read())
    except UnicodeDecodeError as problem:
        raise NothingDone(f"{file.name} 不是 UTF-8 文本，请另存为 UTF-8。") from problem
    except synonyms.WordsRefused as refused:
        raise NothingDone(f"{file.name} {refused}") from refused
    return await _add(wanted, reason, as_json)


async def _add(wanted: list[tuple[str, ...]], reason: str | None, as_json: bool) -> int:
    try:
        added = await synonyms.add(wanted, actor(), reason)
    except synonyms.WordsRefused as refused:
        raise NothingDone(str(refused)) from refused
    if as_json:
        print_json({"added": added, "known": len(wanted) - added})
    else:
        click.echo(f"增加 {added:,} 组，{len(wanted) - added:,} 组原已有。")
    return Exit.DONE


@group.command("remove")
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))
@REASON
@JSON
@with_database
async def remove_groups(ids: tuple[int, ...], reason: str | None, as_json: bool) -> int:
    """按编号删除。Remove groups by their numbers."""
    removed = await synonyms.remove(ids, actor(), reason)
    if not removed:
        raise NothingDone("没有这些编号的同义词，请用 registry synonyms list 查看。")
    if as_json:
        print_json({"removed": removed})
    else:
        click.echo(f"删除 {len(removed):,} 组。")
    return Exit.DONE
