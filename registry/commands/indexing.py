"""`registry index`."""

from dataclasses import asdict

import click

from registry import settings as configuration
from registry.commands.running import (
    Exit,
    NothingDone,
    print_json,
    progress_bar,
    with_database,
)
from registry.database.days import BUREAU_TIME
from registry.indexing import status as states
from registry.indexing.conditions import LABELS, told
from registry.indexing.declared import NAMES
from registry.indexing.engines import open_engines
from registry.indexing.rebuilding import RebuildGoesOn
from registry.indexing.rebuilding import rebuild as rebuild_index
from registry.indexing.status import IndexStatus
from registry.indexing.verifying import IndexUnusable, Verdict
from registry.indexing.verifying import verify as verify_index
from search.engine import Condition, SearchUnavailable

SHOWN = 10
"""Ids of differing documents that are named; the JSON names all."""
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group()
def index() -> None:
    """检索索引：看情况、重建、核对。The search index."""


@index.command()
@JSON
@with_database
async def status(as_json: bool) -> int:
    """每个索引的情况，还有多少变更没有收进去。How the index is."""
    with open_engines(configuration.load()) as engines:
        found = await states.status(engines)
    if as_json:
        print_json(asdict(found))
    else:
        for one in found.indexes:
            click.echo(_line(one))
        moment = found.as_of.astimezone(BUREAU_TIME).strftime("%Y-%m-%d %H:%M:%S")
        click.echo(f"索引反映 {moment} 为止的全部变更，{found.waiting:,} 条记录等待收入。")
        if found.rebuilding:
            click.echo("正在重建。")
    return Exit.DONE if found.ready else Exit.REFUSED


def _line(one: IndexStatus) -> str:
    if one.condition is not Condition.READY:
        return f"✗ {NAMES[one.name]}：{LABELS[one.condition]}。"
    held = f"{one.documents:,} 份文档" + (f"，{one.size / 2**20:,.1f} MiB" if one.size else "")
    return f"✓ {NAMES[one.name]}：{held}（{one.engine}）。"


@index.command()
@JSON
@with_database
async def rebuild(as_json: bool) -> int:
    """由数据库重建全部索引；重建时照常可以检索。Build the index anew, beside the one in use."""
    with open_engines(configuration.load()) as engines, progress_bar(shown=not as_json) as progress:
        try:
            counts = await rebuild_index(engines, progress)
        except RebuildGoesOn as problem:
            raise NothingDone("正在由另一个进程重建，请等它完成。") from problem
        except SearchUnavailable as problem:
            raise NothingDone(f"检索服务不可用：{problem}。请检查它是否在运行。") from problem
    if as_json:
        print_json(counts)
    else:
        click.echo(
            "已重建：" + "，".join(f"{NAMES[name]} {count:,}" for name, count in counts.items()) + "。"
        )
    return Exit.DONE


@index.command()
@click.option("--dry-run", is_flag=True, help="只报告，不修复。")
@JSON
@with_database
async def verify(dry_run: bool, as_json: bool) -> int:
    """逐份核对索引与数据库，修复不一致之处。Compare the index with the database, and repair it.

    核对期间的变更等核对完再收入。退出码 1 表示有不一致（包括已修复的）。
    """
    with open_engines(configuration.load()) as engines, progress_bar(shown=not as_json) as progress:
        try:
            verdicts = await verify_index(engines, progress, repair=not dry_run)
        except IndexUnusable as unusable:
            raise NothingDone(_unusable(unusable)) from unusable
        except SearchUnavailable as problem:
            raise NothingDone(f"检索服务不可用：{problem}。请检查它是否在运行。") from problem
    if as_json:
        print_json({name: asdict(verdict) for name, verdict in verdicts.items()})
    else:
        for name, verdict in verdicts.items():
            click.echo(_verdict(name, verdict, repaired=not dry_run))
    return Exit.DONE if all(verdict.whole for verdict in verdicts.values()) else Exit.REFUSED


def _unusable(unusable: IndexUnusable) -> str:
    if Condition.DOWN in unusable.found.values():
        return f"索引无法核对：{told(unusable.found)}。请检查检索服务是否在运行。"
    return (
        f"索引无法核对：{told(unusable.found)}。请运行 registry index rebuild；后台进程在运行时会自动重建。"
    )


def _verdict(name: str, verdict: Verdict, *, repaired: bool) -> str:
    if verdict.whole:
        return f"✓ {NAMES[name]}：一致。"
    parts = [
        f"{title} {len(ids):,}（{'、'.join(ids[:SHOWN])}{'…' if len(ids) > SHOWN else ''}）"
        for title, ids in (
            ("缺少", verdict.missing),
            ("过时", verdict.stale),
            ("多余", verdict.superfluous),
        )
        if ids
    ]
    return f"✗ {NAMES[name]}：{'，'.join(parts)}{'，已修复' if repaired else ''}。"
