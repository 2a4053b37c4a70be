"""Reading any spreadsheet file as text, by what it holds and not by its name."""

from pathlib import Path

from importers.limits import DEFAULT, Limits
from importers.reading import encoding as encodings
from importers.reading import formats
from importers.reading.delimited import read_delimited
from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.html_table import read_html
from importers.reading.json_table import read_json
from importers.reading.model import Sheet, Workbook
from importers.reading.parquet_table import read_parquet
from importers.reading.xls import read_xls
from importers.reading.xlsx import read_xlsx
from importers.reading.xml_table import read_xml
from schemas.findings import Finding, Severity

_EXTENSIONS = {
    "xlsx": {".xlsx", ".xlsm"},
    "xlsm": {".xlsm", ".xlsx"},
    "xls": {".xls"},
    "html": {".html", ".htm"},
    "xml": {".xml"},
    "csv": {".csv", ".tsv", ".txt", ".tab"},
    "tsv": {".csv", ".tsv", ".txt", ".tab"},
    "json": {".json"},
    "jsonl": {".jsonl", ".ndjson", ".json", ".txt"},
    "parquet": {".parquet", ".pq"},
}


def read(path: str | Path, known_headers: frozenset[str] = frozenset(), limits: Limits = DEFAULT) -> Workbook:
    """The file at `path` as a workbook of text (读取表格).

    `known_headers` are header words, normalised by `headers.normalise`, that help to find the header.
    Raises UnreadableFile with the reason where the file is no table, broken, locked, hostile or too large.
    """
    path = Path(path)
    _must_be_readable(path)
    workbook = _opened(path, known_headers, limits)
    if not workbook.sheets:
        raise UnreadableFile("no_table")
    for sheet in workbook.sheets:
        sheet.limits = limits
    workbook.findings += [
        Finding(Severity.NOTE, "header_missing", {"sheet": sheet.name})
        for sheet in workbook.sheets
        if sheet.header_row == 0
    ]
    suffix = path.suffix.lower()
    if suffix not in _EXTENSIONS[workbook.format]:
        details = {"extension": suffix or "-", "format": workbook.format}
        workbook.findings.append(Finding(Severity.NOTE, "extension_differs", details))
    return workbook


def _must_be_readable(path: Path) -> None:
    if not path.exists():
        raise UnreadableFile("file_missing", {"file": path.name})
    if not path.is_file():
        raise UnreadableFile("file_not_regular", {"file": path.name})
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise UnreadableFile("file_not_permitted", {"file": path.name}) from error


def _opened(path: Path, known: frozenset[str], limits: Limits) -> Workbook:
    kind = formats.detect(path)
    if kind == "zip":
        return read_xlsx(path, known, limits)
    if kind in ("ole", "biff"):
        return read_xls(path, kind, known, limits)
    if kind == "parquet":
        return Workbook(path, "parquet", None, [read_parquet(path, limits.columns)])
    encoding = encodings.detect(path)
    name, sheets = _text_sheets(path, kind, encoding, known, limits)
    workbook = Workbook(path, name, encoding.name, sheets)
    if not encoding.clean:
        details = {"encoding": encoding.name}
        workbook.findings.append(Finding(Severity.WARNING, "encoding_damaged", details))
    return workbook


def _text_sheets(
    path: Path, kind: str, encoding: Encoding, known: frozenset[str], limits: Limits
) -> tuple[str, list[Sheet]]:
    if kind == "html":
        return "html", read_html(path, encoding, known, limits.columns)
    if kind == "xml":
        return "xml", read_xml(path, encoding, known, limits)
    if kind == "json":
        name, sheet = read_json(path, encoding, limits.columns)
        return name, [sheet]
    sheet = read_delimited(path, encoding, known, limits.columns)
    return "csv", [sheet]
