"""How numbers and symbols of the register are written on a page."""

import pytest

from registry.site.display import gazette_number, value
from registry.site.languages import Language


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
