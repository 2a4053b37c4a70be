"""What an unknown sheet is, column by column: header aliases, the shape of values, and the user's word."""

import datetime as dt

import pytest

from importers.recognition import ProfileError, UnknownProfile, profile_from_mapping, read_profile
from importers.recognition.aliases import find_alias
from importers.recognition.headers import normalise_header, unit_of

NUMBERS = ["CN201711410931.9", "CN201310277074.5", "CN201510602417.X", "CN202110344405.7"]
PUBLICATIONS = ["CN107966475B", "CN202827616U", "CN101091984A", "CN203729369U"]
FIRMS = [
    "威海广泰空港设备股份有限公司",
    "威海光威复合材料股份有限公司",
    "山东大学（威海）",
    "威高集团有限公司",
]
CODES = ["91371002706087777P", "91371000MA3N6WYW1J", "913710007628687892", "91330106673959654P"]
PERSONS = ["王伟", "李娜;张强", "A·瓦克曼", "刘洋；陈静"]
ADDRESSES = [
    "264200山东省威海市环翠区文化西路2号",
    "山东省威海市高技术产业开发区火炬路169号",
    "日本东京都",
    "威海市环翠区世昌大道12号",
]


def fields(found):
    return {match.header: match.field for match in found.columns}


def bases(found):
    return {match.header: match.basis for match in found.columns}


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("申请（专利权）人：", "申请(专利权)人"),
        (" 申请号 * ", "申请号"),
        ("标题 (中文)", "标题(中文)"),
        ("APNO", "apno"),
    ],
)
def test_headers_are_compared_in_one_form(header, plain):
    assert normalise_header(header) == plain


def test_a_header_may_name_its_unit():
    assert unit_of("许可使用费（万元）") == "万元"
    assert unit_of("许可使用费") is None


def test_a_part_of_a_header_is_never_enough():
    assert find_alias("PCT国际申请号", ("patent",))[0].field == "pct_application_number"
    assert find_alias("申请号数量", ("patent",)) is None
    assert find_alias("IPC主分类", ("patent",))[0].field == "ipc_main"


def test_an_unknown_list_of_patents_is_read_by_aliases(recognised):
    found = recognised(
        {"专利名称": ["甲"] * 4, "专利号": NUMBERS, "权利人": FIRMS, "备考": ["a", "b", "c", "d"]}
    )
    assert found.profile is None
    assert found.kinds == ("patent",)
    assert fields(found) == {
        "专利名称": "patent.title", "专利号": "patent.application_number", "权利人": "patent.owners", "备考": None,
    }  # fmt: skip


def test_columns_without_known_headers_are_found_by_their_values(recognised):
    found = recognised(
        {"甲列": NUMBERS, "乙列": FIRMS, "丙列": ["A01K87/00", "G01N25/62", "H04L9/32", "B29C70/32"]}
    )
    assert found.importable
    assert fields(found) == {
        "甲列": "patent.application_number", "乙列": "patent.owners", "丙列": "patent.ipc",
    }  # fmt: skip
    assert set(bases(found).values()) == {"shape"}
    assert all(0 < match.confidence < 0.8 for match in found.columns)


def test_publication_numbers_under_the_header_of_patent_numbers(recognised):
    found = recognised({"专利号": PUBLICATIONS, "申请号": NUMBERS, "专利名称": ["甲"] * 4})
    assert fields(found)["专利号"] == "patent.publication_number"
    assert [header for header, _ in found.findings] == ["专利号"]


def test_two_columns_labelled_the_wrong_way_round(recognised):
    found = recognised({"申请号": NUMBERS, "专利名称": ["甲"] * 4, "地址": PERSONS, "发明人": ADDRESSES})
    assert fields(found)["地址"] == "patent.inventors"
    assert fields(found)["发明人"] == "patent.address"
    assert {finding.code for _, finding in found.findings} == {"column.values_decide"}


def test_a_column_that_is_plainly_not_what_it_says_is_left_out(recognised):
    found = recognised({"申请号": NUMBERS, "专利名称": ["甲"] * 4, "申请日": FIRMS})
    assert fields(found)["申请日"] != "patent.filing_date"
    assert [header for header, _ in found.findings] == ["申请日"]


