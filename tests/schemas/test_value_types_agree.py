"""Fast path and scalar reading of every value type agree on anything; canonical forms are stable."""

import datetime as dt
import string

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.application_number import ApplicationNumberValue, check_digit
from schemas.catalogue import fields, records
from schemas.classification import ClassificationValue
from schemas.column import read_column
from schemas.credit_code import EnterpriseCodeValue, check_character
from schemas.findings import Severity
from schemas.placeholders import PLACEHOLDERS, clean, clean_column
from schemas.value_type import ValueType


def _all_types() -> list[ValueType]:
    seen = {spec.value_type.name: spec.value_type for kind in records() for spec in fields(kind).values()}
    more: list[ValueType] = [ClassificationValue(), EnterpriseCodeValue()]
    return [*seen.values(), *(value_type for value_type in more if value_type.name not in seen)]


TYPES = _all_types()

_digits = st.text("0123456789", min_size=12, max_size=12)
_plausible_digits = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07}",
    st.integers(1999, 2030),
    st.sampled_from("0123456789"),
    st.integers(0, 9_999_999),
)
_numbers = st.builds(
    lambda prefix, digits, dot, check: f"{prefix}{digits}{dot}{check or check_digit(digits)}",
    st.sampled_from(["", "CN", "ZL", "ZL ", "CN ", "ZLCN", "zl", "ZL.", "'"]),
    st.one_of(_plausible_digits, _digits, st.text("0123456789", min_size=8, max_size=8)),
    st.sampled_from([".", "", "。", " ."]),
    st.sampled_from(["", "", "", "X", "x", "7"]),
)
_dates = st.builds(
    lambda date, form: date.strftime(form) if date.year > 999 else str(date),
    st.dates(dt.date(1700, 1, 1), dt.date(2300, 1, 1)),
    st.sampled_from(
        ["%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日", "%d.%m.%Y", "%Y-%m-%dT00:00:00"]
    ),
)
_codes = st.builds(
    lambda start, region, rest, right: _code(start, region, rest, right=right),
    st.sampled_from(["91", "12", "9I", "52", "3X"]),
    st.integers(100000, 999999),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXYOI", min_size=9, max_size=9),
    st.booleans(),
)
_others = st.sampled_from(
    [
        "CN107966475B",
        "CN2777030Y",
        "CN101091984",
        "CN305246987S",
        "G01N25/62;G01K11/02",
        "A01K87/00",
        "A01K",
        "H04L9/32(2006.01)G06F21/32(2013.01)",
        "01-01 (12)",
        "张三;李四",
        "张三；李四",
        "甲公司|乙公司",
        "Acme Co., Ltd.; 乙",
        "5万元",
        "1,000.5(万美元)",
        "有效",
        "授权",
        "发明专利",
        "实用新型",
        "免费",
        "3%",
        "是",
        "42928",
        "2023-02-30",
        "a\r\nb",
    ]
)
_mutated = st.builds(
    lambda text, place, character: (
        text[: place % (len(text) + 1)] + character + text[place % (len(text) + 1) :]
    ),
    st.one_of(_numbers, _dates, _codes, _others),
    st.integers(0, 40),
    st.sampled_from(
        [*string.ascii_letters, *string.digits, *" .-/;,()、；　\u00a0\u200b\ufeff\x00\r\n\tＸ９", "\ufffd"]
    ),
)
_anything = st.one_of(
    st.text(max_size=40), _numbers, _dates, _codes, _others, _mutated, st.sampled_from(sorted(PLACEHOLDERS))
)


def _code(start: str, region: int, rest: str, *, right: bool) -> str:
    body = f"{start}{region}{rest}"
    allowed = set("0123456789ABCDEFGHJKLMNPQRTUWXY")
    return body + (check_character(body) if right and set(body) <= allowed else "3")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=st.lists(_anything, min_size=1, max_size=5) | st.lists(_anything, min_size=40, max_size=90))
def test_columns_read_as_single_cells_do(cells: list[str]) -> None:
    """All types read the same cells, most of them in long columns: to read one takes as long as to read fifty cells."""
    for value_type in TYPES:
        reads_as_single_cells_do(value_type, cells)


def reads_as_single_cells_do(value_type: ValueType, cells: list[str]) -> None:
    reading = read_column(pl.Series("cells", cells, dtype=pl.String), value_type)
    assert reading.values.height == len(cells), value_type.name
    assert reading.values.schema == pl.Schema(dict(value_type.outputs)), value_type.name
    found = {index: [] for index in range(len(cells))}
    for line in reading.findings.iter_rows(named=True):
        found[line["index"]].append((line["severity"], line["code"], line["fix"], line["applied"]))
    for index, cell in enumerate(cells):
        text = clean(cell)
        scalar = value_type.read(text) if text is not None else None
        for output in value_type.outputs:
            wanted = scalar.values.get(output) if scalar else None
            assert _plain(reading.values[output][index]) == wanted, value_type.name
        wanted_findings = (
            [(f.severity.value, f.code, f.fix, f.applied) for f in scalar.findings] if scalar else []
        )
        assert found[index] == wanted_findings, value_type.name


def _plain(value: object) -> object:
    return value.to_list() if isinstance(value, pl.Series) else value


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cell=_anything)
def test_what_was_read_reads_as_itself(cell: str) -> None:
    text = clean(cell)
    if text is not None:
        for value_type in TYPES:
            reads_as_itself(value_type, text)


def reads_as_itself(value_type: ValueType, text: str) -> None:
    reading = value_type.read(text)
    errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    given_values = [value for value in reading.values.values() if value is not None]
    assert not (errors and given_values), value_type.name
    value = reading.value
    if value is None:
        return
    written = ";".join(value) if isinstance(value, list) else str(value)
    again = value_type.read(written)
    assert again.value == value, value_type.name
    assert not [f for f in again.findings if f.applied], value_type.name


@given(st.lists(_anything, max_size=20))
def test_cleaning_a_column_cleans_each_cell(cells: list[str]) -> None:
    assert clean_column(pl.Series("cells", cells, dtype=pl.String)).to_list() == [
        clean(cell) for cell in cells
    ]


@settings(max_examples=500, deadline=None)
@given(_plausible_digits)
def test_every_single_wrong_digit_is_noticed(digits: str) -> None:
    number = f"{digits}.{check_digit(digits)}"
    reader = ApplicationNumberValue()
    if reader.read(number).value is None:
        return
    for place in (*range(5, 12), 13):
        for other in "0123456789":
            changed = number[:place] + other + number[place + 1 :]
            if changed != number:
                assert reader.read(changed).value is None


def test_empty_and_null_columns_read_as_nothing() -> None:
    for value_type in TYPES:
        for cells in ([], [None, "", " - ", "无"]):
            reading = read_column(pl.Series("cells", cells, dtype=pl.String), value_type)
            assert reading.values.height == len(cells)
            assert reading.findings.is_empty()
            assert all(column.null_count() == len(cells) for column in reading.values)
