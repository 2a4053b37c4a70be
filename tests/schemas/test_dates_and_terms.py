"""Dates in every form seen in exports, and the terms counted from them."""

import datetime as dt

import pytest

from schemas.dates import DateValue
from schemas.patent_type import PatentType
from schemas.terms import term_end

READER = DateValue()
DAY = dt.date(2024, 8, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-23",
        "2024.08.23",
        "20240823",
        "20240823.0",
        "2024-08-23T00:00:00",
        "2024年8月23日",
        "2024-8-23",
        "2024/8/23",
        "2024/08/23",
        "2024 年 8 月 23 日",
        "2024-08-23 13:01:09.656",
        "23.08.2024",
        "2024年08月23日",
        "2024-08-23 00:00:00",
        "2024-08-23T10:11:12Z",
        "2024-08-23T10:11:12+08:00",
        "23/08/2024",
        "08/23/2024",
        "２０２４．０８．２３",
        "'2024-08-23",
        "2024. 8. 23",
        "二〇二四年八月二十三日",
        "Aug 23, 2024",
        "23-Aug-2024",
        "2024-08-23 10:11",
    ],
)
def test_forms(text: str) -> None:
    assert READER.read(text).value == DAY
    assert READER.read(text).findings == ()


@pytest.mark.parametrize(
    ("text", "iso", "code"),
    [
        ("42928", "2017-07-12", "excel_serial"),
        ("42928.0", "2017-07-12", "excel_serial"),
        ("1686120103000.0", "2023-06-07", "epoch"),
        ("1686120103", "2023-06-07", "epoch"),
    ],
)
def test_counted_dates_are_converted_and_told(text: str, iso: str, code: str) -> None:
    reading = READER.read(text)
    (finding,) = reading.findings
    assert reading.value.isoformat() == iso
    assert finding.code == f"date.{code}"
    assert finding.fix == iso


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年2月30日", "impossible"),
        ("2023-13-01", "impossible"),
        ("23-05-06", "two_digit_year"),
        ("5/6/23", "two_digit_year"),
        ("5/6/2023", "day_or_month"),
        ("2023", "incomplete"),
        ("2023-05", "incomplete"),
        ("2023年5月", "incomplete"),
        ("202305", "incomplete"),
        ("1997-04-09至2047-03-19", "range"),
        ("昨天", "unreadable"),
        ("1021-05-06", "year"),
        ("201711410931.9", "unreadable"),
    ],
)
def test_what_is_no_certain_day_is_refused_by_name(text: str, code: str) -> None:
    reading = READER.read(text)
    assert reading.value is None
    assert [finding.code for finding in reading.findings] == [f"date.{code}"]


@pytest.mark.parametrize("text", ["长期", "无固定期限", "永久", "9999-12-31"])
def test_open_ends_are_no_date_and_no_fault(text: str) -> None:
    reading = READER.read(text)
    assert reading.value is None
    assert [finding.code for finding in reading.findings] == ["date.open_ended"]


@pytest.mark.parametrize(
    ("patent_type", "filed", "end"),
    [
        (PatentType.UTILITY_MODEL, (2012, 4, 5), (2022, 4, 5)),
        (PatentType.DESIGN, (2022, 7, 27), (2037, 7, 27)),
        (PatentType.INVENTION, (2018, 2, 14), (2038, 2, 14)),
        (PatentType.DESIGN, (2021, 5, 31), (2031, 5, 31)),
        (PatentType.DESIGN, (2021, 6, 1), (2036, 6, 1)),
        (PatentType.UTILITY_MODEL, (2020, 2, 29), (2030, 2, 28)),
        (PatentType.INVENTION, (2020, 2, 29), (2040, 2, 29)),
    ],
)
def test_terms_of_article_42(
    patent_type: PatentType, filed: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert term_end(patent_type, dt.date(*filed)) == dt.date(*end)
