"""Finding the header below titles and blank rows, in one row or two, with and without known words."""

import pytest

from importers.reading.headers import find_header, normalise, unique
from importers.reading.rows import Row

DATA = ["1", "ZL202110001234.5", "一种装置", "5000", "2021-01-01"]
NAMES = ["序号", "专利号", "专利名称", "许可费", "申请日"]


def grid(*rows: list[str]) -> list[Row]:
    return [Row(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]


def test_first_row() -> None:
    header = find_header(grid(NAMES, DATA, DATA), frozenset())
    assert (header.top, header.bottom, header.texts) == (1, 1, NAMES)


def test_below_title_blank_row_and_labels() -> None:
    rows = grid(
        ["山东省专利开放许可清单"], [], ["单位：某某局", "", "", "", "日期：2024年5月1日"], NAMES, DATA
    )
    assert find_header(rows, frozenset()).top == 4


def test_known_words_outweigh_looks() -> None:
    rows = grid(["一", "二", "三", "四", "五"], NAMES, DATA)
    known = frozenset(map(normalise, ["专利号", "专利名称"]))
    assert find_header(rows, frozenset()).top == 1
    assert find_header(rows, known).top == 2


def test_known_words_are_compared_without_blanks_and_width() -> None:
    rows = grid(["ｘ", "ｙ", "ｚ"], ["专 利 号", "申请（专利权）人", "备\n注"], ["1", "2", "3"])
    known = frozenset(map(normalise, ["专利号", "申请(专利权)人"]))
    header = find_header(rows, known)
    assert header.bottom == 2
    assert header.texts == ["专 利 号", "申请（专利权）人", "备注"]


def test_two_rows_are_joined() -> None:
    rows = grid(
        ["序号", "专利号", "许可费", ""], ["", "", "方式", "金额"], ["1", "ZL2021", "一次付清", "5000"]
    )
    header = find_header(rows, frozenset())
    assert (header.top, header.bottom) == (1, 2)
    assert header.texts == ["序号", "专利号", "许可费/方式", "许可费/金额"]


def test_two_rows_are_joined_by_their_merged_cells() -> None:
    rows = grid(["专利", "", "许可费", ""], ["号", "名称", "方式", "金额"], ["2021", "装置", "一次", "5000"])
    header = find_header(rows, frozenset(), [(1, 0, 1, 1), (1, 2, 1, 3)])
    assert header.texts == ["专利/号", "专利/名称", "许可费/方式", "许可费/金额"]


def test_a_row_of_data_under_a_nameless_column_is_no_header() -> None:
    rows = grid(["", "名称", "备注"], ["甲", "某某公司", "无"], ["乙", "另一公司", "无"])
    header = find_header(rows, frozenset())
    assert (header.top, header.bottom, header.texts) == (1, 1, ["", "名称", "备注"])


def test_a_merged_cell_names_all_its_columns() -> None:
    rows = grid(["名称", "联系方式", ""], ["甲公司", "13800000000", "a@b.cn"])
    header = find_header(rows, frozenset(), [(1, 1, 1, 2)])
    assert header.texts == ["名称", "联系方式", "联系方式 (2)"]


def test_values_are_no_header() -> None:
    header = find_header(grid(DATA, DATA), frozenset())
    assert (header.top, header.bottom, header.texts) == (0, 0, [""] * 5)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a", "a", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a (2)", "a"], ["a", "a (2)", "a (3)"]),
        (["", "", "b"], ["", "", "b"]),
    ],
)
def test_repeats_are_told_apart(given: list[str], expected: list[str]) -> None:
    assert unique(given) == expected
