"""Amounts of money and licence fees as real lists write them."""

from decimal import Decimal

import pytest

from schemas.chinese_numerals import value_of
from schemas.fees import FeeBaseValue, FeeModeValue, FeeTextValue
from schemas.money import MoneyValue
from schemas.numbers import BooleanValue, IntegerValue, NumberValue, PercentValue


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("3,139.7000(万元人民币)", "31397000", "CNY"),
        ("5000（万元）", "50000000", "CNY"),
        ("500(万人民币元)", "5000000", "CNY"),
        ("150万人民币", "1500000", "CNY"),
        ("5万元", "50000", "CNY"),
        ("10000.0", "10000", "CNY"),
        ("24(万美元)", "240000", "USD"),
        ("5,000(万)", "50000000", "CNY"),
        ("1.5亿元", "150000000", "CNY"),
        ("￥30,000.50", "30000.50", "CNY"),
        ("100万港元", "1000000", "HKD"),
        ("2亿日元", "200000000", "JPY"),
        ("80万欧元", "800000", "EUR"),
        ("USD 100", "100", "USD"),
        ("壹佰万元整", "1000000", "CNY"),
        ("人民币叁拾万元", "300000", "CNY"),
        ("0", "0", "CNY"),
        ("56,492.2343(万元人民币)", "564922343", "CNY"),
    ],
)
def test_amounts(text: str, value: str, currency: str) -> None:
    reading = MoneyValue().read(text)
    assert reading.values == {"": Decimal(value), "_currency": currency}
    assert reading.findings == ()


