"""Encodings: found on the whole file, and bytes that fit none are shown and told of by row."""

from pathlib import Path

import pytest

from importers.reading import UnreadableFile, read

TABLE = "名称,地址\n威海某某有限公司,山东省威海市环翠区\n䶮某公司,北京\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16LE"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32LE"),
    ],
)
def test_finds_the_encoding(tmp_path: Path, codec: str, name: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TABLE.encode(codec))
    workbook = read(path)
    assert workbook.encoding == name
    assert workbook.sheets[0].headers == ["名称", "地址"]
    assert [row[2:] for c in workbook.sheets[0].chunks() for row in c.iter_rows()][1] == ("䶮某公司", "北京")


def test_gbk_is_called_gbk(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TABLE.replace("䶮", "龙").encode("gbk"))
    assert read(path).encoding == "GBK"


def test_a_late_byte_decides(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 2_000_000 + "威海,烟台\n".encode("gbk"))
    workbook = read(path)
    assert workbook.encoding == "GBK"
    assert list(workbook.sheets[0].chunks())[-1].row(-1)[2:] == ("威海", "烟台")


def test_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((TABLE * 20).encode() + b"\xe5\xa8,\xff\n")
    workbook = read(path)
    sheet = workbook.sheets[0]
    rows = sum(len(chunk) for chunk in sheet.chunks())
    assert workbook.encoding == "UTF-8"
    assert [finding.code for finding in workbook.findings] == ["encoding_damaged"]
    assert [(p.row, p.code) for p in sheet.problems()] == [(rows + 1, "bytes_undecodable")]


def test_broken_bytes_in_gb18030_are_told_by_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((TABLE * 20).encode("gb18030") + b"\xff\xff,1\n")
    sheet = read(path).sheets[0]
    rows = sum(len(chunk) for chunk in sheet.chunks())
    assert [(p.row, p.code) for p in sheet.problems()] == [(rows + 1, "bytes_undecodable")]


def test_text_in_no_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    wide = (TABLE * 30).encode("utf-16-le")
    path.write_bytes(wide[:1001] + wide[1002:])
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code in ("encoding_unknown", "format_unknown")


def test_utf8_with_a_few_zeros_is_not_taken_for_utf16(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TABLE.replace("某", "\0某").encode())
    workbook = read(path)
    assert (workbook.encoding, workbook.sheets[0].headers) == ("UTF-8", ["名称", "地址"])
