"""A whole file into a spool: in this process and in a child, one sheet of several, with the user's word."""

import polars as pl
import pytest
import xlsxwriter

from importers import (
    Options,
    UnknownProfile,
    UnknownSheet,
    UnreadableFile,
    load_problems,
    load_report,
    process,
    process_in_child,
)

ROWS = [["专利名称", "申请号", "申请人"], ["一种鱼竿", "201711410931.9", "威海甲公司"]]


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "清单_2024-05-31.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {"专利": ROWS, "说明": [["填表说明"], ["逐行填写"]], "空": [ROWS[0]]}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_the_spool_is_what_the_report_says(workbook, tmp_path):
    report = process(workbook, tmp_path / "spool")
    assert load_report(tmp_path / "spool") == report
    assert report.exported_on == "2024-05-31"
    assert [sheet.sheet for sheet in report.sheets if sheet.data] == ["专利"]
    assert {"sheet.notes"} <= set(load_problems(tmp_path / "spool")["code"])
    assert report.problems["error"] == 0
    rows = pl.read_ipc(tmp_path / "spool" / "0.arrow")
    assert rows.columns[:4] == ["_row", "_item", "_digest", "_state"]
    assert [str(dtype) for dtype in rows.dtypes[:4]] == ["Int32", "Int16", "Int64", "Int8"]


def test_a_child_process_leaves_the_same_spool(workbook, tmp_path):
    seen = []
    report = process(workbook, tmp_path / "here")
    assert (
        process_in_child(workbook, tmp_path / "there", on_progress=lambda *done: seen.append(done)) == report
    )
    here, there = (pl.read_ipc(tmp_path / name / "0.arrow") for name in ("here", "there"))
    assert here.equals(there)
    assert seen[-1][0] == 1


def test_one_sheet_can_be_asked_for(workbook, tmp_path):
    report = process(workbook, tmp_path / "spool", Options(sheet="说明"))
    assert not any(sheet.data for sheet in report.sheets)
    for run in (process, process_in_child):
        with pytest.raises(UnknownSheet, match="专利"):
            run(workbook, tmp_path / "spool", Options(sheet="没有"))


def test_an_unknown_profile_is_refused_by_name(workbook, tmp_path):
    with pytest.raises(UnknownProfile, match="patsnap"):
        process_in_child(workbook, tmp_path / "spool", Options(profile="没有"))


def test_the_users_mapping_reaches_the_checker(workbook, tmp_path):
    options = Options(mapping={"申请人": "patent.owners", "专利名称": None})
    report = process_in_child(workbook, tmp_path / "spool", options)
    columns = {column["header"]: (column["field"], column["basis"]) for column in report.sheets[0].columns}
    assert columns["申请人"] == ("patent.owners", "user")
    assert columns["专利名称"] == (None, "user")


def test_a_sheet_without_key_is_not_imported_and_says_what_was_looked_for(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("甲,乙,丙\n1,2,3\n4,5,6\n", "utf-8")
    report = process(path, tmp_path / "spool")
    assert report.sheets[0].rows == {"read": 2, "blank": 0, "refused": 2, "repeated": 0}
    problems = load_problems(tmp_path / "spool")
    assert problems.select("code", "severity").rows() == [("sheet.no_key", "error")]
    assert "申请号" in problems["details"][0]


def test_a_broken_file_says_why(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableFile):
        process_in_child(path, tmp_path / "spool")


def test_many_chunks_keep_order_and_numbers(tmp_path):
    path = tmp_path / "long.csv"
    numbers = ["201711410931.9", "201310277074.5", "95115608.X"]
    lines = "".join(f"件{number},{numbers[number % 3]},甲\n" for number in range(150_000))
    path.write_text("专利名称,申请号,申请人\n" + lines, "utf-8")
    report = process(path, tmp_path / "spool")
    rows = pl.read_ipc(tmp_path / "spool" / "0.arrow")
    assert rows["_row"].to_list() == list(range(2, 150_002))
    assert rows["patent.application_number"][:3].to_list() == numbers
    assert report.sheets[0].rows["read"] == 150_000
