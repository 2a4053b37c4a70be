"""Rows that are refused, skipped, split or left to the database."""

import polars as pl

HEAD = ["专利名称", "申请号", "申请人", "申请日"]
GOOD = ["一种鱼竿", "CN201711410931.9", "威海渔具有限公司", "2017-12-23"]


def codes(problems):
    return problems["code"].to_list()


def test_rows_are_canonical_and_counted(spool):
    report, rows, problems = spool(HEAD, GOOD)
    assert rows["patent.application_number"].to_list() == ["201711410931.9"]
    assert rows["patent.applicants"].to_list() == [["威海渔具有限公司"]]
    assert rows["patent.patent_type"].to_list() == ["invention"]
    assert rows["_row"].to_list() == [2]
    assert report.sheets[0].rows == {"read": 1, "blank": 0, "refused": 0, "repeated": 0}
    assert problems.is_empty()


def test_a_wrong_check_digit_refuses_the_row(spool):
    report, rows, problems = spool(HEAD, GOOD, ["乙", "201711410931.8", "甲", "2017-12-23"])
    assert rows.height == 1
    assert report.sheets[0].rows["refused"] == 1
    assert problems.select("row", "column", "value", "severity", "code").rows() == [
        (3, "申请号", "201711410931.8", "error", "application_number.check_digit")
    ]


def test_blank_rows_and_repeated_headers_are_counted(spool):
    report, rows, problems = spool(
        HEAD, GOOD, ["", "", " ", ""], HEAD, ["乙", "95115608.X", "甲", "1995-10-04"]
    )
    assert report.sheets[0].rows == {"read": 4, "blank": 1, "refused": 0, "repeated": 1}
    assert rows["_row"].to_list() == [2, 5]
    assert problems.is_empty()


def test_a_row_without_key_is_refused_and_says_so(spool):
    report, _, problems = spool(HEAD, GOOD, ["乙", "无", "甲", "2017-12-23"])
    assert report.sheets[0].rows["refused"] == 1
    assert codes(problems) == ["key.missing"]


def test_several_numbers_in_a_cell_become_several_records(spool):
    report, rows, problems = spool(HEAD, ["甲", "ZL201610695189.X、ZL201910243920.9", "乙", "2016-08-19"])
    assert rows.select("_row", "_item", "patent.application_number").rows() == [
        (2, 0, "201610695189.X"),
        (2, 1, "201910243920.9"),
    ]
    assert report.sheets[0].rows["read"] == 1
    assert codes(problems)[0] == "cell.several_numbers"


def test_of_several_numbers_the_readable_ones_are_kept(spool):
    report, rows, _ = spool(HEAD, ["甲", "ZL201610695189.1;ZL201910243920.9", "乙", "2016-08-19"])
    assert rows.select("_item", "patent.application_number").rows() == [(0, "201910243920.9")]
    assert report.sheets[0].rows["refused"] == 0


def test_a_destroyed_number_is_left_to_the_database_where_a_publication_number_is_there(spool):
    head = ["申请号", "授权公告号", "授权公告日", "专利权人"]
    report, rows, problems = spool(
        head,
        ["2.0193E+12", "CN305246987S", "2019.07.09", "甲"],
        ["2.0193E+12", "", "2019.07.09", "甲"],
        ["201711410931.9", "CN107966475B", "2019.07.09", "甲"],
    )
    assert rows.select("_row", "_state", "patent.grant_number").rows() == [
        (2, 1, "CN305246987S"),
        (4, 0, "CN107966475B"),
    ]
    assert report.sheets[0].rows["refused"] == 1
    assert codes(problems) == ["application_number.scientific_notation"] * 2


def test_a_publication_number_in_the_number_column_identifies_the_row(spool):
    _, rows, problems = spool(HEAD, GOOD, ["乙", "CN101091984B", "甲", ""])
    assert rows.select("_state", "patent.application_number", "patent.grant_number").rows() == [
        (0, "201711410931.9", None),
        (1, None, "CN101091984B"),
    ]
    assert codes(problems) == ["application_number.publication_number"]


def test_the_digest_knows_equal_rows_whatever_the_order_of_columns(spool):
    _, first, _ = spool(HEAD, GOOD)
    _, second, _ = spool(HEAD[::-1], GOOD[::-1])
    _, third, _ = spool(HEAD, ["一种鱼竿。", *GOOD[1:]])
    assert first["_digest"].to_list() == second["_digest"].to_list()
    assert first["_digest"].to_list() != third["_digest"].to_list()
    assert first["_digest"].null_count() == 0


def test_a_cell_too_long_for_a_workbook_is_told_and_not_kept(spool):
    long = "长" * 32_768
    report, rows, problems = spool(
        ("申请号", "专利名称"), ("201711410931.9", long), ("202110344405.7", long[1:])
    )
    assert rows["patent.title"].to_list() == [None, long[1:]]
    (found,) = problems.filter(pl.col("code") == "cell.too_long").iter_rows(named=True)
    assert (found["row"], found["column"], found["severity"]) == (2, "专利名称", "error")
    assert report.sheets[0].rows["refused"] == 0


def test_control_characters_do_not_get_into_lines(spool):
    _, rows, _ = spool(
        ("申请号", "专利名称", "申请人"), ("201711410931.9", "一种\x1b[31m渔\x07竿", "威海\x1b渔具有限公司")
    )
    assert rows["patent.title"].to_list() == ["一种[31m渔竿"]
    assert rows["patent.applicants"].to_list() == [["威海渔具有限公司"]]
