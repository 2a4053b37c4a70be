"""How numbers and symbols of the register are written on a page."""

from decimal import Decimal
from typing import Any

import pytest

from registry.site.display import gazette_number, value
from registry.site.languages import Language
from registry.site.rendering import environment


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("CN199031270B", "CN 199031270 B"),
        ("CN199031270", "CN 199031270"),
        ("CN212345678U1", "CN 212345678 U1"),
        ("WO2020/123456", "WO2020/123456"),
    ],
)
def test_a_publication_number_is_written_in_its_parts(stored: str, written: str) -> None:
    assert gazette_number(stored) == written


def test_symbols_are_written_alike_in_every_field() -> None:
    assert value(["A01K87/00", "A01K"], "patent", "ipc", Language.CHINESE).striptags() == "A01K 87/00、A01K"
    assert value("CN199031270B", "patent", "grant_number", Language.ENGLISH).striptags() == "CN 199031270 B"


@pytest.mark.parametrize(
    ("terms", "figure", "beside"),
    [
        ({"fee_mode": "free"}, "免费", ""),
        ({"fee_amount": Decimal(30000)}, "¥30,000", ""),
        ({"fee_entry_amount": Decimal(5000), "fee_rate": Decimal(3)}, "¥5,000", "3%"),
        ({"fee_entry_amount": Decimal(0), "fee_rate": Decimal(3)}, "3%", ""),
        ({"fee_amount": Decimal(0), "fee_rate": Decimal("2.5")}, "2.5%", ""),
        ({"fee_amount": Decimal(0)}, "¥0", ""),
        ({}, "费用未写明", ""),
    ],
)
def test_the_figure_of_a_fee_is_what_is_to_be_paid(terms: dict[str, Any], figure: str, beside: str) -> None:
    names = ("fee_mode", "fee_amount", "fee_entry_amount", "fee_rate", "fee_base", "fee_currency")
    offer = dict.fromkeys(names) | terms
    parts = "{% from 'site/parts.html' import fee_amount, fee_mode with context %}"
    page = environment(Language.CHINESE).from_string(parts + "{{ fee_amount(offer) }}|{{ fee_mode(offer) }}")
    said = page.render(offer=offer).split("|")
    assert [text.strip() for text in said] == [figure, beside]
