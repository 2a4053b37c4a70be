"""`registry sources`, `links`, `edit`, `profiles`: what people decide about data."""

import re

import asyncpg
import click

import importers
from registry.accounts.scope import Scope
from registry.commands.running import Exit, NothingDone, actor, print_json, with_database
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises import ownership
from registry.imports import editing, precedence
from registry.imports.kinds import KINDS
from registry.imports.saved_profiles import saved_profiles
from schemas import catalogue


@click.command()
@click.option("--set", "changes", multiple=True, metavar="来源=级别", help="改一个来源的级别，数字大的优先。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@with_database
async def sources(changes: tuple[str, ...], as_json: bool) -> int:
    """来源的优先级：各来源的值不一致时，级别高的为准。Precedence of sources."""
    ranks = [_rank(change) for change in changes]
    async with transaction():
        if ranks:
            async with operation("precedence", actor(), "，".join(changes)):
                for name, rank in ranks:
                    await _set_rank(name, rank)
                changed = await precedence.settle(connection())
            click.echo(f"按新的级别重新取值 {changed:,} 处。", err=True)
        rows = await connection().fetch(
            "SELECT name, title, rank FROM import_source ORDER BY rank DESC, name"
        )
    for row in rows:
        print_json(dict(row)) if as_json else click.echo(
            f"{row['rank']:>4}  {row['name']:<20} {row['title']}"
        )
    return Exit.DONE


def _rank(change: str) -> tuple[str, int]:
    name, _, rank = change.partition("=")
    if not re.fullmatch(r"-?[0-9]{1,6}", rank):
        raise click.UsageError(f"“{change}”应写作 来源=数字，例如 cnipa=80。")
    return name, int(rank)


async def _set_rank(name: str, rank: int) -> None:
    try:
        await precedence.set_rank(connection(), name, rank)
    except precedence.SourceUnknown as unknown:
        raise click.UsageError(str(unknown)) from unknown


@click.command()
@click.option("--same", nargs=2, metavar="名称 代码", help="这个名称就是这家企业。")
@click.option("--different", nargs=2, metavar="名称 代码", help="这个名称不是这家企业。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@with_database
async def links(same: tuple[str, str] | None, different: tuple[str, str] | None, as_json: bool) -> int:
    """列出或裁定不能确定的权利人与企业对应。Doubtful links of owners to enterprises."""
    try:
        if same:
            await ownership.decide(*same, "same", actor())
        if different:
            await ownership.decide(*different, "different", actor())
    except ownership.EnterpriseUnknown as unknown:
        raise NothingDone(str(unknown)) from unknown
    async with transaction():
        doubts = await ownership.doubtful(Scope.system())
    for doubt in doubts:
        row = {name: getattr(doubt, name) for name in doubt.__slots__}
        why = ownership.DOUBTS[doubt.doubt]
        print_json(row) if as_json else click.echo(
            f"{doubt.name}（{doubt.patents} 件）？{doubt.enterprise_name} {doubt.enterprise_code or '无代码'}：{why}"
        )
    return Exit.DONE


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("key")
@click.argument("values", nargs=-1, required=True, metavar="字段=值…")
@click.option("--reason", required=True, help="记入变更记录的理由。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@with_database
async def edit(kind: str, key: str, values: tuple[str, ...], reason: str, as_json: bool) -> int:
    """人工修改一条记录，以后的导入不会覆盖。Edit a record by hand."""
    pairs = dict(_assignment(value) for value in values)
    try:
        number = await editing.edit(kind, key, pairs, actor(), reason)
    except editing.EditRefused as refused:
        raise NothingDone(str(refused)) from refused
    except asyncpg.IntegrityConstraintViolationError as refused:
        raise NothingDone(f"登记簿不接受这个值（{refused.constraint_name}），没有修改。") from refused
    print_json({"operation": number}) if as_json else click.echo(f"已修改，操作编号 {number}。")
    return Exit.DONE


def _assignment(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"“{text}”应写作 字段=值，例如 grant_date=2024-05-17；等号后留空即清除。")
    return field, value


@click.command()
@click.option("--json", "as_json", is_flag=True, help="每个模板输出一个 JSON 对象。")
@with_database
async def profiles(as_json: bool) -> int:
    """列出能识别的导出格式。List the known export layouts."""
    for profile in importers.load_profiles(await saved_profiles()):
        row = {"name": profile.name, "title": profile.title, "source": profile.source, "fills": profile.fills}
        print_json(row) if as_json else click.echo(
            f"{profile.name:<28} {profile.title}（{'、'.join(catalogue.record(kind).called for kind in profile.fills)}）"
        )
    return Exit.DONE
