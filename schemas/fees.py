"""许可使用费: how a licence is paid for, from a word, a sentence or the JSON of provincial lists."""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

import polars as pl

from schemas import fee_words
from schemas.fee_words import FeeBase, FeeMode
from schemas.findings import Finding, Reading, error, refused, warning
from schemas.money import LARGE, LIMIT, Amount, amount_of
from schemas.numbers import decimal_of
from schemas.text_forms import compact
from schemas.texts import LongTextValue
from schemas.value_type import Outputs, ValueType

__all__ = ["FeeBase", "FeeBaseValue", "FeeMode", "FeeModeValue", "FeeTerms", "FeeTextValue", "read_terms"]


@dataclass(slots=True)
class FeeTerms:
    """What a text says of the fee. Amounts in the unit of `currency`, `rate` in percent."""

    mode: FeeMode | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    base: FeeBase | None = None
    entry_amount: Decimal | None = None
    currency: str | None = None
    findings: list[Finding] = field(default_factory=list)


def read_terms(text: str, factor: Decimal = Decimal(1)) -> FeeTerms:
    """The terms of payment in a text. `factor` multiplies an amount that stands without any unit."""
    plain = re.sub(r"<[^<>]{1,20}>", "", compact(text))
    plain = re.sub(r"[(\[]([0-9][0-9.,]*[万亿]?)[)\]](?=[万亿元日])", r"\1", plain)
    if plain.startswith("{"):
        return _read_json(plain, factor)
    bare = amount_of(plain)
    if bare is not None:
        return _only_amount(bare, factor)
    terms = FeeTerms(mode=fee_words.mode_of(plain), base=fee_words.base_of(plain))
    terms.rate = _rate(plain, terms)
    if terms.mode is FeeMode.FREE:
        terms.amount, terms.currency = Decimal("0.00"), "CNY"
    elif terms.mode is FeeMode.ENTRY_PLUS_ROYALTY:
        terms.entry_amount = _single_amount(plain, terms)
    else:
        terms.amount = _single_amount(plain, terms)
    return terms


def _only_amount(amount: Amount, factor: Decimal) -> FeeTerms:
    value = amount.value if amount.has_unit else amount.value * factor
    if value < 0:
        return FeeTerms(findings=[error("money.negative", text=str(amount.value))])
    if not 0 <= value < LIMIT:
        return FeeTerms(findings=[warning("fee.amount_unclear")])
    return FeeTerms(amount=value.quantize(Decimal("0.01")), currency=amount.currency or "CNY")


def _rate(plain: str, terms: FeeTerms) -> Decimal | None:
    rates = (
        fee_words.rates_of(plain)
        if terms.base or terms.mode is FeeMode.ENTRY_PLUS_ROYALTY or "提成" in plain
        else []
    )
    if not rates:
        stray = [] if terms.mode else fee_words.rates_of(plain)
        terms.findings.extend(warning("fee.base_missing", rate=rate[:20]) for rate in stray[:1])
        return None
    if len(rates) > 1:
        terms.findings.append(warning("fee.several_rates", rates="、".join(rates)[:100]))
        return None
    value = decimal_of(rates[0].rstrip("%‰"))
    if value is None or value > 100:
        terms.findings.append(warning("fee.several_rates", rates=rates[0][:100]))
        return None
    return (value / 10 if rates[0].endswith("‰") else value).quantize(Decimal("0.0001"))


def _single_amount(plain: str, terms: FeeTerms) -> Decimal | None:
    """The one amount the text names, or its named total; a remark where it names several."""
    totals = fee_words.totals_of(plain)
    found = totals[-1:] or fee_words.amounts_of(plain)
    distinct = list(dict.fromkeys(found))
    if not distinct:
        if terms.mode is not FeeMode.OTHER and fee_words.has_other_numbers(plain):
            terms.findings.append(warning("fee.amount_unclear"))
        return None
    if len(distinct) > 1:
        terms.findings.append(warning("fee.several_amounts", count=str(len(distinct))))
        return None
    if not totals and fee_words.is_partial(plain, entry=terms.mode is FeeMode.ENTRY_PLUS_ROYALTY):
        terms.findings.append(warning("fee.amount_unclear"))
        return None
    value, terms.currency = distinct[0]
    return value if value < LIMIT else None


