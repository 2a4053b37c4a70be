"""What a licence costs over its term, how long that still is, and what is unusual in a fee: pure functions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.site.texts import Text, marked
from schemas.fees import FeeBase, FeeMode
from schemas.terms import anniversary

LARGEST_FIXED = Decimal(20_000_000)
LARGEST_OF_SALES, LARGEST_OF_PROFIT = Decimal(20), Decimal(40)
"""What a fee is 一般 (generally) not above: yuan, per cent of net sales, per cent of profit (CNIPA notice of July 2024)."""
DAYS_OF_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True)
class Cost:
    """`fixed` is due whatever is sold (None: not stated), `rate` per cent of `base` (FeeBase) come on top (None: nothing).

    `yearly`: the fixed part spread over the years of the term, to the yuan, where both are known.
    """

    fixed: Decimal | None
    rate: Decimal | None
    base: str | None
    currency: str
    yearly: Decimal | None

    @property
    def of_a_million(self) -> Decimal | None:
        """What the rate comes to on a base of one million."""
        return None if self.rate is None else self.rate * 10_000


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of the term on a day: days, and the day on which it ends."""

    days: int
    until: date
    by_patent: bool
    """Whether the patent ends before the declaration's own term does."""
    years: int
    """Whole years among the days."""
    rest: int
    """Days beyond the whole years."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a reader wants to know of an offer before taking it up."""

    cost: Cost | None
    remaining: Remaining | None
    unusual: tuple[Text, ...]


def figures(offer: Mapping[str, Any], patent_ends: date | None, today: date) -> Figures:
    """All that is worked out of the terms of an offer."""
    return Figures(cost(offer), remaining(offer, patent_ends, today), tuple(unusual(offer, patent_ends)))


def cost(offer: Mapping[str, Any]) -> Cost | None:
    """The cost over the whole term; None where the fee is not stated."""
    mode = FeeMode.named(offer["fee_mode"])
    fixed = Decimal(0) if mode is FeeMode.FREE else _first(offer["fee_amount"], offer["fee_entry_amount"])
    rate = None if mode is FeeMode.FREE else offer["fee_rate"]
    if fixed is None and rate is None:
        return None
    years = _years(offer)
    yearly = (fixed / years).quantize(Decimal(1)) if fixed and years else None
    return Cost(fixed, rate, _base(offer, mode), offer["fee_currency"] or "CNY", yearly)


def _first(*amounts: Decimal | None) -> Decimal | None:
    return next((amount for amount in amounts if amount is not None), None)


def _base(offer: Mapping[str, Any], mode: FeeMode | None) -> str | None:
    """As stated; else what the mode implies."""
    implied = {FeeMode.ROYALTY_NET_SALES: FeeBase.NET_SALES, FeeMode.ROYALTY_PROFIT: FeeBase.PROFIT}
    stated: str | None = offer["fee_base"]
    return stated or (implied.get(mode) if mode else None)


def _years(offer: Mapping[str, Any]) -> Decimal | None:
    if offer["licence_years"]:
        years: Decimal = offer["licence_years"]
        return years
    begin, end = offer["licence_from"] or offer["declared_on"], offer["licence_to"]
    if not begin or not end or end <= begin:
        return None
    years = Decimal((end - begin).days) / DAYS_OF_YEAR
    return max(Decimal(1), years.quantize(Decimal("0.1")))  # 2024-06-26 to 2029-06-25 are five years


def remaining(offer: Mapping[str, Any], patent_ends: date | None, today: date) -> Remaining | None:
    """How long a licence taken today may last; None where no end is known, or all is over."""
    ends = [day for day in (offer["licence_to"], patent_ends) if day]
    if not ends or min(ends) < today:
        return None
    until = min(ends)
    years = _whole_years(today, until)
    rest = (until - anniversary(today, years)).days
    return Remaining((until - today).days, until, until != offer["licence_to"], years, rest)


def _whole_years(begin: date, end: date) -> int:
    years = end.year - begin.year
    return years if anniversary(begin, years) <= end else years - 1


def unusual(offer: Mapping[str, Any], patent_ends: date | None) -> Iterator[Text]:
    """What a reader should look at twice; none of it forbids anything."""
    found = cost(offer)
    if found and found.currency == "CNY" and found.fixed and found.fixed > LARGEST_FIXED:
        yield Text(marked("固定费用一般不高于 2,000 万元（国家知识产权局 2024 年 7 月通知）。"))
    if found and found.rate is not None:
        profit = found.base == FeeBase.PROFIT
        if found.rate > (LARGEST_OF_PROFIT if profit else LARGEST_OF_SALES):
            yield Text(
                marked("提成费一般不高于净销售额的 20% 或者利润额的 40%（国家知识产权局 2024 年 7 月通知）。")
            )
    if patent_ends and offer["licence_to"] and offer["licence_to"] > patent_ends:
        yield Text(marked("许可期限超过专利权期限，以专利权期限届满日 %(day)s 为限。"), {"day": patent_ends})
