import pytest

from search.answers import Reason
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest
from tests.contracts.library import found, ids


@pytest.mark.parametrize(
    "spelling",
    [
        "201711410931.9",
        "2017114109319",
        "ZL201711410931.9",
        "ZL 2017 1 1410931.9",
        "zl2017114109319",
        "CN201711410931.9",
        "201711410931",
        "20171141",
        "ＺＬ２０１７１１４１０９３１.９",
        "CN108012983A",
        "CN 108012983 A",
        "108012983",
        "CN108012983B",
        "91371000MA3C4D5E6F",
        "91371000ma3c",
        "9137 1000 MA3C 4D5E 6F",
    ],
)
def test_a_number_in_any_spelling_comes_first(library: SearchEngine, spelling: str) -> None:
    answer = library.search(SearchRequest(spelling))
    assert ids(answer)[0] == "201711410931.9"
    assert answer.hits[0].reason is Reason.IDENTIFIER
    assert answer.hits[0].highlights


def test_the_whole_number_comes_before_longer_ones(engine: SearchEngine) -> None:
    with engine.changing() as writer:
        writer.write(
            {"id": number, "number": number} for number in ("CN1080129831", "CN10801298", "CN108012983")
        )
    assert found(engine, "CN10801298")[0] == "CN10801298"
    assert found(engine, "CN108012983")[0] == "CN108012983"


@pytest.mark.parametrize("symbol", ["A01K", "A01K 87", "A01K87/00", "A01K 87/00", "a01k 87/0"])
def test_classification_symbols_at_every_level(library: SearchEngine, symbol: str) -> None:
    assert {"201711410931.9", "202020357812.6"} <= set(found(library, symbol))
    assert "202210555666.7" not in found(library, symbol)


def test_a_section_is_found_in_its_field(library: SearchEngine) -> None:
    assert "201810999888.1" in found(library, "ipc:G", prefixes={"ipc": "ipc"})


def test_a_filter_takes_an_identifier_in_any_spelling(library: SearchEngine) -> None:
    wanted = OneOf("number", ("ZL 2017 1 1410931.9", "2020203578126"))
    assert set(found(library, "", filters=(wanted,))) == {"201711410931.9", "202020357812.6"}
    assert found(library, "", filters=(OneOf("number", ("20171141",)),)) == []
