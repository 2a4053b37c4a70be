"""`registry migrate`, `search-keys`, `backup`, `restore`, `doctor`."""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from registry import settings as configuration
from registry.commands.running import Exit, NothingDone, print_json, told
from registry.database import backup as backups
from registry.database.doctor import diagnose
from registry.database.migrate import migrate as run_migrations
from registry.indexing.doctor import diagnose_index
from registry.indexing.engines import open_engines

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
KEY_FILE = "registry_meilisearch_key"
"""As `REGISTRY_SECRETS` finds it."""
MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@told
def migrate(as_json: bool) -> None:
    """把数据库升到本版本的表结构。Bring the database to this version."""
    asyncio.run(run_migrations(configuration.load()))
    print_json({"migrated": True}) if as_json else click.echo("表结构已是最新。")


@click.command("search-keys")
@click.argument("searching", type=FOLDER)
@click.argument("writing", type=FOLDER)
@click.option(
    "--master-key", type=click.File(encoding="utf-8"), required=True, help="存有 Meilisearch 主密钥的文件。"
)
@told
def search_keys(searching: Path, writing: Path, master_key: TextIO) -> None:
    """建立 Meilisearch 的两个密钥，写成 SEARCHING、WRITING 里的 registry_meilisearch_key。Make keys for Meilisearch."""
    from meilisearch.errors import MeilisearchError  # noqa: PLC0415 - loads an HTTP library

    from search.meilisearch import make_keys  # noqa: PLC0415 - the same

    settings = configuration.load()
    if settings.meilisearch_url is None:
        raise NothingDone("没有设置 REGISTRY_MEILISEARCH_URL，不知道 Meilisearch 在哪里。")
    try:
        keys = make_keys(settings.meilisearch_url, master_key.read().strip())
    except MeilisearchError as problem:
        raise NothingDone(f"Meilisearch 没有给出密钥：{problem}。请检查网址和主密钥。") from problem
    for folder, key in ((searching, keys.searching), (writing, keys.writing)):
        path = folder / KEY_FILE
        path.touch(mode=0o600)
        path.write_text(key, encoding="utf-8")
    click.echo("已写好只能检索的和能写入的两个密钥。")


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@told
def backup(file: Path, as_json: bool) -> None:
    """把数据库和收到的文件备份成一个文件。Back up database and files."""
    asyncio.run(backups.backup(configuration.load(), file))
    size = file.stat().st_size
    print_json({"file": str(file), "size": size}) if as_json else click.echo(
        f"已备份到 {file}，{size:,} 字节。"
    )


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="覆盖非空的登记簿。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@told
def restore(file: Path, force: bool, as_json: bool) -> None:
    """从备份恢复。Restore from a backup."""
    asyncio.run(backups.restore(configuration.load(), file, force=force))
    print_json({"restored": str(file)}) if as_json else click.echo(f"已从 {file} 恢复。")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@told
def doctor(as_json: bool) -> None:
    """检查配置、数据库和积压。Say what is configured, reachable, stale."""
    settings = configuration.load()
    found = asyncio.run(diagnose(settings))
    with open_engines(settings) as engines:
        found.append(diagnose_index(engines))
    if as_json:
        print_json([asdict(entry) for entry in found])
    else:
        for entry in found:
            click.echo(f"{MARKS[entry.state]} {entry.title}：{entry.detail}")
            if entry.action:
                click.echo(f"  {entry.action}")
    sys.exit(Exit.REFUSED if any(entry.state == "bad" for entry in found) else Exit.DONE)
