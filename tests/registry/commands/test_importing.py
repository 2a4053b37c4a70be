"""`registry import`, `batches` and `undo`: what they print, what they leave, and with which exit code."""

import os
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from tests.registry.commands.conftest import HEADERS, Run, Write, number, objects, row

FATES = ("new", "changed", "unchanged", "repeated", "conflicting", "refused", "blank")
FILE_KEYS = {"file", "sha256", "profile", "encoding", "sheets", "problems", "batch", "committed"}
SHEET_KEYS = {"sheet", "header_row", "kind", "columns", "rows"}
PROBLEM_KEYS = {"sheet", "row", "column", "value", "severity", "code", "problem", "expected", "fix"}


def exported(registry: Run, kind: str = "patent") -> list[dict[str, object]]:
    return objects(registry("export", kind))


def test_exit_codes_tell_done_from_done_with_refused_rows_from_nothing_done(
    registry: Run, write: Write
) -> None:
    assert registry("import", write("对.csv", row(1))).exit_code == 0
    assert registry("import", write("半对.csv", row(2), ("12345", "一种", "甲", "2020-01-01"))).exit_code == 1
    assert registry("import", write("错.csv", ("12345", "一种", "甲", "2020-01-01"))).exit_code == 2
    assert len(exported(registry)) == 2


def test_a_repeated_import_is_done_and_says_that_nothing_changed(registry: Run, write: Write) -> None:
    path = write("清单.csv", row(1), row(2))
    registry("import", path)
    again = registry("import", path)
    assert again.exit_code == 0
    assert "登记簿没有变化" in again.stdout
    assert "未变 2" in again.stdout


def test_the_object_of_a_file_has_the_documented_shape(registry: Run, write: Write) -> None:
    wrong = (number(2)[:-1] + ("0" if number(2)[-1] != "0" else "1"), "一种", "甲", "2020-01-01")
    path = write("清单.csv", row(1), row(1), wrong, ("", "", "", ""), row(3))
    (found,) = objects(registry("import", path, "--json"))
    assert set(found) >= FILE_KEYS
    assert (found["file"], found["encoding"], found["batch"], found["committed"]) == (
        "清单.csv",
        "UTF-8",
        1,
        True,
    )
    (sheet,) = found["sheets"]
    assert set(sheet) >= SHEET_KEYS
    assert (sheet["header_row"], sheet["kind"]) == (1, "patent")
    assert sheet["columns"] == dict(
        zip(HEADERS, ("application_number", "title", "owners", "filing_date"), strict=True)
    )
    assert set(sheet["rows"]) == {"read", *FATES}
    assert sheet["rows"]["read"] == sum(sheet["rows"][fate] for fate in FATES) == 5
    assert [sheet["rows"][fate] for fate in ("new", "repeated", "refused", "blank")] == [2, 1, 1, 1]
    (problem,) = [problem for problem in found["problems"] if problem["severity"] == "error"]
    assert set(problem) >= PROBLEM_KEYS
    assert (problem["row"], problem["column"], problem["value"]) == (4, "专利号", wrong[0])


@pytest.mark.usefixtures("reading_in_child")
def test_a_file_that_cannot_be_read_does_not_keep_the_others(
    registry: Run, write: Write, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    result = registry("import", broken, write("好.csv", row(1)), tmp_path / "没有.csv", "--json")
    assert result.exit_code == 1
    unread, read, missing = objects(result)
    assert [entry["committed"] for entry in (unread, read, missing)] == [False, True, False]
    for entry in (unread, missing):
        assert set(entry) == FILE_KEYS
        assert set(entry["problems"][0]) == PROBLEM_KEYS
    assert (unread["sha256"], missing["sha256"]) == (sha256(broken.read_bytes()).hexdigest(), None)
    assert "没有.csv" in missing["problems"][0]["problem"]
    assert len(exported(registry)) == 1


def test_only_unreadable_files_is_nothing_done_and_said_in_a_sentence(registry: Run, tmp_path: Path) -> None:
    (tmp_path / "空.csv").touch()
    result = registry("import", tmp_path / "空.csv", tmp_path / "没有.csv")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "空.csv：没有导入。文件是空的，没有任何内容。",
        f"没有.csv：没有导入。找不到文件“{tmp_path / '没有.csv'}”。",
    ]


def test_what_is_no_file_is_told_without_waiting_for_it(registry: Run, tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    os.mkfifo(tmp_path / "管.csv")
    result = registry("import", tmp_path / "夹", tmp_path / "管.csv")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"夹：没有导入。“{tmp_path / '夹'}”不是普通文件，请选择一个表格文件。",
        f"管.csv：没有导入。“{tmp_path / '管.csv'}”不是普通文件，请选择一个表格文件。",
    ]


def test_a_name_that_is_no_text_does_not_keep_a_file_from_being_imported(
    registry: Run, write: Write, tmp_path: Path
) -> None:
    odd = write("甲.csv", row(1)).rename(tmp_path / os.fsdecode(b"\xff\x1b[31m2024.csv"))
    (found,) = objects(registry("import", odd, "--json"))
    assert (found["file"], found["committed"]) == ("[31m2024.csv", True)
    assert "[31m2024.csv" in registry("batches").stdout


def test_rows_of_every_fate_are_counted_in_the_last_line(registry: Run, write: Write) -> None:
    assert "读取 1 行：空行 1。" in registry("import", write("空.csv", ("", "", "", ""))).stdout


