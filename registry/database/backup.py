"""Backup and restore (备份、恢复): one tar file with the database as pg_dump writes it and the kept files.

The file begins with a manifest of versions and checksums; a restore checks all before it touches anything.
"""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from registry.database.embedded.binaries import binaries
from registry.database.errors import BackupRefusedError
from registry.database.migrate import known_steps, migrate
from registry.database.server import migration_url
from registry.settings import Settings

FORMAT = 1
"""Number of the layout of the file; a restore refuses what it does not know."""
_MANIFEST, _DUMP, _FILES = "manifest.json", "database.dump", "files"


async def backup(settings: Settings, file: Path) -> Mapping[str, Any]:
    """Write the database and the kept files into `file`, which appears only when it is complete.

    Returns the manifest. Raises BackupRefusedError if pg_dump fails, ServerUnavailableError.
    """
    return await asyncio.to_thread(_backup, settings, file)


def _backup(settings: Settings, file: Path) -> Mapping[str, Any]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        dump = Path(folder) / _DUMP
        _run("pg_dump", f"--dbname={migration_url(settings)}", "--format=custom", f"--file={dump}")
        manifest = _manifest(settings.files_folder, dump)
        unfinished = Path(folder) / "backup.tar"
        _pack(unfinished, manifest, dump, settings.files_folder)
        unfinished.replace(file)
    return manifest


def _manifest(files: Path, dump: Path) -> dict[str, Any]:
    kept = {f"{_FILES}/{path.relative_to(files)}": path for path in _kept(files)}
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": known_steps(),
        "sha256": {name: _sha256(path) for name, path in {_DUMP: dump, **kept}.items()},
    }


def _kept(folder: Path) -> Iterator[Path]:
    if folder.exists():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _pack(file: Path, manifest: Mapping[str, Any], dump: Path, files: Path) -> None:
    described = dump.with_name(_MANIFEST)
    described.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    with tarfile.open(file, "w") as archive:
        archive.add(described, _MANIFEST)
        archive.add(dump, _DUMP)
        for name in manifest["sha256"]:
            if name != _DUMP:
                archive.add(files / name.removeprefix(f"{_FILES}/"), name)


async def restore(settings: Settings, file: Path, *, force: bool = False) -> Mapping[str, Any]:
    """Bring back what `backup` wrote, into a database without records; with `force`, in place of them.

    Everything in `file` is checked first. Then the database changes in one transaction, the files are put in
    their place, and the migrations made since the backup run. Returns the manifest.
    Raises BackupRefusedError, with nothing changed.
    """
    url = await asyncio.to_thread(migration_url, settings)
    if not force and await _holds_records(url):
        raise BackupRefusedError(
            "数据库中已有记录，恢复会取代它们。请恢复到空的数据库；确要取代，请加 --force。"
        )
    manifest = await asyncio.to_thread(_restore, url, settings.files_folder, file)
    await migrate(settings)
    return manifest


async def _holds_records(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("SELECT to_regclass('public.change_entry') IS NULL"):
            return False
        return bool(
            await connection.fetchval("SELECT EXISTS (TABLE operation) OR EXISTS (TABLE change_entry)")
        )
    finally:
        await connection.close()


def _restore(url: str, files: Path, file: Path) -> Mapping[str, Any]:
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files.parent, prefix=".restore-") as name:
        folder = Path(name)
        manifest = _unpack(file, folder)
        script = folder / "restore.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(folder / _DUMP))
        _replace_database(url, script)
        _replace_files(folder / _FILES, files)
    return manifest


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        _check(file, folder, manifest)
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefusedError(f"{file} 不是本系统的备份，或已损坏：{error}") from error
    return manifest


def _check(file: Path, folder: Path, manifest: Mapping[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise BackupRefusedError(f"{file} 的格式为 {manifest['format']}，本程序只能读取格式 {FORMAT}。")
    unknown = set(manifest["migrations"]) - set(known_steps())
    if unknown:
        raise BackupRefusedError(f"{file} 出自更新的版本（{'、'.join(sorted(unknown))}），请先升级本系统。")
    for name, expected in manifest["sha256"].items():
        if _sha256(folder / name) != expected:
            raise BackupRefusedError(f"{file} 已损坏：{name} 与清单中的校验和不符。")


def _replace_database(url: str, script: Path) -> None:
    """Put the dump in place of what the database holds, in one transaction."""
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--command=DROP SCHEMA public CASCADE",
        "--command=CREATE SCHEMA public",
        f"--file={script}",
        f"--dbname={url}",
    )


def _replace_files(restored: Path, files: Path) -> None:
    restored.mkdir(exist_ok=True)
    if files.exists():
        files.replace(restored.with_name("former"))
    restored.replace(files)


def _run(program: str, *arguments: str) -> None:
    """Run a client program of PostgreSQL under our own account: it only connects to the server."""
    finished = subprocess.run(  # noqa: S603 - fixed programs; the arguments are our own settings
        [_program(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if finished.returncode:
        raise BackupRefusedError(f"{program} 失败：{finished.stderr.strip()}")


def _program(name: str) -> str:
    ours = binaries() / name
    if os.access(ours, os.X_OK):
        return str(ours)
    found = shutil.which(name)
    if found is None:
        raise BackupRefusedError(f"找不到 PostgreSQL 18 的 {name}，请安装 PostgreSQL 客户端程序。")
    return found
