"""Credit codes (GB 32100), organisation codes (GB 11714) and what else stands in their columns."""

import pytest

from schemas.credit_code import (
    CreditCodeValue,
    EnterpriseCodeValue,
    OrganisationCodeValue,
    check_character,
    organisation_check,
)
from schemas.findings import Severity

CREDIT, ENTERPRISE = CreditCodeValue(), EnterpriseCodeValue()


@pytest.mark.parametrize(
    "code",
    [
        "91371002706087777P",
        "91371000MA3N6WYW1J",
        "913710007628687892",
        "91330106673959654P",
        "91110000600037341L",
        "914403001922038216",
        "91440300708461136T",
    ],
)
def test_published_codes_pass(code: str) -> None:
    assert check_character(code) == code[17]
    assert CREDIT.read(code).findings == ()
    assert CREDIT.read(f" {code[:8].lower()} {code[8:].lower()}").value == code


@pytest.mark.parametrize(
    ("code", "expected"),
    [("91350100M0001TGQXM", "1"), ("91350211M0000XUF46", "R"), ("91350203M0001FUE2P", "J")],
)
def test_real_codes_that_fail_are_kept_with_a_warning(code: str, expected: str) -> None:
    reading = CREDIT.read(code)
    (finding,) = reading.findings
    assert reading.value == code
    assert finding.severity is Severity.WARNING
    assert finding.details["expected"] == expected
    assert finding.details["organisation_code"] == "valid"
    assert organisation_check(code[8:16]) == code[16]


def test_look_alikes_are_mended_where_the_check_proves_it() -> None:
    reading = CREDIT.read("9137IOO27O6O87777P")
    assert reading.value == "91371002706087777P"
    assert reading.findings[0].code == "credit_code.look_alike"
    assert CREDIT.read("9137IOO27O6O87778P").value is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("370681018019402", "registration_number"),
        ("70608777-7", "organisation_code"),
        ("9.1371E+17", "scientific_notation"),
        ("913710007628687000", "digits_lost"),
        ("9137100", "length"),
        ("威海市某公司", "not_a_code"),
        ("91AB1002706087777P", "region"),
        ("11010519491231002X", "identity_card"),
    ],
)
def test_each_fault_has_its_own_code(text: str, code: str) -> None:
    (finding,) = CREDIT.read(text).findings
    assert finding.severity is Severity.ERROR
    assert finding.code == f"credit_code.{code}"


def test_an_identity_number_is_nowhere_in_the_finding() -> None:
    (finding,) = CREDIT.read("11010519491231002X").findings
    assert "11010519491231002X" not in repr(finding)


def test_codes_of_enterprises_are_routed_by_shape() -> None:
    assert ENTERPRISE.read("91371002706087777P").value == "91371002706087777P"
    assert ENTERPRISE.read("370681018019402").values == {"registration_number": "370681018019402"}
    assert ENTERPRISE.read("370681018019402.0").values == {"registration_number": "370681018019402"}
    assert ENTERPRISE.read("企合鲁烟总字第001234号").values == {
        "registration_number": "企合鲁烟总字第001234号"
    }
    assert ENTERPRISE.read("70608777-7").values == {"organisation_code": "706087777"}
    assert ENTERPRISE.read("某公司").findings[0].code == "enterprise_code.form"


def test_organisation_codes_lose_their_hyphen() -> None:
    reader = OrganisationCodeValue()
    assert reader.read("70608777-7").value == "706087777"
    assert reader.read("70608777-1").findings[0].code == "organisation_code.check_character"
    assert reader.read("7060").findings[0].code == "organisation_code.form"
