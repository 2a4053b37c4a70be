"""The real exports of the data folder, file by file: what is kept, what is refused, and why."""

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from importers import load_problems, process

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the folder of real exports is not there: {DATA}")

FILES = sorted(path for path in DATA.glob("*/*") if path.parent.name != "pdf") if DATA.is_dir() else []


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The report of a file and the folder of its rows; each file is read once for all tests."""

    @cache
    def check(path):
        folder = tmp_path_factory.mktemp("spool")
        return process(path, folder), folder

    return check


@pytest.fixture
def processed(checked):
    """The report of a file by its name, the rows of its first sheet, its problems."""

    def take(name):
        report, folder = checked(DATA / name)
        return report, pl.read_ipc(folder / "0.arrow"), load_problems(folder)

    return take


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_is_accounted_for_and_every_column_explained(path, checked):
    report, folder = checked(path)
    for sheet in report.sheets:
        counts = sheet.rows
        kept = pl.read_ipc(folder / sheet.data)["_row"].n_unique() if sheet.data else 0
        assert counts["read"] == kept + counts["blank"] + counts["refused"] + counts["repeated"]
        assert not [c for c in sheet.columns if c["field"] is None and c["ignored"] is None]


def test_shandong_has_1368_valid_numbers_and_the_other_six_told_apart(processed):
    report, rows, problems = processed("open-licence/山东省.xlsx")
    assert report.profile == "open_licence"
    assert report.sheets[0].rows["read"] == 1374
    assert rows["patent.application_number"].null_count() == 0
    assert rows.height == 1368
    errors = problems.filter(pl.col("severity") == "error")
    told = {row["value"]: row["code"] for row in errors.iter_rows(named=True)}
    assert len(told) == 6
    assert told["ZL20191999131.8"] == "application_number.lost_digit"
    assert told["US10667479B2"] == "application_number.foreign"
    assert told["潍柴动力股份有限公司"] == "application_number.not_a_number"
    assert told["202102693378"] == "application_number.kind"
    assert told["ZL202310265355.8"] == "application_number.check_digit"


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("CN_patent_utility_new.csv", 1560),
        ("CN_patent_appearance_designed.csv", 482),
        ("CN_patent_invention_authorized.csv", 427),
    ],
)
def test_gazette_numbers_that_a_spreadsheet_destroyed_are_never_rounded(name, valid, processed):
    _, rows, problems = processed(f"gazette/{name}")
    assert rows["_state"].to_list().count(0) == valid
    doubtful = rows.filter(pl.col("_state") == 1)
    assert doubtful["patent.application_number"].null_count() == doubtful.height
    assert doubtful["patent.grant_number"].null_count() == 0
    errors = Counter(problems.filter(pl.col("severity") == "error")["code"])
    assert errors == {"application_number.scientific_notation": doubtful.height}


def test_the_columns_labelled_the_wrong_way_round_are_recognised(processed):
    report, rows, _ = processed("gazette/CN_patent_invention_authorized.csv")
    fields = {column["header"]: (column["field"], column["basis"]) for column in report.sheets[0].columns}
    assert fields["address"] == ("patent.inventors", "shape")
    assert fields["designer"] == ("patent.address", "shape")
    row = rows.row(1, named=True)
    assert row["patent.inventors"] == ["李楠"]
    assert row["patent.address"].startswith("518057广东省深圳市")


def test_the_clean_list_keeps_all_its_patents_nine_with_a_warning(processed):
    _, rows, problems = processed("patents/专利信息.xlsx")
    assert rows.height == 7384
    warned = problems.filter(pl.col("severity") == "warning")
    assert Counter(warned["code"]) == {"application_number.check_digit_missing": 9}
    assert problems.filter(pl.col("severity") == "error").is_empty()


def test_the_25_column_layout(processed):
    report, rows, problems = processed("patents/训练文件.xlsx")
    assert report.profile == "cnipa_bibliography"
    row = rows.row(0, named=True)
    assert row["patent.application_number"] == "201220249767.4"
    assert row["patent.grant_number"] == "CN202644312U"
    assert row["patent.grant_date"] == dt.date(2013, 1, 2)
    assert row["patent.publication_number"] is None
    assert row["patent.ipc"] == ["E01B3/32"]
    assert problems.is_empty()


def test_wipo_numbers_are_decoded_and_foreign_ones_refused(processed):
    report, rows, problems = processed("patents/wipo_results_cn_101k.parquet")
    assert report.profile == "wipo_results"
    codes = Counter(problems["code"])
    assert codes["application_number.wipo_form"] == 13_434
    assert codes["application_number.foreign"] == report.sheets[0].rows["refused"] - 14
    row = rows.filter(pl.col("_row") == 201).row(0, named=True)
    assert row["patent.application_number"] == "201611197106.0"


def test_one_extract_in_three_formats_is_the_same(processed):
    frames = []
    for suffix in ("csv", "xls", "json"):
        _, rows, _ = processed(f"enterprises/1985_广东.{suffix}")
        frames.append(rows.drop("_row"))
    assert frames[0].height == 972
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


def test_enterprises_whose_own_columns_are_empty_take_the_names_that_were_asked_for(processed):
    report, rows, _ = processed("enterprises/enterprise_data.xlsx")
    assert report.sheets[0].rows == {"read": 7551, "blank": 0, "refused": 0, "repeated": 0}
    assert rows["enterprise.name"].null_count() == 0


def test_jiangsu_amounts_are_ten_thousands(processed):
    _, rows, problems = processed("open-licence/江苏省.xlsx")
    assert str(rows["offer.fee_amount"][0]) == "5000.00"
    assert problems.filter(pl.col("code") == "fee.unit_assumed").height == 998


@pytest.mark.parametrize(
    ("name", "kept"), [("1988_广东.csv", 2082), ("1992_浙江.csv", 2385), ("2001_河南.csv", 4740)]
)
def test_broken_rows_of_the_business_register_are_told(name, kept, processed):
    _, rows, problems = processed(f"enterprises/{name}")
    assert rows.height == kept
    assert problems.filter(pl.col("column").is_null()).height >= 1