def test_bare_numbers_take_the_unit_of_the_column() -> None:
    assert MoneyValue(unit="万元").read("0.5").value == Decimal(5000)
    assert MoneyValue(unit="万元").read("500元").value == Decimal(500)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5万元", "money.negative"),
        ("5-10万元", "money.range"),
        ("5万元至10万元", "money.range"),
        ("1E+07", "money.scientific_notation"),
        ("面议", "money.unreadable"),
        ("999999999999亿元", "money.too_large"),
        ("5万元/年", "money.unreadable"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(text: str, code: str) -> None:
    reading = MoneyValue().read(text)
    assert reading.value is None
    assert [finding.code for finding in reading.findings] == [code]


def test_cut_decimals_are_told() -> None:
    reading = MoneyValue().read("10.005")
    assert reading.value == Decimal("10.01")
    assert [finding.code for finding in reading.findings] == ["number.rounded"]


def test_chinese_numerals() -> None:
    assert value_of("壹佰伍拾万") == 1_500_000
    assert value_of("三十") == 30
    assert value_of("十五") == 15
    assert value_of("一亿二千万") == 120_000_000
    assert value_of("元") is None


_ENTRY, _LUMP, _PARTS = "entry_plus_royalty", "lump_sum", "instalment"


@pytest.mark.parametrize(
    ("text", "mode", "amount", "entry", "rate", "base"),
    [
        ("免费", "free", "0", None, None, None),
        ("免费许可。", "free", "0", None, None, None),
        ("无偿提供，免费使用。", "free", "0", None, None, None),
        ('{"type":"0"}', "free", "0", None, None, None),
        ("5.免费使用", "free", "0", None, None, None),
        ('{"type":"1","value1":"3万","value2":"5"}', _ENTRY, None, "30000", "5", "net_sales"),
        ('{"type":"1","value1":"5000","value2":"10%"}', _ENTRY, None, "5000", "10", "net_sales"),
        ('{"type":"2","value1":"30","value2":"20000"}', _LUMP, "20000", None, None, None),
        ('{"type":"2","value1":"30","value2":"叁万"}', _LUMP, "30000", None, None, None),
        (
            '{"type":"3","value1":"10","value2":"50000","value10":"250000"}',
            _PARTS,
            "250000",
            None,
            None,
            None,
        ),
        ('{"type":"4","value1":"入门费20万元+销售额提成5%。"}', _ENTRY, None, "200000", "5", "sales"),
        (
            "入门和提成相结合，其中入门费20万元，提成费按当年度合同产品净销售额的3%提取。",
            _ENTRY,
            None,
            "200000",
            "3",
            "net_sales",
        ),
        ("入门费为10万元，提成费净销售额的1‰。", _ENTRY, None, "100000", "0.1", "net_sales"),
        ("10万元+提成费按当年度合同产品销售额的5%提取", _ENTRY, None, "100000", "5", "sales"),
        (
            "采用一次总付的方式，在合同生效后10日内一次性全额支付所有使用费50000元 。",
            _LUMP,
            "50000",
            None,
            None,
            None,
        ),
        ("在合同生效后（15）日内一次性全额支付所有使用费（50000）元", _LUMP, "50000", None, None, None),
        ("一次总付：在 三十 日内一次性全额支付所有使用费壹佰万元", _LUMP, "1000000", None, None, None),
        ("30000<br/>", None, "30000", None, None, None),
        ("5万元", None, "50000", None, None, None),
        (
            "采用总付额内分期支付的方式，5日内支付第一批次，分5批次支付，每次支付10000元。总共支付5次，共计50000元。",
            _PARTS,
            "50000",
            None,
            None,
            None,
        ),
        ("总额为200万元，每年按专利产品销售利润10%提取", "royalty_profit", "2000000", None, "10", "profit"),
        ("面议", "other", None, None, None, None),
        ("其他。   双方协商", "other", None, None, None, None),
        ("一次总付", _LUMP, None, None, None, None),
    ],
)
def test_fees_of_provincial_lists(
    text: str, mode: str | None, amount: str | None, entry: str | None, rate: str | None, base: str | None
) -> None:
    reading = FeeTextValue().read(text)
    wanted = [mode, *(Decimal(number) if number else None for number in (amount, entry, rate)), base]
    names = ("fee_mode", "fee_amount", "fee_entry_amount", "fee_rate", "fee_base")
    assert [reading.values[name] for name in names] == wanted
    assert reading.value == text
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("首年免费使用，第二年开始每年使用费为3000元，采用一次性总付的方式", "fee.amount_unclear"),
        ("其中入门费为 5 万 元，提成费按当年度合同产品净销售额的 1-5 %提取", "fee.several_rates"),
        ("第一年1000元，第二年5000元，第三年10000元。", "fee.several_amounts"),
        ("20,10日内", "fee.amount_unclear"),
        ("50000+1.0%", "fee.amount_unclear"),
        ('{"type":"9"}', "fee.amount_unclear"),
    ],
)
def test_what_cannot_be_told_apart_stays_text_with_a_warning(text: str, code: str) -> None:
    reading = FeeTextValue().read(text)
    assert reading.value == text
    assert reading.values["fee_amount"] is None
    assert [finding.code for finding in reading.findings] == [code]


def test_a_mode_or_base_in_its_own_column() -> None:
    assert FeeModeValue().read("入门费加提成费支付").value == "entry_plus_royalty"
    assert FeeModeValue().read("free").value == "free"
    assert FeeModeValue().read("黄色").findings[0].code == "fee_mode.unknown"
    assert FeeBaseValue().read("净销售额").value == "net_sales"
    assert FeeTextValue(unit="万元").read("0.5").values["fee_amount"] == Decimal(5000)


def test_plain_numbers() -> None:
    assert IntegerValue().read("1,234").value == 1234
    assert IntegerValue().read("12.0").value == 12
    assert IntegerValue().read("12.5").findings[0].code == "integer.fraction"
    assert NumberValue().read("3年").value == Decimal(3)
    assert NumberValue().read("6个月").value == Decimal("0.5")
    assert PercentValue().read("5‰").value == Decimal("0.5")
    assert PercentValue().read("120%").findings[0].code == "percent.out_of_range"
    assert BooleanValue().read("否").value is False
    assert BooleanValue().read("是").value is True
    assert BooleanValue().read("也许").findings[0].code == "boolean.unreadable"