def _read_json(plain: str, factor: Decimal) -> FeeTerms:
    """`{"type":"2","value1":"15","value2":"50000"}` of the Guangdong list: types 0 to 4."""
    try:
        fields = json.loads(plain)
    except ValueError:
        return FeeTerms(findings=[warning("fee.amount_unclear")])
    values = {str(key): str(value) for key, value in fields.items() if value is not None}
    return _json_terms(values, factor) or FeeTerms(findings=[warning("fee.amount_unclear")])


def _json_terms(values: dict[str, str], factor: Decimal) -> FeeTerms | None:
    kind, text = values.get("TYPE", ""), values.get("VALUE1", "")
    if kind == "0":
        return read_terms("免费")
    if kind == "1":
        return _json_royalty(values, factor)
    if kind in {"2", "3"}:
        mode, place = (FeeMode.LUMP_SUM, "VALUE2") if kind == "2" else (FeeMode.INSTALMENT, "VALUE10")
        return _json_amount(mode, values.get(place, ""), factor)
    return read_terms(text, factor) if text and not text.startswith("{") else None


def _json_amount(mode: FeeMode, text: str, factor: Decimal) -> FeeTerms:
    terms = read_terms(fee_words.with_unit(text), factor) if text else FeeTerms()
    terms.mode = mode
    if terms.amount is None and not terms.findings:
        terms.findings.append(warning("fee.amount_unclear"))
    return terms


def _json_royalty(values: dict[str, str], factor: Decimal) -> FeeTerms:
    terms = _json_amount(FeeMode.ENTRY_PLUS_ROYALTY, values.get("VALUE1", ""), factor)
    terms.entry_amount, terms.amount = terms.amount, None
    terms.base = FeeBase.NET_SALES
    rate = decimal_of(values.get("VALUE2", "").rstrip("%"))
    if rate is None or not 0 <= rate <= 100:
        terms.findings.append(warning("fee.several_rates", rates=values.get("VALUE2", "")[:100]))
    else:
        terms.rate = rate.quantize(Decimal("0.0001"))
    return terms


class FeeTextValue(ValueType):
    """许可费原文: the text itself, and what it says as `fee_mode`, `fee_amount`, `fee_rate` and so on.

    `unit` is the unit of bare numbers in this column, "元" or "万元".
    """

    name = "fee_text"
    outputs: ClassVar[Outputs] = {
        "": pl.String(),
        "fee_mode": pl.String(),
        "fee_amount": pl.Decimal(20, 2),
        "fee_rate": pl.Decimal(20, 4),
        "fee_base": pl.String(),
        "fee_entry_amount": pl.Decimal(20, 2),
        "fee_currency": pl.String(),
    }

    def __init__(self, unit: str = "元") -> None:
        self.unit = unit
        self._factor = LARGE[unit.removesuffix("元")]

    def read(self, text: str) -> Reading:
        """Read the terms; what cannot be told apart stays in the text, with a warning."""
        passage = LongTextValue().read(text)
        if passage.value is None:
            return passage
        terms = read_terms(text, self._factor)
        values = {
            "": passage.value,
            "fee_mode": terms.mode.value if terms.mode else None,
            "fee_amount": terms.amount,
            "fee_rate": terms.rate,
            "fee_base": terms.base.value if terms.base else None,
            "fee_entry_amount": terms.entry_amount,
            "fee_currency": terms.currency,
        }
        return Reading(values, (*passage.findings, *terms.findings))


class FeeModeValue(ValueType):
    """支付方式 (许可费支付方式), a word or a sentence."""

    name = "fee_mode"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read the mode of payment."""
        plain = compact(text)
        mode = next((mode for mode in FeeMode if plain in {mode.value.upper(), compact(mode.label)}), None)
        mode = mode or read_terms(text).mode
        if mode is None:
            known = "、".join(member.label for member in FeeMode)
            return refused("fee_mode.unknown", word=text[:60], known=known)
        return Reading.of(mode.value)


class FeeBaseValue(ValueType):
    """提成基数."""

    name = "fee_base"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read the base of a royalty."""
        plain = compact(text)
        base = next((base for base in FeeBase if plain == base.value.upper()), None) or fee_words.base_of(
            plain
        )
        if base is None:
            known = "、".join(member.label for member in FeeBase)
            return refused("fee_base.unknown", word=text[:60], known=known)
        return Reading.of(base.value)