@pytest.mark.usefixtures("reading_in_child")
def test_a_dry_run_says_the_same_and_leaves_nothing(registry: Run, write: Write) -> None:
    path = write("清单.csv", row(1), ("12345", "一种", "甲", "2020-01-01"))
    dry = registry("import", path, "--dry-run", "--json")
    assert dry.exit_code == 1
    (previewed,) = objects(dry)
    assert (previewed["batch"], previewed["committed"]) == (None, False)
    assert exported(registry) == []
    assert registry("batches", "--json").stdout == ""
    (imported,) = objects(registry("import", path, "--json"))
    assert imported["sheets"] == previewed["sheets"]
    assert imported["problems"] == previewed["problems"]


def test_the_marked_workbook_can_be_corrected_and_imported_again(
    registry: Run, write: Write, tmp_path: Path
) -> None:
    report = tmp_path / "核对结果.xlsx"
    path = write("清单.csv", row(1), ("2.0202E+11", "另一种", "威海乙有限公司", "2020-01-01"))
    assert registry("import", path, "--report", report).exit_code == 1
    book = openpyxl.load_workbook(report)
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [*HEADERS, "退回原因", "建议值"]
    assert "科学记数法" in str(sheet.cell(3, 5).value)
    sheet.cell(3, 1).value = number(2)
    book.save(report)
    (corrected,) = objects(registry("import", report, "--json"))
    rows = corrected["sheets"][0]["rows"]
    assert (rows["new"], rows["unchanged"], rows["refused"]) == (1, 1, 0)


def test_several_files_get_a_report_each(registry: Run, write: Write, tmp_path: Path) -> None:
    registry("import", write("甲.csv", row(1)), write("乙.csv", row(2)), "--report", tmp_path / "r.xlsx")
    assert sorted(path.name for path in tmp_path.glob("r*.xlsx")) == ["r-乙.csv.xlsx", "r-甲.csv.xlsx"]


def test_a_mapping_reads_an_unknown_file_and_is_saved_as_a_profile(registry: Run, write: Write) -> None:
    headers = ("甲列", "乙列", "丙列")
    first = write("第一份.csv", (number(1), "一种钓鱼竿", "x"), headers=headers)
    mapping = ("--map", "甲列=patent.application_number", "--map", "乙列=patent.title", "--map", "丙列=")
    saved = registry("import", first, *mapping, "--save-profile", "我的清单")
    assert saved.exit_code == 0
    assert "我的清单" in [profile["name"] for profile in objects(registry("profiles", "--json"))]
    second = write("第二份.csv", (number(2), "一种鱼线轮", "y"), headers=headers)
    (found,) = objects(registry("import", second, "--json"))
    assert found["profile"] == "我的清单"
    assert found["sheets"][0]["columns"] == {"甲列": "application_number", "乙列": "title", "丙列": None}
    assert [entry["title"] for entry in exported(registry)] == ["一种钓鱼竿", "一种鱼线轮"]


def test_a_mapped_header_may_hold_an_equals_sign_and_one_not_there_is_named(
    registry: Run, write: Write
) -> None:
    path = write("清单.csv", (*row(1), "说明"), headers=(*HEADERS, "A=B"))
    result = registry("import", path, "--map", "A=B=patent.abstract", "--map", "没有=patent.title")
    assert result.exit_code == 0
    assert "没有“没有”列" in result.stderr
    assert exported(registry)[0]["abstract"] == "说明"


def test_batches_are_listed_and_undone_and_brought_back(registry: Run, write: Write) -> None:
    registry("import", write("一.csv", row(1)), "--reason", "季度更新")
    registry("import", write("二.csv", row(1, "改名的钓鱼竿"), row(2)))
    before = exported(registry)
    first, second = objects(registry("batches", "--json"))
    assert (first["batch"], first["state"], first["file"]) == (1, "committed", "一.csv")
    (undone,) = objects(registry("undo", str(second["batch"]), "--json"))
    assert (undone["batch"], undone["removed"], undone["left"]) == (second["batch"], 1, [])
    assert len(exported(registry)) == 1
    assert "已撤销" in registry("batches").stdout
    assert registry("undo", str(second["batch"])).exit_code == 0
    assert exported(registry) == before


def test_what_was_edited_since_is_left_alone_and_listed(registry: Run, write: Write) -> None:
    registry("import", write("一.csv", row(1), row(2)))
    registry("edit", "patent", number(1), "title=改正的名称", "--reason", "证书")
    undone = registry("undo", "1")
    assert undone.exit_code == 0
    assert "此后修改过" in undone.stdout
    assert [entry["title"] for entry in exported(registry)] == ["改正的名称"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--map", "专利号"), "应写作 列名=字段"),
        (("--map", "专利号=patent.nosuch"), "没有字段“patent.nosuch”"),
        (("--map", "专利号=number"), "没有字段“number”"),
        (("--profile", "nosuch"), "没有名为“nosuch”的模板"),
        (("--sheet", "没有这张"), "没有导入"),
        (("--report", "核对.csv"), "xlsx"),
        (("--report", "没有的文件夹/核对.xlsx"), "没有文件夹 没有的文件夹"),
    ],
)
def test_mistakes_on_the_command_line_are_told_in_a_sentence(
    registry: Run, write: Write, arguments: tuple[str, str], said: str
) -> None:
    result = registry("import", write("清单.csv", row(1)), *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert exported(registry) == []


def test_a_report_never_overwrites_the_file(registry: Run, write: Write) -> None:
    path = write("清单.csv", row(1)).rename(write("x.csv", row(1)).with_name("清单.xlsx"))
    assert registry("import", path, "--report", path).exit_code == 2


def test_a_batch_that_is_not_there_cannot_be_undone(registry: Run) -> None:
    result = registry("undo", "7")
    assert result.exit_code == 2
    assert "没有可以撤销的第 7 批" in result.stderr
