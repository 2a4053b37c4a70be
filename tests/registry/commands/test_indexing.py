"""`registry index` and `registry synonyms`, `registry doctor` on the index."""

import json
from pathlib import Path

from registry.settings import Settings
from tests.registry.commands.conftest import Run


def test_status_says_what_there_is_before_and_after_a_rebuild(settings: Settings, registry: Run) -> None:
    before = registry("index", "status")
    assert before.exit_code == 1
    assert before.output.count("尚未建立") == 5
    assert registry("synonyms", "add", "鱼竿", "钓竿").exit_code == 0
    assert "已重建：" in registry("index", "rebuild").output
    after = registry("index", "status", "--json")
    assert after.exit_code == 0
    said = json.loads(after.output)
    assert {one["condition"] for one in said["indexes"]} == {"ready"}
    assert (said["waiting"], said["rebuilding"]) == (0, False)
    assert "0 条记录等待收入" in registry("index", "status").output


def test_verify_needs_an_index_and_finds_an_empty_one_whole(settings: Settings, registry: Run) -> None:
    missing = registry("index", "verify")
    assert missing.exit_code == 2
    assert "尚未建立" in missing.output
    assert "registry index rebuild" in missing.output
    registry("index", "rebuild", "--json")
    whole = registry("index", "verify", "--dry-run")
    assert (whole.exit_code, whole.output.count("✓")) == (0, 4)
    assert json.loads(registry("index", "verify", "--json").output)["patent"]["missing"] == []


def test_verify_tells_what_differs_and_repairs_it(settings: Settings, registry: Run) -> None:
    from registry.indexing.declared import PROJECTS
    from registry.indexing.engines import engine_of

    registry("index", "rebuild")
    engine = engine_of(settings, PROJECTS)
    with engine.changing() as writer:
        writer.write([{"id": "id-7", "record": "7", "title": "多余的"}])
    told = registry("index", "verify", "--dry-run")
    assert told.exit_code == 1
    assert "✗ 专利导航项目：多余 1（id-7）。" in told.output
    repaired = registry("index", "verify")
    assert repaired.exit_code == 1
    assert "已修复" in repaired.output
    assert registry("index", "verify").exit_code == 0
    assert engine.count() == 0


def test_synonyms_are_added_listed_imported_and_removed(
    settings: Settings, registry: Run, tmp_path: Path
) -> None:
    file = tmp_path / "同义词.txt"
    file.write_text("鱼竿 = 钓竿\n# 海产\n海带，昆布\n", "utf-8")
    assert registry("synonyms", "add", "鱼竿", "钓竿").output == "增加 1 组，0 组原已有。\n"
    assert registry("synonyms", "import", str(file)).output == "增加 1 组，1 组原已有。\n"
    listed = registry("synonyms", "list").output.splitlines()
    assert [line.split("\t")[1] for line in listed] == ["鱼竿 = 钓竿", "海带 = 昆布"]
    numbers = [one["id"] for one in json.loads(registry("synonyms", "list", "--json").output)]
    assert json.loads(registry("synonyms", "remove", str(numbers[0]), "--json").output) == {
        "removed": [numbers[0]]
    }
    assert len(registry("synonyms", "list").output.splitlines()) == 1


def test_what_is_no_group_is_refused_with_a_sentence(
    settings: Settings, registry: Run, tmp_path: Path
) -> None:
    alone = registry("synonyms", "add", "鱼竿")
    assert (alone.exit_code, "不足两个不同的词" in alone.output) == (2, True)
    file = tmp_path / "坏.txt"
    file.write_text("鱼竿 = 钓竿\n海带\n", "utf-8")
    bad = registry("synonyms", "import", str(file))
    assert (bad.exit_code, "第 2 行" in bad.output) == (2, True)
    file.write_bytes("鱼竿 = 钓竿".encode("gbk"))
    assert "UTF-8" in registry("synonyms", "import", str(file)).output
    assert registry("synonyms", "remove", "12").exit_code == 2
    assert registry("synonyms", "list").output == ""


def test_the_doctor_says_how_the_index_is(settings: Settings, registry: Run) -> None:
    assert registry("migrate").exit_code == 0
    before = registry("doctor").output
    assert "! 检索索引：专利 尚未建立" in before
    registry("index", "rebuild")
    assert "✓ 检索索引：可以检索" in registry("doctor").output
    (settings.index_folder / "patent" / "current").write_text("{")
    assert "! 检索索引：专利 已损坏" in registry("doctor").output
