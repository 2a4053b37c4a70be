"""JSON, JSON Lines, parquet, HTML tables, old xls, and files that are refused with a reason."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlwt

from importers.reading import MESSAGES, UnreadableFile, Workbook, read

ITEMS = [
    {"名称": "甲", "号": 202011438186.0, "标签": ["a", 1, None]},
    {"名称": "乙", "另": {"x": 1.10, "y": ["z"]}, "真": True},
]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_in(workbook: Workbook) -> list[tuple[Any, ...]]:
    return [row for chunk in workbook.sheets[0].chunks() for row in chunk.drop("_broken").iter_rows()]


EXPECTED = [
    (2, "甲", "202011438186.0", "a; 1", None, None),
    (3, "乙", None, None, '{"x":1.1,"y":["z"]}', "TRUE"),
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ITEMS, ensure_ascii=False),
        json.dumps(ITEMS, indent=2),
        json.dumps({"code": 0, "erDataList": ITEMS}),
        json.dumps({"data": {"total": 2, "list": ITEMS}}),
    ],
)
def test_json(tmp_path: Path, content: str) -> None:
    workbook = read(written(tmp_path / "x.json", content))
    assert (workbook.format, workbook.sheets[0].header_row) == ("json", 1)
    assert workbook.sheets[0].headers == ["名称", "号", "标签", "另", "真"]
    assert rows_in(workbook) == EXPECTED


def test_json_lines(tmp_path: Path) -> None:
    lines = [json.dumps(item, ensure_ascii=False) for item in ITEMS]
    workbook = read(written(tmp_path / "x.jsonl", "\n".join([*lines, "", '{"名称": ', lines[0]])))
    assert workbook.format == "jsonl"
    found = rows_in(workbook)
    assert found[:2] == EXPECTED
    assert [row[0] for row in found] == [2, 3, 4, 5, 6]
    assert [(p.row, p.code) for p in workbook.sheets[0].problems()] == [(5, "json_line_broken")]


@pytest.mark.parametrize(
    "content",
    [
        '{"a": ["1", "2"], "b": ["x"]}',
        '{"a": {"0": "1", "1": "2"}, "b": {"0": "x", "1": null}}',
    ],
)
def test_json_columns(tmp_path: Path, content: str) -> None:
    assert rows_in(read(written(tmp_path / "x.json", content))) == [(2, "1", "x"), (3, "2", None)]


def test_json_numbers_stay_as_written(tmp_path: Path) -> None:
    found = rows_in(
        read(written(tmp_path / "x.json", '[{"a": 1.50, "b": 1e5, "c": 12345678901234567890, "d": NaN}]'))
    )
    assert found == [(2, "1.50", "1e5", "12345678901234567890", "NaN")]


def test_json_repeated_keys_and_strangers_are_told_of(tmp_path: Path) -> None:
    workbook = read(written(tmp_path / "x.json", '[{"a": "1", "a": "2"}, 7, {"a": "3"}]'))
    assert [row[1] for row in rows_in(workbook)] == ["1", None, "3"]
    assert [(p.row, p.code) for p in workbook.sheets[0].problems()] == [
        (2, "json_repeated_key"),
        (3, "json_not_object"),
    ]


def test_json_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    workbook = read(written(tmp_path / "x.json", '[{"a": "1"}, {"a": "2"}, {"a": "3'))
    assert [row[1] for row in rows_in(workbook)] == ["1", "2", None]
    assert [(p.row, p.code) for p in workbook.sheets[0].problems()] == [(4, "json_cut_off")]


def test_large_json_array_is_read_in_a_window(tmp_path: Path) -> None:
    items = [{"n": str(number), "t": "甲" * 300, "e": "]},{["} for number in range(12_000)]
    workbook = read(written(tmp_path / "x.json", json.dumps(items, indent=1, ensure_ascii=False)))
    found = rows_in(workbook)
    assert [int(row[1]) for row in found] == list(range(12_000))
    assert found[-1][0] == 12_001


def test_parquet(tmp_path: Path) -> None:
    pl.DataFrame(
        {
            "文": ["甲", ""],
            "整": [1, None],
            "浮": [2.0, 0.1],
            "日": [date(2017, 7, 12), None],
            "时": [
                datetime.fromisoformat("2017-07-12T00:00:00"),
                datetime.fromisoformat("2017-07-12T08:00:00"),
            ],
            "金": [Decimal("1.10"), None],
            "列": [["a", "b"], []],
            "真": [True, False],
        }
    ).write_parquet(tmp_path / "x.parquet")
    assert rows_in(read(tmp_path / "x.parquet")) == [
        (2, "甲", "1", "2", "2017-07-12", "2017-07-12", "1.10", "a; b", "TRUE"),
        (3, None, None, "0.1", None, "2017-07-12 08:00:00", None, None, "FALSE"),
    ]


HTML = """<html><head><meta charset="gbk"><style>td{}</style></head><body><table>
<tr><th rowspan=2>专利号</th><th colspan=2>许可费</th></tr><tr><th>方式</th><th>金额<br>（元）</th></tr>
<tr><td>ZL2021&nbsp;1</td><td>一次付清</td><td style='mso-number-format:"\\@"'>5000</td></tr></table></body></html>"""


EXCEL_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="清单"><Table><Row ss:Index="2"><Cell><Data ss:Type="String">名称</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">日期</Data></Cell></Row><Row><Cell><Data ss:Type="String">甲</Data></Cell>
<Cell><Data ss:Type="Number">5.0</Data></Cell><Cell><Data ss:Type="DateTime">2017-07-12T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_excel_2003_xml_named_xls(tmp_path: Path) -> None:
    workbook = read(written(tmp_path / "x.xls", EXCEL_2003))
    assert (workbook.format, workbook.sheets[0].name) == ("xml", "清单")
    assert (workbook.sheets[0].header_row, workbook.sheets[0].headers) == (2, ["名称", "", "日期"])
    assert rows_in(workbook) == [(3, "甲", "5", "2017-07-12")]


def test_a_single_object_is_one_record(tmp_path: Path) -> None:
    assert rows_in(read(written(tmp_path / "x.json", '{"a": "1", "b": 2}'))) == [(2, "1", "2")]
    assert rows_in(read(written(tmp_path / "x.jsonl", '{"a": "1", "b": ["x", "y"]}'))) == [(2, "1", "x; y")]


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_html_named_xls(tmp_path: Path, codec: str) -> None:
    workbook = read(written(tmp_path / "x.xls", HTML.encode(codec)))
    assert workbook.format == "html"
    assert workbook.sheets[0].headers == ["专利号", "许可费/方式", "许可费/金额（元）"]
    assert rows_in(workbook) == [(3, "ZL2021\u00a01", "一次付清", "5000")]
    assert [finding.code for finding in workbook.findings] == ["extension_differs"]


def test_csv_named_xls(tmp_path: Path) -> None:
    workbook = read(written(tmp_path / "x.xls", "名称\t日期\n甲\t2020\n".encode("gbk")))
    assert (workbook.format, workbook.encoding) == ("csv", "GBK")
    assert rows_in(workbook) == [(2, "甲", "2020")]


def test_xls_cells_of_every_kind(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    book.add_sheet("空")
    dated = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    values: list[Any] = ["文" * 20_000, 5, 0.25, 201310093260.3, -7, True, xlwt.Formula("1+1"), 12.34]
    for column in range(len(values) + 1):
        sheet.write(0, column, f"列{column}")
    for column, value in enumerate(values):
        sheet.write(1, column, value)
    sheet.write(1, len(values), datetime.fromisoformat("2017-07-12T00:00:00"), dated)
    book.save(tmp_path / "x.xls")
    workbook = read(tmp_path / "x.xls")
    assert rows_in(workbook)[0][1:] == (
        "文" * 20_000, "5", "0.25", "201310093260.3", "-7", "TRUE", None, "12.34", "2017-07-12",
    )  # fmt: skip
    assert [finding.code for finding in workbook.findings] == ["sheet_empty"]


def test_xls_texts_cut_by_continued_records(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("甲")
    texts = [("威海abc" if number % 3 else "abc") * (number % 97) + str(number) for number in range(3000)]
    for row, text in enumerate(["名称", *texts]):
        sheet.write(row, 0, text)
        sheet.write(row, 1, text[::-1] or "号")
    book.save(tmp_path / "x.xls")
    assert [row[1] for row in rows_in(read(tmp_path / "x.xls"))] == texts


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7", "format_refused"),
        (b"\x1f\x8b\x08", "format_refused"),
        (b"\x89PNG\r\n", "format_refused"),
        (b"PK\x03\x04broken", "file_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_broken"),
        (b"PAR1broken", "file_broken"),
        (bytes(range(32)) * 20, "format_unknown"),
        (b"\n\n  \n", "no_table"),
        (b'{"a": [{"x": 1}], "b": [{"y": 1}]}', "json_no_array"),
        (b"[" * 100_000, "nested_too_deeply"),
        (b"<html><body>404</body></html>", "no_table"),
        (b'<?xml version="1.0"?><a/>', "format_refused"),
    ],
)
def test_refusals_say_why(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(written(tmp_path / "x.dat", content))
    assert caught.value.code == code
    assert "?" not in caught.value.describe("zh")
    assert "?" not in caught.value.describe("en")


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "file_missing"), (tmp_path, "file_not_regular")):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert caught.value.code == code


def test_every_message_is_in_both_languages() -> None:
    for chinese, english in MESSAGES.values():
        assert chinese.endswith("。")
        assert english.endswith(".")
        assert english.isascii() or "“" in english
