"""Amounts of money (金额): 元, 万元, 亿元, currencies, brackets and thousands commas; exact to 0.01."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, NamedTuple

import polars as pl

from schemas import chinese_numerals
from schemas.currencies import PATTERN, WORDS
from schemas.findings import Finding, Reading, error, refused
from schemas.numbers import decimal_of, rounded
from schemas.text_forms import code_text
from schemas.value_type import Outputs, ValueType

UNITS = {"": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "K": Decimal(1000)}
LARGE = {
    "": Decimal(1),
    "万": Decimal(10**4),
    "W": Decimal(10**4),
    "亿": Decimal(10**8),
    "百万": Decimal(10**6),
}
LIMIT = Decimal(10) ** 17

_NUMBER = r"(?P<number>[0-9][0-9,]*(?:[.][0-9]*)?|[.][0-9]+)"
_AMOUNT = re.compile(
    rf"(?P<sign>[-−+])?(?P<before>{PATTERN})?{_NUMBER}(?P<unit>[十百千]?)(?P<large>[万亿W]?)(?P<after>(?:{PATTERN}){{0,2}})整?正?"
)
_INNER = re.compile(rf"(?P<unit>[十百千]?)(?P<large>[万亿]?)(?P<currency>{PATTERN})元?")
_RANGE = re.compile(r".*[0-9万元亿](?:-|~|—|至|到)[0-9].*")
_SCIENTIFIC = re.compile(r"-?[0-9](?:[.][0-9]+)?E[+]?[0-9]{1,2}")


class Amount(NamedTuple):
    """An amount as found in a text: its value in the currency's unit, and the currency if it was named."""

    value: Decimal
    currency: str | None
    has_unit: bool


def amount_of(text: str) -> Amount | None:
    """The amount a whole text states, None where it states none or more than one."""
    plain = re.sub(r"[()\[\]{}:]", "", code_text(text)).replace("萬", "万").replace("億", "亿")
    plain = re.sub(rf"(?P<a>[万亿])(?P<b>{PATTERN})(?P<c>元?)", r"\g<a>\g<b>", plain)
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        return _in_characters(plain)
    number = decimal_of(match["number"])
    if number is None:
        return None
    sign = -1 if match["sign"] in {"-", "−"} else 1
    words = [match["before"] or "", *re.findall(PATTERN, match["after"])]
    named = [WORDS[word] for word in words if word]
    currency = next((code for code in named if code != "CNY"), named[0] if named else None)
    factor = UNITS[match["unit"]] * LARGE[match["large"]]
    has_unit = bool(match["unit"] or match["large"] or named)
    return Amount(sign * number * factor, currency, has_unit)


def _in_characters(plain: str) -> Amount | None:
    """壹佰万元整."""
    match = re.fullmatch(
        rf"(?:{PATTERN})?(?P<numeral>{chinese_numerals.NUMERAL.pattern})(?P<after>(?:{PATTERN}){{1,2}})整?",
        plain,
    )
    value = chinese_numerals.value_of(match["numeral"]) if match else None
    if match is None or value is None:
        return None
    named = [WORDS[word] for word in re.findall(PATTERN, match["after"])]
    return Amount(value, next((code for code in named if code != "CNY"), "CNY"), has_unit=True)


class MoneyValue(ValueType):
    """An amount with its currency, 人民币 where none is named.

    `unit` is the unit of bare numbers in this column: "元", or "万元" where the header or source says so.
    """

    name = "money"
    outputs: ClassVar[Outputs] = {"": pl.Decimal(20, 2), "_currency": pl.String()}
    _currency: ClassVar[str] = "_currency"

    def __init__(self, unit: str = "元") -> None:
        self.unit = unit
        self._factor = LARGE[unit.removesuffix("元")]

    def read(self, text: str) -> Reading:
        """Read one amount."""
        amount = amount_of(text)
        if amount is None:
            return _refuse(text)
        if amount.value < 0:
            return refused("money.negative", text=text[:60])
        value = amount.value if amount.has_unit else amount.value * self._factor
        if value >= LIMIT:
            return refused("money.too_large", text=text[:60])
        kept, found = rounded(value, 2)
        return Reading({"": kept, self._currency: amount.currency or "CNY"}, found)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr] | None:  # noqa: ARG002 - amounts repeat: read once each
        """No fast path: amounts repeat, and equal texts are read once."""
        return None


class FeeMoneyValue(MoneyValue):
    """An amount of a licence fee: its currency goes into the one field `fee_currency` (许可费币种)."""

    name = "fee_money"
    outputs: ClassVar[Outputs] = {"": pl.Decimal(20, 2), "fee_currency": pl.String()}
    _currency: ClassVar[str] = "fee_currency"


def _refuse(text: str) -> Reading:
    plain = code_text(text)
    if _SCIENTIFIC.fullmatch(plain):
        return refused("money.scientific_notation", text=text[:60])
    if _RANGE.fullmatch(plain):
        return refused("money.range", text=text[:60])
    found: Finding = error("money.unreadable", text=text[:60])
    return Reading({}, (found,))
