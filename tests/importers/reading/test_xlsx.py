"""xlsx: every cell as the file holds it, sheets and headers found, and nothing hostile let through."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.limits import DEFAULT, Limits
from importers.reading import UnreadableFile, Workbook, read
from importers.reading.xlsx_package import open_package
from importers.reading.xlsx_quick import frames_of
from importers.reading.xlsx_rows import rows_of

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rows_in(workbook: Workbook, sheet: int = 0) -> list[tuple[Any, ...]]:
    return [row for chunk in workbook.sheets[sheet].chunks() for row in chunk.drop("_broken").iter_rows()]


def with_cells(path: Path, cells: str, rows: str = "", tail: str = "") -> Path:
    """A workbook whose second row holds raw cell XML."""
    with xlsxwriter.Workbook(path) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        elapsed = book.add_format({"num_format": "[h]:mm"})
        book.add_worksheet().write_row(0, 0, ["甲", "乙", "丙"])
        book.worksheets()[0].write(5, 0, 1, dates)
        book.worksheets()[0].write(5, 1, 1, elapsed)
    header = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in zip("ABC", "甲乙丙", strict=True)
    )
    body = f'<row r="1">{header}</row><row r="2">{cells}</row>{rows}'
    return with_part(
        path,
        "xl/worksheets/sheet1.xml",
        f"<worksheet {NAMESPACE}><sheetData>{body}</sheetData>{tail}</worksheet>",
    )


def with_part(path: Path, name: str, content: str | bytes) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def code_of(path: Path, limits: Limits = DEFAULT) -> str:
    with pytest.raises(UnreadableFile) as caught:
        _read_all(path, limits)
    return caught.value.code


def _read_all(path: Path, limits: Limits) -> None:
    for sheet in read(path, limits=limits).sheets:
        list(sheet.chunks())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<v>202011438186</v>", "202011438186"),
        ("<v>202011438186.0</v>", "202011438186"),
        ("<v>201310093260.29999</v>", "201310093260.3"),  # the same float: what was typed
        ("<v>0.30000000000000004</v>", "0.30000000000000004"),
        ("<v>2.0098000000000000E+12</v>", "2009800000000"),
        ("<v>3.7063119800101101E+17</v>", "3.70631198001011E+17"),
        ("<v>370631198001011000</v>", "370631198001011000"),
        ("<v>1E-7</v>", "1E-07"),
        ("<v>-5</v>", "-5"),
    ],
)
def test_numbers_keep_every_digit(tmp_path: Path, cell: str, text: str) -> None:
    path = with_cells(tmp_path / "x.xlsx", f'<c r="A2">{cell}</c><c r="B2" t="str"><v>乙</v></c>')
    assert rows_in(read(path))[0][1] == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('s="1"><v>42928</v>', "2017-07-12"),
        ('s="1"><v>42928.5</v>', "2017-07-12 12:00:00"),
        ('s="1"><v>59</v>', "1900-02-28"),
        ('s="1"><v>60</v>', "60"),
        ('s="1"><v>61</v>', "1900-03-01"),
        ('s="1"><v>99999999</v>', "99999999"),
        ('s="1"><v>-1</v>', "-1"),
        ('s="1"><v>0.25</v>', "06:00:00"),
        ('s="2"><v>1.5</v>', "36:00:00"),
        ('t="d"><v>2017-07-12T00:00:00</v>', "2017-07-12"),
        ('t="d"><v>2017-07-12T08:30:00</v>', "2017-07-12 08:30:00"),
        ('t="b"><v>1</v>', "TRUE"),
        ('t="e"><v>#N/A</v>', "#N/A"),
        ('t="str"><f>A1</f><v>公式</v>', "公式"),
        ('t="str"><v>a&lt;b&amp;c&#x5A01;&#28023;</v>', "a<b&c威海"),
        ('t="str"><v>x_x000D_y</v>', "x\ry"),
        ('t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is>', " 甲 "),
        ('t="inlineStr"><is><r><t>粗</t></r><r><t>体</t></r><rPh sb="0" eb="1"><t>cu</t></rPh></is>', "粗体"),
        ('t="s"><v>99999</v>', "#REF!"),
    ],
)
def test_cells_of_every_kind(tmp_path: Path, cell: str, text: str) -> None:
    path = with_cells(tmp_path / "x.xlsx", f'<c r="A2" t="str"><v>甲</v></c><c r="B2" {cell}</c>')
    assert rows_in(read(path))[0][2] == text


CELLS = st.one_of(
    st.none(),
    st.text(alphabet="甲乙a <&>\"'\t_x000D\n", max_size=6),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2100-01-01")),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.times(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12), st.booleans())
def test_quick_and_careful_way_agree(tmp_path: Path, table: list[list[Any]], write_only: bool) -> None:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("甲") if write_only else book.active
    assert sheet is not None
    for row in table:
        sheet.append([None if isinstance(c, str) and c.startswith("=") else c for c in row])
    book.save(tmp_path / "x.xlsx")
    package = open_package(tmp_path / "x.xlsx", DEFAULT)
    for part in package.sheets:
        quick = [_cut(number, cells) for f in frames_of(package, part) for number, *cells in f.iter_rows()]
        careful = [_cut(row.number, row.cells) for row in rows_of(package, part)]
        assert [row for row in quick if row[1]] == [row for row in careful if row[1]]


def _cut(number: int, cells: Any) -> tuple[int, list[Any]]:
    kept = [cell or None for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return number, kept


def test_unusual_xml_is_read_all_the_same(tmp_path: Path) -> None:
    cells = '<!-- note --><c t="str" r="A2"><v><![CDATA[<甲>]]></v></c><c><v>7</v></c>'
    rows = '<row><c t="str"><v>下一行</v></c></row><row r="9"><c r="C9"><v>1</v></c></row>'
    found = rows_in(read(with_cells(tmp_path / "x.xlsx", cells, rows)))
    assert found[0] == (2, "<甲>", "7", None)
    assert found[1] == (3, "下一行", None, None)
    assert found[-1] == (9, None, None, "1")
    assert len(found) == 8


def test_cells_beyond_the_first_rows_are_told_of(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["名称", "号"])
        for row in range(1, 200):
            sheet.write_row(row, 0, ["甲", row])
        sheet.write(150, 5, "远处")
    workbook = read(tmp_path / "x.xlsx")
    assert len(rows_in(workbook)) == 199
    problems = workbook.sheets[0].problems()
    assert [(p.row, p.code, p.value) for p in problems] == [(151, "cell_outside_table", "远处")]


def test_sheets_hidden_empty_and_charts(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet("空")
        hidden = book.add_worksheet("藏")
        hidden.write_row(0, 0, ["名称", "号"])
        hidden.write_row(1, 0, ["甲", 1])
        hidden.hide()
        book.add_worksheet("表").write_row(0, 0, ["名称", "号"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=藏!$B$2:$B$2"})
        book.add_chartsheet("图").set_chart(chart)
        book.worksheets()[2].activate()
    workbook = read(tmp_path / "x.xlsx")
    assert [(sheet.index, sheet.name, sheet.hidden) for sheet in workbook.sheets] == [
        (1, "藏", True),
        (2, "表", False),
    ]
    assert {(f.code, f.details["sheet"]) for f in workbook.findings} >= {
        ("sheet_empty", "空"),
        ("sheet_hidden", "藏"),
        ("sheet_not_cells", "图"),
    }


def test_title_merged_header_and_data_far_from_the_corner(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B3:F3", "山东省专利开放许可清单")
        sheet.merge_range("B5:B6", "序号")
        sheet.merge_range("C5:C6", "专利号")
        sheet.merge_range("D5:E5", "许可费")
        sheet.write("D6", "方式")
        sheet.write("E6", "金额\n（元）")
        sheet.merge_range("F5:F6", "联系人")
        sheet.write_row("B8", [1, "ZL202110001234.5", "一次付清", 5000, "某"])
    workbook = read(tmp_path / "x.xlsx")
    sheet_read = workbook.sheets[0]
    assert (sheet_read.header_top, sheet_read.header_row) == (5, 6)
    assert sheet_read.headers == ["", "序号", "专利号", "许可费/方式", "许可费/金额（元）", "联系人"]
    assert sheet_read.preamble == [(3, "山东省专利开放许可清单")]
    found = rows_in(workbook)
    assert [row[0] for row in found] == [7, 8]
    assert found[1][2:] == ("1", "ZL202110001234.5", "一次付清", "5000", "某")


def test_1904_dates(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx", {"date_1904": True}) as book:
        shown = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["名称", "日期"])
        sheet.write(1, 0, "甲")
        sheet.write_datetime(1, 1, datetime.fromisoformat("2017-07-12"), shown)
        sheet.write(2, 0, "乙")
        sheet.write_datetime(2, 1, time(3, 4, 5), book.add_format({"num_format": "hh:mm:ss"}))
    assert rows_in(read(tmp_path / "x.xlsx"))[0][2] == "2017-07-12"


def test_macros_are_ignored_and_named(tmp_path: Path) -> None:
    path = with_cells(tmp_path / "x.xlsm", '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>')
    with_part(path, "xl/vbaProject.bin", b"\0")
    workbook = read(path)
    assert workbook.format == "xlsm"
    assert [finding.code for finding in workbook.findings] == ["macros_ignored"]


def test_refuses_entities_and_document_types(tmp_path: Path) -> None:
    path = with_cells(tmp_path / "x.xlsx", '<c r="A2"><v>1</v></c>')
    row = '<row r="1"><c r="A1"/></row>'
    hostile = (
        f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet {NAMESPACE}><sheetData>{row}</sheetData></worksheet>'
    )
    assert code_of(with_part(path, "xl/worksheets/sheet1.xml", hostile)) == "xml_hostile"


def test_refuses_what_unpacks_to_too_much(tmp_path: Path) -> None:
    path = with_cells(tmp_path / "x.xlsx", '<c r="A2"><v>1</v></c>')
    assert code_of(path, Limits(unpacked_bytes=1000)) == "unpacked_too_large"
    with_part(path, "xl/media/image1.png", b"\0" * 60_000_000)
    assert code_of(path) in ("packed_suspiciously", "unpacked_too_large")


def test_a_part_longer_than_it_claims_is_refused(tmp_path: Path) -> None:
    path = with_cells(tmp_path / "x.xlsx", '<c r="A2"><v>1</v></c>')
    content = path.read_bytes()
    central = content.rindex(b"PK\x01\x02")
    while b"sheet1.xml" not in content[central : central + 80]:
        central = content.rindex(b"PK\x01\x02", 0, central)
    path.write_bytes(content[: central + 24] + (10).to_bytes(4, "little") + content[central + 28 :])
    assert code_of(path) == "file_broken"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "format_refused"),
        ("清单.csv", "a,b\n1,2\n", "format_refused"),
        ("word/document.xml", "<w/>", "format_refused"),
        ("[Content_Types].xml", "<Types/>", "file_broken"),
    ],
)
def test_other_zips_are_named(tmp_path: Path, name: str, content: str, code: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr(name, content)
    assert code_of(tmp_path / "x.xlsx") == code
