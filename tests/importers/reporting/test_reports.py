"""A file's report as text, as JSON, and as the workbook itself with its faults marked."""

import json

import openpyxl
import polars as pl
import pytest

from importers import load_problems, process
from importers.reporting import file_object, report_text, write_marked

LINES = [
    "专利名称,申请号,申请人,申请日",
    "一种鱼竿,201711410931.9,威海渔具有限公司,2017-12-23",
    "=1+1,201711410931.8,甲公司,2017-13-23",
    "乙,202011438186,丙公司,2020-12-10",
]


@pytest.fixture
def processed(tmp_path):
    path = tmp_path / "清单.csv"
    path.write_text("\n".join(LINES), "utf-8")
    report = process(path, tmp_path / "spool")
    return path, report, load_problems(tmp_path / "spool")


def test_the_text_says_what_the_columns_are_and_what_is_wrong(processed):
    _, report, problems = processed
    text = report_text(report, problems)
    assert "读入 3 行：可导入 2 行，退回 1 行" in text
    assert "校验位不符：现为 8" in text
    assert "第 3 行" in text
    assert "202011438186.0" in text


def test_the_text_in_english(processed):
    _, report, problems = processed
    text = report_text(report, problems, "en")
    assert "3 rows read: 2 to import, 1 refused" in text
    assert "check digit" in text


def test_the_objects_have_the_agreed_keys(processed):
    _, report, problems = processed
    told = file_object(report, problems)
    json.dumps(told)
    assert {"file", "sha256", "profile", "encoding", "sheets", "problems"} <= set(told)
    sheet = told["sheets"][0]
    assert sheet["kind"] == "patent"
    assert sheet["columns"]["申请号"] == "patent.application_number"
    assert sheet["rows"] == {"read": 3, "blank": 0, "refused": 1, "repeated": 0}
    problem = next(entry for entry in told["problems"] if entry["code"] == "application_number.check_digit")
    assert problem["sheet"] == sheet["sheet"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "申请号", "201711410931.8")
    assert problem["severity"] == "error"
    assert problem["problem"]
    assert problem["expected"]


def test_the_marked_workbook_has_every_cell_as_it_was_and_says_why(processed, tmp_path):
    path, _, problems = processed
    write_marked(path, tmp_path / "marked.xlsx", problems)
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:4] for row in rows] == [line.split(",") for line in LINES]
    assert rows[0][4:] == ["退回原因", "建议值"]
    assert sheet["B3"].fill.fgColor.rgb == "FFF8C9C4"
    assert "校验位不符" in sheet["B3"].comment.text
    assert "申请日" in rows[2][4]
    assert sheet["A3"].data_type == "s"
    assert "202011438186.0" in rows[3][5]


def test_the_marked_workbook_can_be_imported_again(processed, tmp_path):
    path, first, problems = processed
    write_marked(path, tmp_path / "marked.xlsx", problems)
    again = process(tmp_path / "marked.xlsx", tmp_path / "again")
    assert again.sheets[0].rows == first.sheets[0].rows
    assert [column["field"] for column in again.sheets[0].columns[-2:]] == [None, None]
    before, after = (pl.read_ipc(tmp_path / name / "0.arrow") for name in ("spool", "again"))
    assert before.equals(after)


def test_rows_keep_their_numbers_below_a_title(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("专利清单,,\n\n专利名称,申请号,申请人\n甲,201711410931.8,乙\n", "utf-8")
    process(path, tmp_path / "spool")
    problems = load_problems(tmp_path / "spool")
    write_marked(path, tmp_path / "marked.xlsx", problems)
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    row = problems["row"][0]
    assert sheet.cell(row=row, column=2).value == "201711410931.8"
    assert "校验位不符" in sheet.cell(row=row, column=4).value


def test_what_a_file_holds_does_nothing_to_the_terminal(tmp_path):
    path = tmp_path / "清\x1b[2J单.csv"
    path.write_text("\n".join([*LINES, "戊,abc\x1b]0;x\x07,\x1b[31m丁公司,2020-01-01"]), "utf-8")
    report = process(path, tmp_path / "spool")
    text = report_text(report, load_problems(tmp_path / "spool"))
    assert "不是申请号" in text
    assert all(line.isprintable() for line in text.splitlines())
