"""公开(公告)号 and -日 go to the application or to the grant, as the kind code tells."""

import datetime as dt

HEAD = ["申请号", "公开（公告）号", "公开（公告）日", "申请（专利权）人", "IPC分类号", "优先权号"]
DAY = dt.date(2019, 7, 9)


def documents(spool, number, publication):
    _, rows, problems = spool(HEAD, [number, publication, "2019.07.09", "甲公司", "", ""])
    assert problems.is_empty()
    names = ("publication_number", "publication_date", "grant_number", "grant_date")
    return rows.select(f"patent.{name}" for name in names).row(0)


def test_a_published_application_keeps_its_publication(spool):
    assert documents(spool, "201711410931.9", "CN107966475A") == ("CN107966475A", DAY, None, None)


def test_the_document_of_a_grant_fills_the_grant(spool):
    assert documents(spool, "201711410931.9", "CN107966475B") == (None, None, "CN107966475B", DAY)


def test_a_utility_model_is_never_published_before_its_grant(spool):
    assert documents(spool, "201220158825.2", "CN202827616") == (None, None, "CN202827616", DAY)


def test_an_invention_without_kind_code_stays_where_its_header_puts_it(spool):
    assert documents(spool, "200710201273.2", "CN101091984") == ("CN101091984", DAY, None, None)


def test_locarno_classes_in_an_ipc_column_go_to_their_own_field(spool):
    head = ["申请号", "名称", "主分类号", "分类号"]
    _, rows, problems = spool(
        head,
        ["202230481835.9", "不锈钢平底锅", "07-02", "07-02"],
        ["201711410931.9", "测量装置", "G01N25/62", "G01N25/62;G01K11/02"],
    )
    assert rows["patent.locarno"].to_list() == [["07-02"], None]
    assert rows["patent.ipc_main"].to_list() == [None, "G01N25/62"]
    assert rows["patent.ipc"].to_list() == [None, ["G01N25/62", "G01K11/02"]]
    assert problems.is_empty()
