"""The quick readings of whole columns agree with the one definition on any text."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from importers.checking import quick
from schemas.application_number import ApplicationNumberValue, check_digit
from schemas.classification import ClassificationValue, IpcListValue
from schemas.column import read_column
from schemas.credit_code import EnterpriseCodeValue
from schemas.dates import DateValue
from schemas.names import NamesValue, NameValue
from schemas.publication_number import PublicationNumberValue

PIECES = st.sampled_from(
    [
        "威海渔具有限公司",
        "甲（乙）厂",
        "王伟",
        "A.B. Co., Ltd.",
        ";",
        "；",
        "、",
        "|",
        " | ",
        "; ",
        "(",
        ")",
        "·",
        "3",
        " ",
        "等",
        ",",
        "NA",
        "无",
        "空",
    ]
)
NAMES = st.lists(PIECES, max_size=6).map("".join)
SYMBOLS = st.lists(
    st.sampled_from(
        ["A01K87/00", "G01N25/62", "H04L9/32(2006.01)I", "21-01", ";", "; ", "|", ",", "，", "x", "A01K"]
    ),
    max_size=5,
).map("".join)
DIGITS = st.from_regex(r"(19|20)[0-9]{2}[12389][0-9]{7}", fullmatch=True)
NUMBERS = st.one_of(
    st.builds(
        lambda prefix, digits, dot: prefix + digits + dot + check_digit(digits),
        st.sampled_from(["", "CN", "ZL", "ZLCN", "CN "]),
        DIGITS,
        st.sampled_from(["", "."]),
    ),
    st.from_regex(r"(CN|ZL)?[0-9X]{8,14}\.?[0-9X]?", fullmatch=True),
    st.text(max_size=16),
)


@pytest.mark.parametrize(
    ("value_type", "cells"),
    [
        (NamesValue(), NAMES),
        (NameValue(), NAMES),
        (ClassificationValue(), SYMBOLS),
        (IpcListValue(), SYMBOLS),
        (ApplicationNumberValue(), NUMBERS),
        (EnterpriseCodeValue(), NUMBERS),
        (
            PublicationNumberValue(),
            st.from_regex(r"(CN)?[0-9]{7,9}[A-Z]?[0-9]?", fullmatch=True) | st.text(max_size=12),
        ),
        (DateValue(), st.dates().map(str) | st.text(max_size=12)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_quick_reading_is_the_one_reading(value_type, cells, monkeypatch):
    monkeypatch.setattr(quick, "SHORT", 0)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.none() | cells, min_size=1, max_size=4)
        | st.lists(st.none() | cells, min_size=30, max_size=60)
    )
    def agree(texts):
        column = pl.Series("text", texts, dtype=pl.String)
        once = read_column(column, value_type)
        for reading in (quick.read_quickly(column, value_type), quick._read_all(column, value_type)):
            assert_frame_equal(reading.values, once.values)
            assert reading.findings.sort("index", "code").rows() == once.findings.sort("index", "code").rows()

    agree()
