"""What a file really is, told by its first bytes and not by its name (文件格式)."""

import re
from pathlib import Path

from importers.reading.errors import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START = 65_536
_REFUSED: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF", "PDF", "从来源系统导出 Excel 或 csv 格式", "export it as Excel or csv"),
    (b"\x1f\x8b", "gzip", "解压缩", "unpack it"),
    (b"Rar!", "RAR", "解压缩", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "解压缩", "unpack it"),
    (b"BZh", "bzip2", "解压缩", "unpack it"),
    (b"\xfd7zXZ", "xz", "解压缩", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "zstd", "解压缩", "unpack it"),
    (b"SQLite format 3", "SQLite", "导出为 xlsx 或 csv", "export it as xlsx or csv"),
    (b"\x89PNG", "PNG", "提供表格文件而不是图片", "provide a spreadsheet, not a picture"),
    (b"\xff\xd8\xff", "JPEG", "提供表格文件而不是图片", "provide a spreadsheet, not a picture"),
    (b"GIF8", "GIF", "提供表格文件而不是图片", "provide a spreadsheet, not a picture"),
    (b"{\\rtf", "RTF", "另存为 xlsx", "save it as xlsx"),
    (b"ARROW1", "Arrow", "转换为 parquet", "convert it to parquet"),
    (b"MIME-Version:", "MHTML", "用 Excel 打开后另存为 xlsx", "open it in Excel, save it as xlsx"),
)
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div|style)\b",
    re.I | re.S,
)
_XML = re.compile(r"^\s*<(?:\?xml|Workbook|\w+:)", re.I)


def detect(path: Path) -> str:
    """One of zip, ole, biff, parquet, html, xml, json or text. Raises UnreadableFile for what is no table."""
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise UnreadableFile("file_empty", {"file": path.name})
    for magic, name, chinese, english in _REFUSED:
        if start.startswith(magic):
            raise UnreadableFile(
                "format_refused", {"format": name, "action_zh": chinese, "action_en": english}
            )
    return _binary(start) or _textual(start)


def _binary(start: bytes) -> str | None:
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.startswith(OLE):
        return "ole"
    if start[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and start[2:4] in _BOF_LENGTHS:
        return "biff"
    return "parquet" if start.startswith(b"PAR1") else None


_BOF_LENGTHS = (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00")


def _textual(start: bytes) -> str:
    text = _roughly(start)
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        return "xml"
    first = text.lstrip()[:1]
    if first in ("{", "["):
        return "json"
    controls = sum(character < " " and character not in "\t\r\n\f\v\x1a\0" for character in text)
    if controls > max(8, len(text) // 50) or (text.count("\0") > len(text) // 4 and len(text) > 64):
        raise UnreadableFile("format_unknown")
    return "text"


def _roughly(start: bytes) -> str:
    """The start as text, good enough to tell formats apart."""
    for bom, codec in (
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if start.startswith(bom):
            return start[len(bom) :].decode(codec, "replace")
    zeros = start[:2000].count(0)
    if zeros > len(start[:2000]) // 20:
        odd = start[1:2000:2].count(0)
        return start.decode("utf-16-le" if odd * 2 > zeros else "utf-16-be", "replace")
    return start.decode("latin-1")
