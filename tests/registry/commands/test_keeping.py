"""`registry migrate`, `doctor`, `backup`, `restore`, and settings that cannot be used."""

from pathlib import Path

import pytest

from registry.settings import Settings
from tests.conftest import MakeSettings
from tests.registry.commands.conftest import Run, Write, environment, objects, row


def test_migrating_can_be_repeated(registry: Run) -> None:
    for _ in range(2):
        assert registry("migrate").exit_code == 0
    assert objects(registry("migrate", "--json")) == [{"migrated": True}]


def test_the_doctor_finds_a_sound_registry(registry: Run) -> None:
    result = registry("doctor")
    assert result.exit_code == 0
    assert "表结构已是最新" in result.stdout
    (found,) = (result for result in [registry("doctor", "--json")])
    assert found.exit_code == 0
    states = {entry["name"]: entry["state"] for entry in objects(found)[0]}
    assert states["database"] == states["migrations"] == "ok"


def test_the_doctor_says_what_cannot_be_reached(registry: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = registry("doctor")
    assert result.exit_code == 1
    assert "✗ 数据库：无法连接" in result.stdout
    refused = registry("batches")
    assert refused.exit_code == 2
    assert "无法连接数据库" in refused.stderr


def test_a_backup_is_restored_into_another_registry(
    registry: Run,
    write: Write,
    make_settings: MakeSettings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    registry("import", write("清单.csv", row(1), row(2)))
    before = registry("export", "patent").stdout
    (made,) = objects(registry("backup", tmp_path / "备份.tar", "--json"))
    assert made["size"] == (tmp_path / "备份.tar").stat().st_size
    other: Settings = make_settings()
    for name, value in environment(other).items():
        monkeypatch.setenv(name, value)
    assert registry("restore", tmp_path / "备份.tar").exit_code == 0
    assert registry("export", "patent").stdout == before
    refused = registry("restore", tmp_path / "备份.tar")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert registry("restore", tmp_path / "备份.tar", "--force").exit_code == 0
    assert "登记簿没有变化" in registry("import", tmp_path / "清单.csv").stdout


def test_what_is_no_backup_is_refused(registry: Run, tmp_path: Path) -> None:
    (tmp_path / "别的.tar").write_text("no archive", encoding="utf-8")
    for name in ("别的.tar", "没有.tar"):
        result = registry("restore", tmp_path / name)
        assert result.exit_code == 2
        assert "不是本系统的备份" in result.stderr


def test_settings_that_cannot_be_used_are_named(registry: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_PORT", "八千")
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "mysql://user:secret@somewhere/else")
    for command in (("batches",), ("migrate",), ("doctor",), ("serve",)):
        result = registry(*command)
        assert result.exit_code == 2
        assert "REGISTRY_PORT“八千”" in result.stderr
        assert "REGISTRY_DATABASE_URL" in result.stderr
        assert "secret" not in result.output


def test_keys_for_meilisearch_need_a_server_that_answers(
    registry: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "master").write_text("0123456789abcdef")
    arguments = ("search-keys", "--master-key", tmp_path / "master", tmp_path, tmp_path)
    unset = registry(*arguments)
    assert (unset.exit_code, "REGISTRY_MEILISEARCH_URL" in unset.stderr) == (2, True)
    monkeypatch.setenv("REGISTRY_MEILISEARCH_URL", "http://127.0.0.1:9")
    silent = registry(*arguments)
    assert (silent.exit_code, "0123456789abcdef" in silent.output) == (2, False)
    assert list(tmp_path.glob("registry_*")) == []
