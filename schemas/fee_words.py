"""The words of licence fees: modes (支付方式), bases (提成基数), amounts and rates inside a sentence."""

import re
from collections.abc import Iterable
from decimal import Decimal

from schemas import chinese_numerals
from schemas.currencies import PATTERN
from schemas.money import amount_of
from schemas.vocabulary import Term


class FeeMode(Term):
    """许可费支付方式 (CNIPA notice of 2024-07 and the declaration form)."""

    FREE = "free", "免费"
    LUMP_SUM = "lump_sum", "一次总付"
    INSTALMENT = "instalment", "总付额内分期支付"
    ROYALTY_NET_SALES = "royalty_net_sales", "按销售额提成"
    ROYALTY_PROFIT = "royalty_profit", "按利润额提成"
    ENTRY_PLUS_ROYALTY = "entry_plus_royalty", "入门费和提成费相结合"
    OTHER = "other", "其他方式"


class FeeBase(Term):
    """提成基数: what a royalty is counted on. 销售额 is what many lists say where the form says 净销售额."""

    NET_SALES = "net_sales", "净销售额"
    SALES = "sales", "销售额"
    PROFIT = "profit", "利润额"


_DECIMAL = r"[0-9][0-9,]*(?:[.][0-9]+)?"
_MONEY = (
    rf"(?:{_DECIMAL}(?:[十百千]?[万亿](?:{PATTERN})?|[十百千]?(?:{PATTERN}))"
    rf"|{chinese_numerals.NUMERAL.pattern}(?:{PATTERN}))"
)
_AMOUNT = re.compile(rf"(?P<amount>{_MONEY})")
_TOTAL = re.compile(
    r"(?:总费用|总共|共计|合计|总计|总额|总金额|总价|总许可费|共(?=[0-9]+万?$))(?:支付|收取|为|是|:|约|人民币)*"
    rf"(?P<amount>{_MONEY}|{_DECIMAL}(?=[.。,;)）]|$))"
)
_RATE = re.compile(r"[0-9]+(?:[.][0-9]+)?(?:(?:-|~|—|至|到)[0-9]+(?:[.][0-9]+)?)?[%‰]")
_PARTIAL = re.compile(
    r"/年|每年|年度?使用费|/月|每月|每次支付|每批|每期|/台|/套|/吨|每台|每套|每吨|第[一二三]年|元-|万-"
)
_YEARLY_ENTRY = re.compile(r"入门费[^,;。+]{0,12}/[年月]|每[年月]入门费|[0-9万元]/[年月]")
_LEFT = re.compile(r"(?<![0-9.])[0-9][0-9.]*(?:个?工?作?[日天年月批次期]|个月|[%‰、.](?![0-9]))|20[0-9]{2}年")
_FREE = re.compile(r"免费|无偿|FREE|零费用|不收取?费")
_ROYALTY = re.compile(
    r"提成|(?:销售|利润|营业|产值)[^。;]*[0-9][%‰]|[0-9万元]\+[0-9.]+[%‰]|[0-9][%‰][^。;]*(?:销售|利润)"
)
_ENTRY = re.compile(r"入门|(?:[万元]|[0-9])[+加]")
_MODES = (
    (re.compile(r"分期|分批|批次|分[0-9一二三四五六七八九十]+次|INSTALMENT"), FeeMode.INSTALMENT),
    (
        re.compile(
            r"(?:^|[/、,;(])一次性(?:$|[/、,;)])|一次性?(?:总付|支付|付清|付款|付费|全额|结清|缴清)|固定费用|固定金额|总付|买断|LUMP"
        ),
        FeeMode.LUMP_SUM,
    ),
)
_OTHER = re.compile(r"其[他它]|协商|面议|另议|商议|一事一议|先使用后付费|先用后付|议价|技术服务")


def mode_of(plain: str) -> FeeMode | None:
    """The mode of payment a compact text names, None when it names none."""
    royalty = _ROYALTY.search(plain)
    if royalty and _ENTRY.search(plain):
        return FeeMode.ENTRY_PLUS_ROYALTY
    if royalty:
        return FeeMode.ROYALTY_PROFIT if base_of(plain) is FeeBase.PROFIT else FeeMode.ROYALTY_NET_SALES
    for pattern, mode in _MODES:
        if pattern.search(plain):
            return mode
    if _FREE.search(plain) and not amounts_of(plain):
        return FeeMode.FREE
    return FeeMode.OTHER if _OTHER.search(plain) else None


def base_of(plain: str) -> FeeBase | None:
    """The base of a royalty a compact text names."""
    if "利润" in plain:
        return FeeBase.PROFIT
    if "净销售" in plain or "NET_SALES" in plain:
        return FeeBase.NET_SALES
    return FeeBase.SALES if re.search(r"销售|营业额|营业收入", plain) else None


def rates_of(plain: str) -> list[str]:
    """The percentages in a text, each once, a range such as `1-5%` as one."""
    return list(dict.fromkeys(match.group() for match in _RATE.finditer(plain)))


def amounts_of(plain: str) -> list[tuple[Decimal, str]]:
    """The amounts with a unit in a text, with their currencies."""
    return _valued(match["amount"] for match in _AMOUNT.finditer(plain))


def totals_of(plain: str) -> list[tuple[Decimal, str]]:
    """The amounts a text calls a total (共计, 总额 …)."""
    return _valued(match["amount"] for match in _TOTAL.finditer(plain))


def _valued(texts: Iterable[str]) -> list[tuple[Decimal, str]]:
    found = []
    for text in texts:
        amount = amount_of(text)
        if amount is not None and amount.value < Decimal(10) ** 17:
            found.append((amount.value.quantize(Decimal("0.01")), amount.currency or "CNY"))
    return found


def is_partial(plain: str, *, entry: bool) -> bool:
    """Whether the amount is one of several payments (每年, 每次支付 …); an entry fee only if yearly."""
    return (_YEARLY_ENTRY if entry else _PARTIAL).search(plain) is not None


def has_other_numbers(plain: str) -> bool:
    """Whether numbers stand in the text besides days, years, instalments and percentages."""
    return re.search("[0-9]", _LEFT.sub("", plain)) is not None


def with_unit(text: str) -> str:
    """`叁万` and `10万` as an amount in 元."""
    return f"{text}元" if chinese_numerals.NUMERAL.fullmatch(text) else text
