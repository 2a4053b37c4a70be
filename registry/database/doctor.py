"""What `registry doctor` looks at: whether the database is there, up to date, and keeps up."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import asyncpg

from registry.database.engine import connection, open_engine
from registry.database.errors import DatabaseError
from registry.database.migrate import pending
from registry.database.server import database_url
from registry.settings import Settings

STALE_SECONDS = 3600
"""Age from which an import without an end is worth a warning."""
WAITING_SECONDS = 300
"""Age from which a change not yet in the search index is."""

TITLES = {
    "configuration": "配置",
    "disk": "磁盘",
    "database": "数据库",
    "rights": "权限",
    "migrations": "表结构",
    "index": "检索索引",
    "outbox": "索引积压",
    "imports": "导入",
    "locks": "锁",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One finding: `detail` is what is, `action` what to do about it (empty if nothing)."""

    name: str
    state: Literal["ok", "warn", "bad"]
    detail: str
    action: str = ""

    @property
    def title(self) -> str:
        """The name for people."""
        return TITLES[self.name]


async def diagnose(settings: Settings) -> list[Diagnosis]:
    """Look at everything that can be looked at; what cannot be reached is a finding, not an error."""
    found = [_configured(settings), _disk(settings)]
    try:
        url = await asyncio.to_thread(database_url, settings)
        async with open_engine(url, size=1) as engine, engine.transaction():
            found += [await _reachable(connection()), await _rights(connection())]
            missing = await pending(settings)
            found.append(_migrations(missing))
            if not missing:
                found += [await check(connection()) for check in CHECKS]
    except (DatabaseError, asyncpg.PostgresError, OSError) as error:
        found.append(Diagnosis("database", "bad", str(error), "请按上面的提示处理后再检查。"))
    return found


def _configured(settings: Settings) -> Diagnosis:
    if settings.embedded:
        return Diagnosis("configuration", "ok", f"使用内嵌的 PostgreSQL，位于 {settings.postgres_folder}。")
    parts = urlsplit(settings.database_url or "")
    place = f"{parts.hostname or '本机套接字'}{parts.path}"
    return Diagnosis("configuration", "ok", f"使用 REGISTRY_DATABASE_URL 指定的 PostgreSQL：{place}。")


def _disk(settings: Settings) -> Diagnosis:
    folder = _existing(settings.data.expanduser().resolve())
    free = shutil.disk_usage(folder).free // 2**20
    if free < settings.disk_free_mib:
        action = f"请清理 {folder} 所在的磁盘，或用 REGISTRY_DATA 更换数据文件夹。"
        return Diagnosis(
            "disk", "warn", f"仅余 {free:,} MiB，建议至少 {settings.disk_free_mib:,} MiB。", action
        )
    return Diagnosis("disk", "ok", f"{folder} 所在的磁盘尚余 {free:,} MiB。")


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


async def _reachable(database: asyncpg.Connection) -> Diagnosis:
    version = await database.fetchval("SHOW server_version")
    size = await database.fetchval("SELECT pg_database_size(current_database()) / 1048576")
    return Diagnosis("database", "ok", f"PostgreSQL {version} 可以连接，数据库占 {size:,} MiB。")


async def _rights(database: asyncpg.Connection) -> Diagnosis:
    """Whether the application could alter tables, and with them the triggers of the change log."""
    owner = await database.fetchval("""
        SELECT current_setting('is_superuser')::boolean OR EXISTS (
            SELECT FROM pg_class
            WHERE oid = to_regclass('public.change_entry') AND pg_has_role(relowner, 'USAGE'))
        """)
    if owner:
        action = "请为本系统另设一个数据库角色，并把所有者的 URL 设为 REGISTRY_MIGRATION_URL。"
        return Diagnosis("rights", "warn", "运行所用的角色拥有各表，可以改动表结构和变更记录。", action)
    return Diagnosis("rights", "ok", "运行所用的角色不能改动表结构和变更记录。")


def _migrations(missing: list[str]) -> Diagnosis:
    if missing:
        return Diagnosis(
            "migrations", "bad", f"尚未执行：{'、'.join(missing)}。", "请运行 registry migrate。"
        )
    return Diagnosis("migrations", "ok", "表结构已是最新。")


async def _outbox(database: asyncpg.Connection) -> Diagnosis:
    row = await database.fetchrow("""
        SELECT coalesce(sum(coalesce(last_record_id, record_id) - record_id + 1), 0)::bigint AS length,
               coalesce(extract(epoch FROM now() - min(at)), 0)::bigint AS age
        FROM index_outbox""")
    if not row["length"]:
        return Diagnosis("outbox", "ok", "没有积压。")
    waiting = f"{row['length']:,} 条记录等待收入检索索引，最早的已等待 {row['age']:,} 秒。"
    if row["age"] > WAITING_SECONDS:
        action = "请确认后台进程在运行：registry serve 自带一个，也可以另外运行 registry worker。"
        return Diagnosis("outbox", "warn", waiting, action)
    return Diagnosis("outbox", "ok", waiting)


async def _interrupted(database: asyncpg.Connection) -> Diagnosis:
    rows = await database.fetch(
        """
        SELECT id, file_name FROM import_batch WHERE state IN ('received', 'uploaded')
        AND created_at < now() - make_interval(secs => $1) ORDER BY id""",
        STALE_SECONDS,
    )
    if rows:
        named = "、".join(f"{row['id']}（{row['file_name']}）" for row in rows)
        action = (
            "请确认后台进程在运行，它会接着做完：registry serve 自带一个，也可以另外运行 registry worker。"
        )
        return Diagnosis("imports", "warn", f"已开始而未完成的批次：{named}。", action)
    return Diagnosis("imports", "ok", "没有中断的导入。")


async def _locks(database: asyncpg.Connection) -> Diagnosis:
    """Transactions that hold locks and do nothing: their program hangs, or has lost its connection."""
    rows = await database.fetch(
        """
        SELECT pid, extract(epoch FROM now() - state_change)::bigint AS idle FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'
          AND state_change < now() - make_interval(secs => $1) ORDER BY pid""",
        STALE_SECONDS,
    )
    if rows:
        named = "、".join(f"{row['pid']}（已闲置 {row['idle']:,} 秒）" for row in rows)
        action = "请结束占用它的程序，或执行 SELECT pg_terminate_backend(进程号)。"
        return Diagnosis("locks", "warn", f"占着锁而闲置的事务：{named}。", action)
    return Diagnosis("locks", "ok", "没有遗留的事务。")


CHECKS: tuple[Callable[[asyncpg.Connection], Awaitable[Diagnosis]], ...] = (_outbox, _interrupted, _locks)
"""What is asked of a database that is up to date."""
