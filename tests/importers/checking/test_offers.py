"""Open-licence lists: fees from up to three columns, units, and periods."""

import datetime as dt
from decimal import Decimal

HEAD = ["patent_id", "license_fee", "license_fee_type", "license_fee_detail", "license_deadline"]
NUMBERS = [
    "201910918892.6",
    "201310277074.5",
    "201510602417.X",
    "201611119624.0",
    "201410390996.1",
    "201310060857.8",
]


def terms(rows):
    names = ("fee_mode", "fee_amount", "fee_rate", "fee_entry_amount", "fee_text")
    return rows.select(f"offer.{name}" for name in names).rows()


def test_terms_come_from_all_columns(spool):
    _, rows, problems = spool(
        HEAD,
        [
            "ZL201910918892.6",
            "10000.0",
            "一次性付款",
            "采用一次总付的方式，在合同生效后15工作日内付清",
            "2024-09-30",
        ],
        ["ZL201310277074.5", "0.0", "免费", "免费", "2024-12-31"],
    )
    assert terms(rows) == [
        (
            "lump_sum",
            Decimal("10000.00"),
            None,
            None,
            "一次性付款；采用一次总付的方式，在合同生效后15工作日内付清",
        ),
        ("free", Decimal("0.00"), None, None, "免费"),
    ]
    assert problems.is_empty()


def test_contradicting_columns_are_told_and_the_fee_column_counts(spool):
    _, rows, problems = spool(HEAD, ["ZL201910918892.6", "20000", "免费", "一次总付20006元", "2024-09-30"])
    assert rows["offer.fee_amount"].to_list() == [Decimal("20000.00")]
    assert set(problems["code"]) == {"fee.modes_differ", "fee.amounts_differ"}


def test_small_bare_amounts_throughout_a_column_are_ten_thousands(spool):
    rows = [
        [number, fee, "一次总付", "", ""]
        for number, fee in zip(NUMBERS, ("0.5", "9", "20", "3", "1.5", "100"), strict=True)
    ]
    _, offers, problems = spool(HEAD, *rows)
    assert offers["offer.fee_amount"].to_list()[:2] == [Decimal("5000.00"), Decimal("90000.00")]
    told = problems.filter(problems["code"] == "fee.unit_assumed")
    assert told.height == 6
    assert told.select("value", "fix", "applied", "severity").row(0) == ("0.5", "5000.00", True, "warning")


def test_one_small_amount_among_large_ones_is_in_yuan(spool):
    rows = [
        [number, fee, "一次总付", "", ""]
        for number, fee in zip(NUMBERS, ("500", "9000", "20000", "30000", "15000", "100000"), strict=True)
    ]
    _, offers, problems = spool(HEAD, *rows)
    assert offers["offer.fee_amount"].to_list()[0] == Decimal("500.00")
    assert problems.is_empty()


def test_a_header_can_name_the_unit(spool):
    _, rows, problems = spool(
        ["专利号", "专利权人", "许可使用费（万元）", "许可使用费支付方式"],
        ["ZL201910918892.6", "某大学", "2.5", "一次总付"],
    )
    assert rows["offer.fee_amount"].to_list() == [Decimal("25000.00")]
    assert problems.is_empty()


def test_zero_under_a_mode_that_is_not_free_is_no_amount(spool):
    _, rows, problems = spool(HEAD, ["ZL201910918892.6", "0", "一次总付", "", "2024-09-30"])
    assert rows["offer.fee_amount"].to_list() == [None]
    assert problems["code"].to_list() == ["fee.zero_not_free"]


def test_the_amount_of_an_entry_fee_is_the_entry_fee(spool):
    _, rows, _ = spool(
        HEAD, ["ZL201910918892.6", "20000", "入门费和提成费相结合", "提成费按净销售额的3%提取", ""]
    )
    assert terms(rows)[0][:4] == ("entry_plus_royalty", None, Decimal("3.0000"), Decimal("20000.00"))


def test_periods_as_years_days_and_ranges(spool):
    _, rows, problems = spool(
        ["专利号", "许可使用费", "许可期限"],
        [NUMBERS[0], "免费", "3年"],
        [NUMBERS[1], "免费", "2023年1月1日至2025年12月31日"],
        [NUMBERS[2], "免费", "2026-05-31"],
    )
    day = dt.date
    assert rows.select("offer.licence_years", "offer.licence_from", "offer.licence_to").rows() == [
        (Decimal("3.0000"), None, None),
        (None, day(2023, 1, 1), day(2025, 12, 31)),
        (None, None, day(2026, 5, 31)),
    ]
    assert problems.is_empty()


def test_a_licence_beyond_the_term_of_the_patent_is_told(spool):
    _, _, problems = spool(HEAD, ["201220158825.2", "免费", "", "", "2030-03-24"])
    assert problems.select("column", "severity", "code").rows() == [
        ("license_deadline", "warning", "offer.ends_after_term")
    ]
