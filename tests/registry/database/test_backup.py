"""A backup brings back records, change log and files; what is damaged or would overwrite is refused."""

import json
import tarfile

import asyncpg
import pytest

from registry.database.backup import backup, restore
from registry.database.engine import open_database, transaction
from registry.database.errors import BackupRefusedError
from registry.database.operations import operation
from registry.database.tables import ChangeLog
from registry.enterprises.tables import Enterprise

pytestmark = pytest.mark.anyio


@pytest.fixture
async def filled(settings):
    """A registry with a record, its history and a kept file."""
    async with open_database(settings), operation("edit", "张三", "登记"):
        await Enterprise.insert(Enterprise(name="甲公司", former_names=["乙公司"]))
        await Enterprise.update({Enterprise.city: "济南市"}).where(Enterprise.name == "甲公司")
    settings.files_folder.mkdir(parents=True)
    (settings.files_folder / "原表.csv").write_text("申请号", encoding="utf-8")
    return settings


async def _contents(settings) -> tuple[object, ...]:
    async with open_database(settings):
        return await Enterprise.select(), await ChangeLog.select().order_by(ChangeLog.id)


async def test_everything_comes_back(filled, make_settings, tmp_path):
    await backup(filled, tmp_path / "registry.tar")
    other = make_settings()
    await restore(other, tmp_path / "registry.tar")
    assert await _contents(other) == await _contents(filled)
    assert (other.files_folder / "原表.csv").read_text(encoding="utf-8") == "申请号"


async def test_a_database_without_tables_can_be_restored(filled, empty_settings, tmp_path):
    await backup(filled, tmp_path / "registry.tar")
    await restore(empty_settings, tmp_path / "registry.tar")
    assert await _contents(empty_settings) == await _contents(filled)


async def test_restored_tables_are_guarded_and_go_on_counting(filled, make_settings, tmp_path):
    await backup(filled, tmp_path / "registry.tar")
    other = make_settings()
    await restore(other, tmp_path / "registry.tar")
    async with open_database(other):
        async with operation("edit", "李四"):
            await Enterprise.insert(Enterprise(name="丙公司"))
        assert await ChangeLog.count() == 3
        async with transaction() as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("DELETE FROM change_entry")


async def test_records_are_replaced_only_by_force(filled, tmp_path):
    await backup(filled, tmp_path / "registry.tar")
    async with open_database(filled), operation("edit", "张三"):
        await Enterprise.insert(Enterprise(name="丁公司"))
    (filled.files_folder / "新表.csv").touch()
    with pytest.raises(BackupRefusedError, match="已有记录"):
        await restore(filled, tmp_path / "registry.tar")
    await restore(filled, tmp_path / "registry.tar", force=True)
    async with open_database(filled):
        assert await Enterprise.select(Enterprise.name) == [{"name": "甲公司"}]
    assert [path.name for path in filled.files_folder.iterdir()] == ["原表.csv"]


async def test_a_damaged_backup_is_refused_and_changes_nothing(filled, tmp_path):
    file = tmp_path / "registry.tar"
    await backup(filled, file)
    content = bytearray(file.read_bytes())
    place = content.index(b"PGDMP") + 2000
    content[place] ^= 0xFF
    file.write_bytes(content)
    before = await _contents(filled)
    with pytest.raises(BackupRefusedError, match="已损坏"):
        await restore(filled, file, force=True)
    assert await _contents(filled) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0" * 10240])
async def test_what_is_no_backup_is_refused(settings, tmp_path, content):
    file = tmp_path / "registry.tar"
    file.write_bytes(content)
    with pytest.raises(BackupRefusedError, match="不是本系统的备份"):
        await restore(settings, file)


async def test_a_backup_of_a_later_version_is_refused(settings, tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"format": 1, "migrations": ["9999-later"], "sha256": {}}))
    with tarfile.open(tmp_path / "registry.tar", "w") as archive:
        archive.add(manifest, "manifest.json")
    with pytest.raises(BackupRefusedError, match="9999-later"):
        await restore(settings, tmp_path / "registry.tar")


async def test_a_backup_that_fails_leaves_the_former_one(settings, tmp_path):
    file = tmp_path / "registry.tar"
    file.write_text("former")
    gone = settings.model_copy(update={"migration_url": settings.migration_url.replace("/test_", "/gone_")})
    with pytest.raises(BackupRefusedError, match="pg_dump"):
        await backup(gone, file)
    assert file.read_text() == "former"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
