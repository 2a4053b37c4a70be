"""Separated text: the quick and the careful way agree, and broken rows are repaired or told of."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.limits import Limits
from importers.reading import RowProblem, Sheet, UnreadableFile, clean_blocks, delimited_rows, read
from importers.reading.records import records

CELL = st.text(alphabet='甲乙ab1., "\n;（）', max_size=8)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12)


def sheet_of(path: Path, text: str, encoding: str = "utf-8") -> Sheet:
    path.write_bytes(text.encode(encoding))
    return read(path).sheets[0]


def all_rows(sheet: Sheet) -> list[tuple[object, ...]]:
    return [row for chunk in sheet.chunks() for row in chunk.iter_rows()]


def codes(problems: list[RowProblem]) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in problems]


@given(TABLE, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_quick_and_careful_way_agree(table: list[list[str]], line_end: str, quoting: int) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    data = out.getvalue().encode()
    assert clean_blocks.is_clean(data, b",")
    quick = clean_blocks.parse(data, b",", 3)
    assert quick is not None
    careful = [[cell or None for cell in r.cells] for r in records(out.getvalue(), ",", 3, final=True)]
    assert [list(row) for row in quick.iter_rows()] == careful


@given(st.text(alphabet='a,"\n\r', max_size=30))
def test_what_counts_as_clean_is_read_alike_by_both_ways(text: str) -> None:
    data = text.encode()
    if not clean_blocks.is_clean(data, b",") or not data:
        return
    quick = clean_blocks.parse(data, b",", 2)
    if quick is None:
        return
    careful = [[cell or None for cell in r.cells] for r in records(text, ",", 2, final=True)]
    padded = [row + [None] * (2 - len(row)) for row in careful]
    assert [list(row) for row in quick.iter_rows()] == padded


@pytest.mark.parametrize("slice_size", [64, 262_144])
def test_rows_are_numbered_as_records_however_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slice_size: int
) -> None:
    monkeypatch.setattr(delimited_rows, "SLICE", slice_size)
    kinds = ['乙{0},{0},坏"引号', *['甲{0},{0},"两行\n{0}"'] * 6]
    lines = ["名称,金额,备注", *(kinds[number % 7].format(number) for number in range(2, 3000))]
    rows = all_rows(sheet_of(tmp_path / "x.csv", "\n".join(lines)))
    assert [row[0] for row in rows] == list(range(2, 3000))
    assert all(row[3] == str(row[0]) for row in rows)


def test_an_amount_split_on_its_comma_is_joined_where_that_is_certain(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", "名称,资金,地址\n甲公司,5,000(万美元),威海\n乙公司,10万元,烟台\n")
    assert all_rows(sheet)[0] == (2, False, "甲公司", "5,000(万美元)", "威海")
    (problem,) = sheet.problems()
    assert (problem.code, problem.column, problem.fix, problem.applied) == (
        "number_split",
        "资金",
        "5,000(万美元)",
        True,
    )


def test_a_row_too_long_is_broken_and_told_whole(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", "a,b\n1,2,3\n1,2,,\n4\n\n5,6\n")
    assert all_rows(sheet) == [
        (2, True, "1", "2"),
        (3, False, "1", "2"),
        (4, False, "4", None),
        (5, False, None, None),
        (6, False, "5", "6"),
    ]
    assert codes(sheet.problems()) == [(2, "row_too_long"), (4, "row_too_short")]
    assert sheet.problems()[0].value == "1 | 2 | 3"


def test_an_unclosed_quote_costs_only_its_own_row(tmp_path: Path) -> None:
    body = "".join(f"甲{n},{n}\n" for n in range(100))
    sheet = sheet_of(tmp_path / "x.csv", f'名称,号\n"未闭合,1\n{body}')
    rows = all_rows(sheet)
    assert rows[0] == (2, False, '"未闭合', "1")
    assert len(rows) == 101
    assert codes(sheet.problems()) == [(2, "quote_unclosed")]


def test_a_doubled_quote_before_a_separator_closes_where_the_header_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", '名称,范围,代表\n甲,"经营"","程某"\n乙,"甲""乙",李某\n')
    assert all_rows(sheet) == [(2, False, "甲", '经营"', "程某"), (3, False, "乙", '甲"乙', "李某")]
    assert codes(sheet.problems()) == [(2, "quote_stray")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_finds_the_separator(tmp_path: Path, separator: str) -> None:
    text = f"名称{separator}号\n甲,乙{separator}1\n丙;丁{separator}2\n"
    if separator == ",":
        text = text.replace("甲,乙", '"甲,乙"')
    assert sheet_of(tmp_path / "x.txt", text).headers == ["名称", "号"]


def test_follows_a_declared_separator(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", "sep=;\r\n名称;号\r\n甲,乙;1\r\n")
    assert (sheet.header_row, sheet.headers) == (2, ["名称", "号"])
    assert all_rows(sheet) == [(3, False, "甲,乙", "1")]


def test_reads_lines_that_end_in_cr_alone(tmp_path: Path) -> None:
    assert all_rows(sheet_of(tmp_path / "x.csv", "a,b\r1,2\r3,4\r")) == [
        (2, False, "1", "2"),
        (3, False, "3", "4"),
    ]


def test_removes_nul_and_says_so(tmp_path: Path) -> None:
    body = "甲" * 40
    sheet = sheet_of(tmp_path / "x.csv", f"a,b\n1\0,{body}\n")
    assert all_rows(sheet) == [(2, False, "1", body)]
    assert codes(sheet.problems()) == [(2, "nul_removed")]


def test_chunks_can_be_read_again_and_the_head_alone(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", "a,b\n" + "1,2\n" * 70_000)
    lengths = [len(chunk) for chunk in sheet.chunks()]
    assert sum(lengths) == 70_000
    assert max(lengths) <= 65_536
    assert sheet.head(5)["_row"].to_list() == [2, 3, 4, 5, 6]
    assert sum(len(chunk) for chunk in sheet.chunks()) == 70_000


def test_a_file_without_header_loses_nothing(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "x.csv", "1,2020-01-01\n2,2020-01-02\n")
    assert (sheet.header_row, sheet.headers) == (0, ["", ""])
    assert len(all_rows(sheet)) == 2


def test_refuses_a_table_beyond_the_most_columns(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        sheet_of(tmp_path / "x.csv", ",".join(f"列{n}" for n in range(3000)) + "\n")
    assert caught.value.code == "too_many_columns"


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(rows=2), "too_many_rows"), (Limits(cells=5), "too_many_cells")]
)
def test_refuses_a_table_beyond_the_limits(tmp_path: Path, limits: Limits, code: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("名称,号\n1,2\n3,4\n5,6\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        list(read(path, limits=limits).sheets[0].chunks())
    assert caught.value.code == code


def test_head_of_an_empty_table_has_the_columns(tmp_path: Path) -> None:
    head = sheet_of(tmp_path / "x.csv", "名称,号\n").head()
    assert head.schema == {"_row": pl.Int32, "_broken": pl.Boolean, "c0": pl.String, "c1": pl.String}
