"""Fields of a row that contradict each other are told and kept."""

import pytest

HEAD = ["申请号", "专利名称", "专利类型", "申请日", "公开号", "公开日", "授权公告号", "授权公告日"]
GOOD = {
    "申请号": "201711410931.9",
    "专利名称": "一种鱼竿",
    "专利类型": "发明",
    "申请日": "2017-12-23",
    "公开号": "CN107966475A",
    "公开日": "2018-04-27",
    "授权公告号": "CN107966475B",
    "授权公告日": "2020-05-05",
}


def found(spool, **changes):
    _, rows, problems = spool(HEAD, list((GOOD | changes).values()))
    assert rows.height == 1
    return problems.select("column", "severity", "code").rows()


def test_nothing_to_say_of_a_sound_row(spool):
    assert found(spool) == []


@pytest.mark.parametrize(
    ("changes", "column", "severity", "code"),
    [
        ({"专利类型": "实用新型"}, "专利类型", "warning", "patent.type_conflicts"),
        ({"授权公告号": "CN202827616U"}, "授权公告号", "warning", "patent.document_conflicts"),
        (
            {"申请日": "2019-12-23", "公开日": "", "授权公告日": ""},
            "申请日",
            "warning",
            "patent.filed_after_number",
        ),
        ({"申请日": "2018-01-23", "公开日": ""}, "申请日", "note", "patent.filed_year_after"),
        ({"申请日": "2015-12-23"}, "申请日", "note", "patent.filed_before_number"),
        ({"公开日": "2017-04-27"}, "公开日", "warning", "patent.published_before_filing"),
        ({"授权公告日": "2018-04-01"}, "授权公告日", "warning", "patent.granted_before_publication"),
    ],
)
def test_contradictions_are_told(spool, changes, column, severity, code):
    assert (column, severity, code) in found(spool, **changes)


def test_a_national_phase_keeps_its_international_filing_date(spool):
    _, _, problems = spool(["申请号", "专利名称", "申请日"], ["201880013080.0", "甲", "2016-02-14"])
    assert problems.is_empty()


def test_two_columns_that_name_different_patents(spool):
    _, rows, problems = spool(["申请号", "专利号", "名称"], ["201711410931.9", "ZL202110344405.7", "甲"])
    assert rows["patent.application_number"].to_list() == ["201711410931.9"]
    assert problems.select("column", "code").rows() == [("专利号", "patent.numbers_differ")]