def test_an_unknown_list_of_enterprises(recognised):
    found = recognised({"单位名称": FIRMS, "信用代码": CODES, "所在市": ["威海"] * 4})
    assert found.kinds == ("enterprise",)
    assert fields(found) == {
        "单位名称": "enterprise.name",
        "信用代码": "enterprise.credit_code",
        "所在市": "enterprise.city",
    }


def test_where_no_column_can_be_the_key_the_sheet_says_what_was_looked_for(recognised):
    found = recognised({"甲": ["1", "2"], "乙": ["x", "y"], "丙": ["p", "q"]})
    assert not found.importable
    ((_, finding),) = found.findings
    assert finding.code == "sheet.no_key"
    assert "申请号" in finding.details["wanted"]
    assert "企业名称" in finding.details["wanted"]


def test_a_sheet_of_notes_is_skipped(recognised):
    found = recognised({"填表说明": ["一、请逐行填写", "二、不得合并单元格"]})
    assert not found.importable
    assert found.findings[0][1].code == "sheet.notes"


def test_the_users_mapping_overrules_everything(recognised):
    found = recognised(
        {"甲列": NUMBERS, "乙列": FIRMS, "专利名称": ["x"] * 4},
        mapping={"甲列": "patent.application_number", "乙列": "patent.applicants", "专利名称": None},
    )
    assert fields(found) == {
        "甲列": "patent.application_number", "乙列": "patent.applicants", "专利名称": None,
    }  # fmt: skip
    assert set(bases(found).values()) == {"user"}


def test_a_saved_mapping_is_a_profile_that_recognises_the_next_file(recognised):
    mapping = {"编号甲": "offer.application_number", '价"格': "offer.fee_amount", "杂项": None}
    text = profile_from_mapping("our_list", "我们的清单", mapping)
    read_profile(text)
    found = recognised(
        {"编号甲": NUMBERS, '价"格': ["1", "2", "3", "4"], "杂项": ["a", "b", "c", "d"]}, saved=(text,)
    )
    assert found.profile.name == "our_list"
    assert found.kinds == ("offer", "patent")
    assert fields(found) == {"编号甲": "patent.application_number", '价"格': "offer.fee_amount", "杂项": None}


def test_a_profile_can_be_asked_for_by_name(recognised):
    found = recognised({"专利号": NUMBERS, "名称": ["甲"] * 4}, profile="open_licence_zh")
    assert found.profile.name == "open_licence_zh"
    with pytest.raises(UnknownProfile, match="open_licence_zh"):
        recognised({"专利号": NUMBERS}, profile="nowhere")


def test_a_broken_profile_says_what_is_wrong():
    with pytest.raises(ProfileError, match=r"no field 'patent\.colour'"):
        read_profile('name = "x"\ntitle = "x"\nfills = ["patent"]\n[columns]\n"颜色" = "patent.colour"')
    with pytest.raises(ProfileError, match="not valid TOML"):
        read_profile("name = ")


@pytest.mark.parametrize(
    ("file_name", "day"),
    [
        ("专利检索_20240501.xlsx", dt.date(2024, 5, 1)),
        ("patsnap导出2024-05-31.xlsx", dt.date(2024, 5, 31)),
        ("台账（2024年5月3日）.xls", dt.date(2024, 5, 3)),
        ("台账_2024-05.xlsx", dt.date(2024, 5, 1)),
        ("中国专利数据库2023年.csv", None),
        ("上市药品专利信息采集-化药-0730.xlsx", None),
        ("20241399.xlsx", None),
    ],
)
def test_the_day_of_the_export_is_in_the_name(recognised, file_name, day):
    assert recognised({"专利号": NUMBERS, "专利名称": ["甲"] * 4}, file_name=file_name).exported_on == day


def test_a_title_above_the_header_names_the_title_and_round(recognised):
    found = recognised(
        {"序号": ["1"], "企业名称": FIRMS[:1], "所在市": ["威海"]},
        preamble=[(1, "2023年度山东省知识产权示范企业名单"), (2, "鲁知发〔2023〕12号")],
    )
    assert found.constants["recognition.title"] == "山东省知识产权示范企业"
    assert found.constants["recognition.round"] == "2023年度"
    assert found.constants["recognition.document_number"] == "鲁知发〔2023〕12号"
