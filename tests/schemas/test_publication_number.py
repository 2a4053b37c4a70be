"""Publication numbers: kind codes, leading digits, what else stands in their place."""

import pytest

from schemas.findings import Severity
from schemas.patent_type import PatentType
from schemas.publication_number import PublicationNumberValue, agrees, kind_code, patent_type_of

READER = PublicationNumberValue()

PAIRS = [
    ("201711410931.9", "CN107966475B"),
    ("202310901127.X", "CN116926835A"),
    ("201880013080.0", "CN110326254B"),
    ("201220158825.2", "CN202827616U"),
    ("201420070547.4", "CN203729369U"),
    ("200710201273.2", "CN101091984"),
    ("201510870162.5", "CN105325396B"),
    ("201710117081.7", "CN106844774A"),
    ("200420095088.1", "CN2777030Y"),
]


@pytest.mark.parametrize(("application", "publication"), PAIRS)
def test_pairs_of_numbers_agree(application: str, publication: str) -> None:
    assert READER.read(publication).value == publication
    assert READER.read(publication).findings == ()
    assert agrees(application, publication)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CN 2777030 Y", "CN2777030Y"),
        ("cn107966475b", "CN107966475B"),
        ("201535077", "CN201535077"),
        ("ＣＮ３０５２４６９８７Ｓ", "CN305246987S"),
        ("CN85102475A", "CN85102475A"),
        ("CN101091984C2", "CN101091984C2"),
    ],
)
def test_spellings(text: str, number: str) -> None:
    assert READER.read(text).value == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("201711410931.9", "application_number"),
        ("US10667479B2", "foreign"),
        ("CN107966475U", "kind_conflict"),
        ("CN507966475B", "leading_digit"),
        ("CN107966475Q", "kind_code"),
        ("公开", "unreadable"),
        ("CN107966475A;CN107966475B", "several"),
        ("1.0797E+08", "scientific_notation"),
        ("20130045506", "unreadable"),
    ],
)
def test_each_fault_has_its_own_code(text: str, code: str) -> None:
    (finding,) = READER.read(text).findings
    assert finding.severity is Severity.ERROR
    assert finding.code == f"publication_number.{code}"


def test_the_type_is_told() -> None:
    assert patent_type_of("CN107966475B") is PatentType.INVENTION
    assert patent_type_of("CN85102475A") is PatentType.INVENTION
    assert patent_type_of("CN202827616U") is PatentType.UTILITY_MODEL
    assert patent_type_of("CN305246987S") is PatentType.DESIGN
    assert kind_code("CN107966475B") == "B"
    assert kind_code("CN101091984") is None
    assert not agrees("202330176115.6", "CN107966475B")
