"""Gazette filings fill patent, child and event from the same row; lists of titles fill enterprise and title."""

import datetime as dt

DAY = dt.date(2023, 5, 9)


def test_a_licence_filing(spool):
    report, rows, problems = spool(
        ["专利号", "合同备案号", "让与人", "受让人", "使用外观设计的产品名称", "许可种类", "备案日期"],
        [
            "ZL202230481835.9",
            "X2023370000012",
            "甲公司",
            "乙公司；丙公司",
            "不锈钢平底锅",
            "普通许可",
            "2023.05.09",
        ],
    )
    assert report.sheets[0].profile == "licence_filing"
    assert report.sheets[0].kinds == ["licence", "patent", "event"]
    row = rows.row(0, named=True)
    assert row["licence.licensees"] == ["乙公司", "丙公司"]
    assert row["licence.filed_on"] == row["event.event_date"] == DAY
    assert row["event.event_code"] == "EE01"
    assert (
        row["event.detail"]
        == "合同备案号 X2023370000012，让与人 甲公司，受让人 乙公司；丙公司，许可种类 普通许可"
    )
    assert problems.is_empty()


def test_a_cancelled_pledge(spool):
    report, rows, _ = spool(
        ["专利号", "登记号", "出质人", "质权人", "解除日"],
        ["ZL201711410931.9", "Y2021370000001", "甲公司", "威海市商业银行", "2023-05-09"],
    )
    assert report.sheets[0].profile == "pledge_cancellation"
    assert rows["pledge.released_on"].to_list() == [DAY]
    assert rows["event.event_name"].to_list() == ["专利权质押合同登记的注销"]


def test_titles_from_the_name_of_the_file(spool):
    report, rows, problems = spool(
        ["序号", "企业名称", "统一社会信用代码"],
        ["1", "威海广泰空港设备股份有限公司", "913710007628687892"],
        name="2023年度国家知识产权优势企业名单.csv",
    )
    assert report.sheets[0].kinds == ["recognition", "enterprise"]
    row = rows.row(0, named=True)
    assert row["recognition.title"] == "国家知识产权优势企业"
    assert row["recognition.title_kind"] == "ip_advantage"
    assert row["recognition.level"] == "national"
    assert row["recognition.round"] == "2023年度"
    assert row["enterprise.credit_code"] == "913710007628687892"
    assert problems.is_empty()


def test_projects_and_their_agencies(spool):
    report, rows, _ = spool(
        ["项目编号", "项目名称", "导航类型", "承担单位", "立项时间"],
        ["DH-01", "碳纤维渔具产业专利导航", "产业规划类", "威海知识产权服务有限公司", "2023-05-09"],
        name="专利导航项目清单.csv",
    )
    assert report.sheets[0].profile == "navigation_projects"
    assert rows["project.agency"].to_list() == rows["agency.name"].to_list() == ["威海知识产权服务有限公司"]


def test_mixed_codes_go_where_they_belong(spool):
    _, rows, problems = spool(
        ["企业名称", "代码匹配"],
        ["威海甲有限公司", "913710007628687892"],
        ["威海乙有限公司", "370681018019402"],
    )
    assert rows["enterprise.credit_code"].to_list() == ["913710007628687892", None]
    assert rows["enterprise.registration_number"].to_list() == [None, "370681018019402"]
    assert problems.is_empty()
