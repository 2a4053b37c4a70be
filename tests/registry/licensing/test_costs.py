from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.licensing.costs import cost, remaining, unusual

TODAY = date(2024, 6, 27)
TERMS: dict[str, Any] = {
    "fee_mode": None, "fee_amount": None, "fee_entry_amount": None, "fee_rate": None, "fee_base": None,
    "fee_currency": None, "licence_from": None, "licence_to": None, "licence_years": None, "declared_on": None,
}  # fmt: skip


def offer(**terms: Any) -> dict[str, Any]:
    return {**TERMS, **terms}


@pytest.mark.parametrize(
    ("terms", "fixed", "rate", "base"),
    [
        ({"fee_mode": "free"}, 0, None, None),
        ({"fee_mode": "lump_sum", "fee_amount": Decimal(30000)}, 30000, None, None),
        ({"fee_mode": "royalty_net_sales", "fee_rate": Decimal(3)}, None, 3, "net_sales"),
        ({"fee_mode": "royalty_profit", "fee_rate": Decimal(5)}, None, 5, "profit"),
        (
            {"fee_mode": "entry_plus_royalty", "fee_entry_amount": Decimal(10000), "fee_rate": Decimal(2), "fee_base": "sales"},
            10000, 2, "sales",
        ),
    ],
)  # fmt: skip
def test_what_a_licence_costs(
    terms: dict[str, Any], fixed: int | None, rate: int | None, base: str | None
) -> None:
    found = cost(offer(**terms))
    assert found is not None
    assert (found.fixed, found.rate, found.base) == (fixed, rate, base)


def test_a_fee_that_is_not_stated_costs_nothing_that_is_known() -> None:
    assert cost(offer(fee_mode="lump_sum")) is None
    assert cost(offer()) is None


@pytest.mark.parametrize(
    ("terms", "yearly"),
    [
        ({"licence_years": Decimal(3)}, Decimal(10000)),
        ({"licence_from": date(2024, 1, 1), "licence_to": date(2028, 1, 1)}, Decimal(7500)),
        ({"declared_on": date(2024, 1, 1), "licence_to": date(2024, 7, 1)}, Decimal(30000)),
        ({"licence_from": date(2024, 6, 26), "licence_to": date(2029, 6, 25)}, Decimal(6000)),
        ({"licence_to": date(2028, 1, 1)}, None),
        ({"licence_from": date(2028, 1, 1), "licence_to": date(2028, 1, 1)}, None),
    ],
)
def test_the_cost_a_year(terms: dict[str, Any], yearly: Decimal | None) -> None:
    found = cost(offer(fee_mode="lump_sum", fee_amount=Decimal(30000), **terms))
    assert found is not None
    assert found.yearly == yearly


@pytest.mark.parametrize(
    ("licence_to", "patent_ends", "days", "by_patent"),
    [
        (date(2024, 6, 28), None, 1, False),
        (date(2024, 6, 27), None, 0, False),
        (date(2030, 1, 1), date(2024, 7, 7), 10, True),
        (None, date(2024, 7, 7), 10, True),
    ],
)
def test_what_is_left_of_the_term(
    licence_to: date | None, patent_ends: date | None, days: int, by_patent: bool
) -> None:
    left = remaining(offer(licence_to=licence_to), patent_ends, TODAY)
    assert left is not None
    assert (left.days, left.by_patent) == (days, by_patent)


@pytest.mark.parametrize(
    ("licence_to", "patent_ends"),
    [(None, None), (date(2024, 6, 26), None), (date(2030, 1, 1), date(2024, 6, 26))],
)
def test_nothing_is_left_where_all_is_over_or_no_end_is_known(
    licence_to: date | None, patent_ends: date | None
) -> None:
    assert remaining(offer(licence_to=licence_to), patent_ends, TODAY) is None


@pytest.mark.parametrize(
    ("terms", "warnings"),
    [
        ({"fee_mode": "lump_sum", "fee_amount": Decimal(20_000_000)}, 0),
        ({"fee_mode": "lump_sum", "fee_amount": Decimal("20000000.01")}, 1),
        ({"fee_mode": "lump_sum", "fee_amount": Decimal(30_000_000), "fee_currency": "JPY"}, 0),
        ({"fee_mode": "royalty_net_sales", "fee_rate": Decimal(20)}, 0),
        ({"fee_mode": "royalty_net_sales", "fee_rate": Decimal("20.5")}, 1),
        ({"fee_mode": "royalty_profit", "fee_rate": Decimal(40)}, 0),
        ({"fee_mode": "royalty_profit", "fee_rate": Decimal(41)}, 1),
        ({"licence_to": date(2041, 3, 15)}, 0),
        ({"licence_to": date(2041, 3, 16)}, 1),
    ],
)
def test_what_is_unusual_is_said(terms: dict[str, Any], warnings: int) -> None:
    assert len(list(unusual(offer(**terms), date(2041, 3, 15)))) == warnings


@pytest.mark.parametrize(
    ("until", "years", "rest"),
    [
        (date(2024, 6, 27), 0, 0),
        (date(2025, 6, 26), 0, 364),
        (date(2025, 6, 27), 1, 0),
        (date(2025, 6, 28), 1, 1),
        (date(2041, 3, 15), 16, 261),
    ],
)
def test_what_is_left_in_years_and_days(until: date, years: int, rest: int) -> None:
    left = remaining(offer(licence_to=until), None, TODAY)
    assert left is not None
    assert (left.years, left.rest) == (years, rest)
