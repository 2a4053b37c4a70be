"""Every real file of the shared folder is read whole; what is hard in each comes out right."""

import os
from pathlib import Path

import polars as pl
import pytest

from importers.reading import RowProblem, UnreadableFile, read

DATA = Path(os.environ.get("REGISTRY_REAL_DATA", Path(__file__).parents[4] / "shared" / "data"))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real files are not at {DATA}")

ROWS = {
    "enterprises/1985_广东.csv": ("csv", "UTF-8", 972),
    "enterprises/1985_广东.json": ("json", "UTF-8", 972),
    "enterprises/1985_广东.xls": ("xls", None, 972),
    "enterprises/1988_广东.csv": ("csv", "UTF-8", 2082),
    "enterprises/1992_浙江.csv": ("csv", "UTF-8", 2386),
    "enterprises/2001_河南.csv": ("csv", "UTF-8", 4741),
    "enterprises/2003_四川.xls": ("xls", None, 8758),
    "enterprises/enterprise_data.xlsx": ("xlsx", None, 7551),
    "enterprises/enterprise_data - 副本.xlsx": ("xlsx", None, 7551),
    "enterprises/企业名单总.xlsx": ("xlsx", None, 7551),
    "enterprises/威海_工商登记_1978-2004.csv": ("csv", "UTF-8", 2284),
    "gazette/CN_patent_appearance_designed.csv": ("csv", "GB18030", 5237),
    "gazette/CN_patent_invention_authorized.csv": ("csv", "GBK", 4761),
    "gazette/CN_patent_utility_new.csv": ("csv", "GBK", 16471),
    "open-licence/上海省.xlsx": ("xlsx", None, 372),
    "open-licence/北京省.xlsx": ("xlsx", None, 3094),
    "open-licence/山东省.xlsx": ("xlsx", None, 1374),
    "open-licence/广东省.xlsx": ("xlsx", None, 1916),
    "open-licence/江苏省.xlsx": ("xlsx", None, 1452),
    "open-licence/浙江省_charge_1.xlsx": ("xlsx", None, 800),
    "open-licence/浙江省_charge_2.xlsx": ("xlsx", None, 786),
    "open-licence/浙江省_free.xlsx": ("xlsx", None, 1818),
    "open-licence/福建省.xlsx": ("xlsx", None, 450),
    "patents/wipo_results_cn_101k.parquet": ("parquet", None, 100_963),
    "patents/上市药品专利信息采集-化药-0730.xlsx": ("xlsx", None, 3528),
    "patents/上市药品专利声明采集-0731.xlsx": ("xlsx", None, 6753),
    "patents/专利信息.xlsx": ("xlsx", None, 7384),
    "patents/训练文件.xlsx": ("xlsx", None, 199),
}


def table(name: str) -> tuple[pl.DataFrame, list[str], list[RowProblem]]:
    sheet = read(DATA / name).sheets[0]
    return pl.concat(list(sheet.chunks())), sheet.headers, sheet.problems()


@pytest.mark.parametrize("name", ROWS)
def test_all_rows_are_read(name: str) -> None:
    workbook = read(DATA / name)
    assert (workbook.format, workbook.encoding) == ROWS[name][:2]
    assert len(workbook.sheets) == 1
    rows, _, problems = table(name)
    assert rows["_row"].to_list() == list(range(2, ROWS[name][2] + 2))
    assert {p.row for p in problems} >= set(rows.filter("_broken")["_row"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("enterprises/1988_广东.csv", [(1912, "quote_stray")]),
        (
            "enterprises/1992_浙江.csv",
            [(723, "quote_stray"), (1634, "quote_stray"), (1634, "number_split_unsure")],
        ),
        ("enterprises/2001_河南.csv", [(1488, "row_too_long")]),
    ],
)
def test_broken_rows_are_reported(name: str, expected: list[tuple[int, str]]) -> None:
    _, _, problems = table(name)
    assert [(p.row, p.code) for p in problems] == expected


def test_three_formats_of_one_extract_agree() -> None:
    names, _, _ = table("enterprises/1985_广东.csv")
    old, _, _ = table("enterprises/1985_广东.xls")
    items, _, _ = table("enterprises/1985_广东.json")
    assert names["c0"].to_list() == old["c0"].to_list() == items["c0"].to_list()
    assert names["c1"].to_list() == old["c1"].to_list()


def test_texts_that_look_like_floats_stay_visible() -> None:
    rows, headers, _ = table("open-licence/浙江省_charge_2.xlsx")
    numbers = rows[f"c{headers.index('patent_id')}"]
    assert "202011415801.60001" in numbers.to_list()


def test_serials_and_real_dates_are_told_apart() -> None:
    rows, headers, _ = table("enterprises/企业名单总.xlsx")
    assert headers[0] == ""
    dates = rows[f"c{headers.index('公布时间')}"].drop_nulls()
    assert dates.str.contains(r"^\d{4}-\d\d-\d\d$").any()


@pytest.mark.parametrize("path", sorted(DATA.glob("pdf/*.pdf")), ids=lambda path: path.name)
def test_pdf_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "format_refused"
