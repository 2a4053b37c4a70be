"""Application numbers: the vectors of ZC 0006, every spelling, every fault under its own code."""

import pytest

from schemas.application_number import (
    ApplicationNumberValue,
    check_digit,
    format_zl,
    parse,
    split_numbers,
)
from schemas.findings import Severity
from schemas.patent_type import PatentType

READER = ApplicationNumberValue()

VALID = [
    "201711410931.9",
    "202310901127.X",
    "202311020199.X",
    "201780033978.X",
    "201880013080.0",
    "201220158825.2",
    "201420070547.4",
    "202230481835.9",
    "202330176115.6",
    "200710201273.2",
    "201510870162.5",
    "201710117081.7",
    "201710311057.7",
    "202011438186.0",
    "202110285186.X",
    "202023309314.X",
    "202023037182.X",
    "202030097744.6",
    "201980012921.0",
    "97101765.4",
    "95115608.X",
    "201310699744.2",
    "202310411762.X",
    "201621184072.7",
    "201821571934.0",
    "201920745289.8",
    "202010319131.1",
    "202110344405.7",
    "202110144836.9",
    "202120592620.4",
    "202210945014.5",
    "202111510160.7",
    "202310645338.1",
    "201711256672.9",
    "202310400741.8",
    "202011260045.4",
]


def _only_code(text: str) -> str:
    reading = READER.read(text)
    assert reading.value is None
    (finding,) = reading.findings
    assert finding.severity is Severity.ERROR
    return finding.code.removeprefix("application_number.")


@pytest.mark.parametrize("number", VALID)
def test_published_numbers_are_read_in_every_spelling(number: str) -> None:
    digits, check = number.split(".")
    split = 4 if len(digits) == 12 else 2
    year, kind, serial = digits[:split], digits[split], digits[split + 1 :]
    assert check_digit(digits) == check
    spellings = [
        number,
        f"CN{number}",
        f"ZL{number}",
        f"ZL.{number}",
        f"ZL {year} {kind} {serial}.{check}",
        f"'{number}",
        f"’ZL{number}",
        f"{year} {kind} {serial}.{check}",
        digits + check,
        number.lower(),
        f"CN {number}\u00a0",
        f"cn{digits}{check.lower()}",
        f"专利号：ZL{number}",
        number.replace(".", "．"),
        "".join(chr(ord(character) + 0xFEE0) for character in number),
    ]
    for spelling in spellings:
        assert READER.read(spelling).value == number, spelling
        assert READER.read(spelling).findings == (), spelling


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("202511409252.1", "check_digit"),
        ("202030005555.4", "check_digit"),
        ("202130001111.2", "check_digit"),
        ("201711410931.8", "check_digit"),
        ("201711410913.9", "check_digit"),
        ("95115608.0", "check_digit"),
        ("ZL20211498897.1", "lost_digit"),
        ("ZL20221055875", "lost_digit"),
        ("20231090112.X", "lost_digit"),
        ("2023109011270.1", "extra_digit"),
        ("202102693378", "kind"),
        ("199810344405.7", "year"),
        ("13548726", "year"),
        ("299910344405.7", "year"),
        ("US10667479B2", "foreign"),
        ("HK42022051357", "foreign"),
        ("PCT/EP2008/063102", "foreign"),
        ("WO/2009/043854", "foreign"),
        ("EP1234567A1", "foreign"),
        ("CN102889890B", "publication_number"),
        ("CN101091984", "publication_number"),
        ("CN 2777030 Y", "publication_number"),
        ("2.0098E+12", "scientific_notation"),
        ("2.0193e+12", "scientific_notation"),
        ("201310093260.49999", "floating_point"),
        ("ZL201911227162.8ZL201510653906.8", "several"),
        ("ZL201610695189.X ZL201910243920.9", "several"),
        ("ZL201910396222.2、ZL201910437364.9", "several"),
        ("ZL202010098637.4,ZL201410354797.5,ZL201210435258.5", "several"),
        ("潍柴动力股份有限公司", "not_a_number"),
        ("2023-05-06", "unreadable"),
        ("201920754934,8", "check_digit"),
    ],
)
def test_each_fault_has_its_own_code(text: str, code: str) -> None:
    assert _only_code(text) == code


@pytest.mark.parametrize(
    ("text", "number", "severity", "code"),
    [
        ("CN 200420095088", "200420095088.1", Severity.WARNING, "check_digit_missing"),
        ("CN85102475", "85102475.0", Severity.WARNING, "check_digit_missing"),
        ("202011438186", "202011438186.0", Severity.NOTE, "trailing_zero_lost"),
        ("ZL202011438186", "202011438186.0", Severity.WARNING, "check_digit_missing"),
        ("102016001197106", "201611197106.0", Severity.NOTE, "wipo_form"),
        ("201310093260.29999", "201310093260.3", Severity.WARNING, "floating_point_repaired"),
        ("202011415801.60001", "202011415801.6", Severity.WARNING, "floating_point_repaired"),
        ("ZL20201001403.60", "202010014036.0", Severity.WARNING, "dot_misplaced"),
        ("201820754934,8", "201820754934.8", Severity.WARNING, "odd_separator"),
    ],
)
def test_what_can_be_mended_with_certainty_is_mended(
    text: str, number: str, severity: Severity, code: str
) -> None:
    reading = READER.read(text)
    (finding,) = reading.findings
    assert (reading.value, finding.severity, finding.code) == (number, severity, f"application_number.{code}")
    assert finding.applied
    assert finding.fix == number


def test_others_hinted_at_are_flagged() -> None:
    reading = READER.read("ZL201911227162.8等")
    assert reading.value == "201911227162.8"
    assert [finding.code for finding in reading.findings] == ["application_number.and_others"]


def test_a_wrong_check_digit_tells_the_right_one() -> None:
    (finding,) = READER.read("202511409252.1").findings
    assert finding.details["expected"] == "4"
    assert finding.fix is None


def test_lists_are_split_into_single_numbers() -> None:
    assert split_numbers("CN201811400974.3、CN201811399414.0、CN201811400971.X") == [
        "CN201811400974.3",
        "CN201811399414.0",
        "CN201811400971.X",
    ]
    assert split_numbers("ZL201810507537.5ZL201410190341.xZL201820789627.3") == [
        "ZL201810507537.5",
        "ZL201410190341.x",
        "ZL201820789627.3",
    ]
    assert split_numbers("ZL201610695189.X ZL201910243920.9等") == ["ZL201610695189.X", "ZL201910243920.9"]
    assert split_numbers("2021 2 3575658.4") == ["2021 2 3575658.4"]
    assert split_numbers("ZL 2013 1 0607901.2\nZL 2016 1 0044527.3") == [
        "ZL 2013 1 0607901.2",
        "ZL 2016 1 0044527.3",
    ]
    assert split_numbers("201820754934,8") == ["201820754934,8"]
    assert split_numbers("") == []


def test_a_number_is_taken_apart_and_shown() -> None:
    number = parse("ZL2013106997442")
    assert (number.year, number.kind, number.serial, number.check) == (2013, "1", "0699744", "2")
    assert str(number) == "201310699744.2"
    assert number.patent_type is PatentType.INVENTION
    assert parse("201780033978.X").international
    assert parse("97101765.4").year == 1997
    assert parse("202230481835.9").patent_type is PatentType.DESIGN
    assert format_zl("202110344405.7") == "ZL 2021 1 0344405.7"
    assert format_zl("97101765.4") == "ZL 97 1 01765.4"
    with pytest.raises(ValueError, match="校验位"):
        parse("202511409252.1")
