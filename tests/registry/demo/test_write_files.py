"""The demo files: the same bytes every time, formats that open, faults where they were planted."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from registry.demo import build_district, write_files
from registry.demo.exports import faults
from registry.demo.exports.table import Fault, Table
from registry.enterprises.merging.rules import loose_name

ROWS = {
    "企业登记信息-环翠区-20240627.xlsx": 413,
    "企业培育台账-2024Q2.xlsx": 412,
    "运营平台导出-2024-05.xlsx": 1284,
    "企业年费台账-2024.csv": 622,
    "cponline案件查询-20240612.jsonl": 780,
    "开放许可声明公告-2024.csv": 31,
    "存量专利盘活登记-东浦湾海洋工程学院.xlsx": 214,
    "高新技术企业名单-2023.json": 118,
    "专利导航项目清单-2024.xlsx": 14,
    "国家知识产权优势示范企业名单-2023.xlsx": 7,
}
ENCODINGS = {
    "中国专利数据库2023年.csv": "utf-8-sig",
    "企业年费台账-2024.csv": "gbk",
    "专利公报法律状态公告-2024.tsv": "utf-16",
    "开放许可声明公告-2024.csv": "utf-8",
    "专利许可合同备案EE01-2024.csv": "gb18030",
    "专利质押登记PE01-2024.csv": "utf-8",
    "省市区知识产权优势示范企业-2024.csv": "utf-8-sig",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: path for path in write_files(tmp_path_factory.mktemp("demo") / "new" / "folder")}


def grid(path: Path, sheet: int = 1) -> list[list[str]]:
    """All rows of a file as text, read with no code of ours."""
    if path.suffix == ".xlsx":
        options = {"header_row": None, "skip_rows": 0}
        frame = pl.read_excel(
            path, sheet_id=sheet, has_header=False, infer_schema_length=0, read_options=options
        )
        return [["" if cell is None else str(cell) for cell in row] for row in frame.rows()]
    separator = "\t" if path.suffix == ".tsv" else ","
    text = path.read_bytes().decode(ENCODINGS[path.name])
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def records(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".json":
        found: list[dict[str, str]] = json.loads(path.read_text("utf-8"))
        return found
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = grid(path)
    header = next(n for n, row in enumerate(rows) if sum(map(bool, row)) == len(row))
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def test_same_bytes_in_another_process(files: dict[str, Path], tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from registry.demo import write_files; write_files(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env={"PYTHONHASHSEED": "7"})
    other = [tmp_path / name for name in files]
    assert digest(other) == digest(list(files.values()))


def test_there_are_files_of_many_kinds(files: dict[str, Path]) -> None:
    assert len(files) == 21
    assert {path.suffix for path in files.values()} == {".xlsx", ".csv", ".tsv", ".json", ".jsonl"}


@pytest.mark.parametrize(("name", "count"), ROWS.items())
def test_row_counts(files: dict[str, Path], name: str, count: int) -> None:
    assert len(records(files[name])) == count


@pytest.mark.parametrize("name", ENCODINGS)
def test_text_files_are_in_their_encoding(files: dict[str, Path], name: str) -> None:
    rows = grid(files[name])
    assert all(len(row) == len(rows[0]) for row in rows)
    marks = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}
    expected = marks.get(ENCODINGS[name], b"")
    assert files[name].read_bytes().startswith(expected)
    if ENCODINGS[name] in {"gbk", "gb18030"}:
        with pytest.raises(UnicodeDecodeError):
            files[name].read_bytes().decode("utf-8")


def test_two_title_rows_above_the_register(files: dict[str, Path]) -> None:
    rows = grid(files["企业登记信息-环翠区-20240627.xlsx"])
    assert "虚构" in rows[0][0]
    assert rows[2][:2] == ["企业名称", "统一社会信用代码"]


def test_every_patent_is_in_some_file_with_its_right_number(files: dict[str, Path]) -> None:
    found: set[str] = set()
    for path in files.values():
        for record in records(path):
            cell = record.get("申请号") or record.get("shenqingh") or ""
            bare = re.sub(r"^(CN|ZL)|\.", "", str(cell))
            found.add(f"{bare[:12]}.{bare[12:]}")
    assert {patent.number for patent in build_district().patents} <= found


def test_platform_rows_are_those_of_the_import_page(files: dict[str, Path]) -> None:
    rows = grid(files["运营平台导出-2024-05.xlsx"])
    column = {header: position for position, header in enumerate(rows[0])}

    def cell(row: int, header: str) -> str:
        return rows[row - 1][column[header]]

    assert cell(2, "申请号") == "2021299001040"
    assert cell(2, "授权日") in {"44505", "44505.0"}
    assert cell(2, "许可费") == "5万/年"
    assert cell(37, "申请号").replace(".", "") == "2021199031271"
    assert cell(37, "许可费") == "3万元/一次性"
    assert cell(57, "申请号") == "202119907741.8"
    assert cell(112, "授权日") == "2023年2月30日"
    assert cell(141, "申请号") == "2.02E+11"
    assert cell(208, "专利权人") == ""
    assert cell(349, "申请号") == cell(350, "申请号")
    assert (cell(349, "许可费"), cell(350, "许可费")) == ("5万元/一次性", "8万元/一次性")
    assert cell(611, "许可费") == "-20000"
    assert cell(874, "许可费") == "3%"
    assert cell(1102, "类型") == "外观"


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("企业登记信息-环翠区-20240627.xlsx", faults.REGISTER),
        ("专利检索结果-CNIPA-20240520.xlsx", faults.CNIPA),
        ("中国专利数据库2023年.csv", faults.YEARLY),
        ("智慧芽导出-20240610.xlsx", faults.PATSNAP),
        ("企业年费台账-2024.csv", faults.LEDGER),
        ("山东省专利开放许可清单-2024.xlsx", faults.PROVINCIAL),
        ("专利质押登记PE01-2024.csv", faults.PLEDGES),
        ("专精特新企业名单-2023.xlsx", faults.SPECIALISED),
    ],
)
def test_planted_values_stand_where_they_are_said_to(
    files: dict[str, Path], name: str, planted: tuple[Fault, ...]
) -> None:
    rows = grid(files[name])
    header = next(row for row in rows if sum(map(bool, row)) == len(row))
    for fault in planted:
        if fault.header and isinstance(fault.becomes, str):
            assert rows[fault.row - 1][header.index(fault.header)] == fault.becomes
        if not fault.header and not fault.changes:
            assert rows[fault.row - 1] == rows[fault.row - 2]


def test_three_credit_codes_are_wrong_in_the_same_way_in_both_files(files: dict[str, Path]) -> None:
    right = {e.name: e.code for e in build_district().enterprises}
    register = {
        r["企业名称"]: r["统一社会信用代码"] for r in records(files["企业登记信息-环翠区-20240627.xlsx"])
    }
    ledger = {r["企业名称"]: r["统一社会信用代码"] for r in records(files["企业培育台账-2024Q2.xlsx"])}
    assert register == ledger
    wrong = {name for name, code in register.items() if code != right[name]}
    assert len(wrong) == 3
    assert not wrong & {item.enterprise.name for item in build_district().recognitions}


def test_one_enterprise_stands_under_two_legal_forms(files: dict[str, Path]) -> None:
    names = [loose_name(row["企业名称"]) for row in records(files["专精特新企业名单-2023.xlsx"])]
    assert len(names) == len(set(names)) + 1


def test_names_and_values_disagree_between_sources(files: dict[str, Path]) -> None:
    yearly = {r["申请号"]: r["被引证次数"] for r in records(files["中国专利数据库2023年.csv"])}
    snapped = {r["申请号"]: r["被引用专利数量"] for r in records(files["智慧芽导出-20240610.xlsx"])}
    both = yearly.keys() & snapped.keys()
    assert len(both) > 300
    assert any(float(yearly[n]) != float(snapped[n]) for n in both if yearly[n].isdigit())


def test_faults_are_planted_in_row_order_and_keep_the_length_when_asked() -> None:
    table = Table(["a", "b"], [["1", "x"], ["2", "y"], ["3", "z"]])
    table.plant([Fault(4, "b", "late"), Fault(3, "", changes=(("b", lambda old: f"{old}!"),))])
    assert table.rows == [["1", "x"], ["1", "x!"], ["2", "late"], ["3", "z"]]
    table.plant([Fault(3, "")], same_length=True)
    assert table.rows == [["1", "x"], ["1", "x"], ["2", "late"], ["3", "z"]]


def test_a_later_day_names_its_files_after_itself(tmp_path: Path) -> None:
    names = {path.name for path in write_files(tmp_path, date(2025, 1, 15))}
    assert "运营平台导出-2024-12.xlsx" in names
    assert "企业培育台账-2025Q1.xlsx" in names
