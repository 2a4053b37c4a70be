"""The parts of an xlsx package: which sheets there are, how dates are told from numbers, shared texts."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from importers.limits import Limits
from importers.reading.errors import UnreadableFile

PIECE = 1024 * 1024
MOST_PARTS = 20_000
MOST_RATIO = 1_000
"""Deflate cannot pack better than about 1,030 to 1; real sheets stay below 200."""
_FREE = 16 * 1024 * 1024
"""Parts that unpack to less than this are never suspicious."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the package: its name, the part that holds it, its kind and whether it is hidden."""

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(slots=True)
class Package:
    """An opened xlsx package (工作簿包)."""

    archive: zipfile.ZipFile
    sheets: list[SheetPart] = field(default_factory=list)
    since_1904: bool = False
    macros: bool = False
    date_styles: dict[int, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The zip at `path`, its directory checked. Raises UnreadableFile for broken and suspicious ones."""
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("file_broken", {"reason": f"zip: {error}"}) from error
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked_bytes or len(parts) > MOST_PARTS:
        raise UnreadableFile("unpacked_too_large", {"size": str(total), "limit": str(limits.unpacked_bytes)})
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableFile("password_protected")
        if part.file_size > _FREE and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            ratio = str(part.file_size // max(part.compress_size, 1))
            raise UnreadableFile("packed_suspiciously", {"ratio": ratio})
    return archive


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked bytes of a part. Raises UnreadableFile where it is damaged or longer than it says."""
    try:
        with archive.open(part) as file:
            while piece := file.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error


def parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Run `parser` over a part. Raises UnreadableFile for XML that is broken or declares entities."""
    for _ in steps(archive, part, parser):
        pass


def steps(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> Iterator[None]:
    """As `parse`, pausing after every megabyte."""
    try:
        for piece in pieces(archive, part):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error
    except (ValueError, OverflowError, UnicodeDecodeError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error


def new_parser() -> expat.XMLParserType:
    """An expat parser that refuses document types and entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def _refuse(*_: Any) -> int:
    raise UnreadableFile("xml_hostile")


def local(name: str) -> str:
    """A tag or attribute name without its namespace prefix."""
    return name.rpartition(":")[2]


def elements(archive: zipfile.ZipFile, part: str, visit: Callable[[str, dict[str, str]], None]) -> None:
    """Call `visit` with every element of a small part: local name, attributes by local name."""
    parser = new_parser()
    parser.StartElementHandler = lambda name, attrs: visit(
        local(name), {local(key): value for key, value in attrs.items()}
    )
    parse(archive, part, parser)


def open_package(path: Path, limits: Limits) -> Package:
    """The package at `path` without its cells. Raises UnreadableFile if it is no xlsx."""
    archive = open_archive(path, limits)
    names = {name.lower(): name for name in archive.namelist()}
    main = _main_part(archive, names)
    package = Package(archive, macros=any(name.endswith("vbaproject.bin") for name in names))
    _read_workbook(package, names, main)
    return package


def _main_part(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """The part that lists the sheets, or UnreadableFile saying what this zip is instead."""
    targets = [t for t, kind in relations(archive, names, "").values() if kind == "officeDocument"]
    main = names.get(targets[0].lower(), "") if targets else names.get("xl/workbook.xml", "")
    if main.lower().endswith(".xml") and "word" not in main.lower() and "ppt" not in main.lower():
        return main
    raise _other_zip(archive, names, main.lower())


def _other_zip(archive: zipfile.ZipFile, names: dict[str, str], main: str) -> UnreadableFile:
    save = {
        "action_zh": "用 Excel 或 WPS 打开后另存为 xlsx",
        "action_en": "open it in Excel and save it as xlsx",
    }
    if main.endswith(".bin"):
        return UnreadableFile("format_refused", {"format": "xlsb", **save})
    if "word/" in main:
        return UnreadableFile("format_refused", {"format": "Word (docx)", **save})
    if "mimetype" in names:
        kind = b"".join(pieces(archive, names["mimetype"]))[:100].decode("latin-1")
        return UnreadableFile("format_refused", {"format": "ods" if "spreadsheet" in kind else kind, **save})
    if any(name.endswith(".numbers") or name.startswith("index/") for name in names):
        return UnreadableFile("format_refused", {"format": "Numbers", **save})
    if main or "[content_types].xml" in names:
        return UnreadableFile("file_broken", {"reason": "xl/workbook.xml"})
    unpack = {"format": "zip", "action_zh": "解压缩", "action_en": "unpack it"}
    return UnreadableFile("format_refused", unpack)


def relations(archive: zipfile.ZipFile, names: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part: id → (target part, last word of its type); none where it has no list."""
    folder, _, base = part.rpartition("/")
    listing = names.get(posixpath.join(folder, "_rels", f"{base}.rels").lower())
    found: dict[str, tuple[str, str]] = {}

    def visit(name: str, attrs: dict[str, str]) -> None:
        if name == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attrs.get("Type", "").rpartition("/")[2]
            found[attrs.get("Id", "")] = (posixpath.normpath(whole), kind)

    if listing:
        elements(archive, listing, visit)
    return found


def _read_workbook(package: Package, names: dict[str, str], main: str) -> None:
    links = relations(package.archive, names, main)
    listed: list[dict[str, str]] = []

    def visit(name: str, attrs: dict[str, str]) -> None:
        if name == "workbookPr":
            package.since_1904 = attrs.get("date1904", "0") in ("1", "true", "on")
        elif name == "sheet":
            listed.append(attrs)

    elements(package.archive, main, visit)
    for attrs in listed:
        target, kind = links.get(attrs.get("id", ""), ("", "missing"))
        part = names.get(target.lower(), "")
        hidden = attrs.get("state", "visible") != "visible"
        package.sheets.append(SheetPart(attrs.get("name", ""), part, kind, hidden))
    for target, kind in links.values():
        part = names.get(target.lower(), "")
        if kind == "styles" and part:
            package.date_styles = date_styles(package.archive, part)
        elif kind == "sharedStrings" and part:
            package.texts = shared_texts(package.archive, part)


_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(50, 59), 45, 47}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def date_styles(archive: zipfile.ZipFile, part: str) -> dict[int, str]:
    """Cell styles that show a date or time: style index → "date" or "elapsed"."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = [False]

    def visit(name: str, attrs: dict[str, str]) -> None:
        if name == "numFmt" and "numFmtId" in attrs:
            formats[attrs["numFmtId"]] = attrs.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            styles.append(attrs.get("numFmtId", "0"))

    elements(archive, part, visit)
    kinds = {style: format_kind(number, formats.get(number)) for style, number in enumerate(styles)}
    return {style: kind for style, kind in kinds.items() if kind}


def format_kind(number: str, code: str | None) -> str | None:
    """What a number format shows: "date", "elapsed" or None for a plain number."""
    if code is None:
        if number == "46":
            return "elapsed"
        return "date" if number.isdigit() and int(number) in _BUILT_IN_DATES else None
    plain = _LITERALS.sub("", code.split(";")[0]).lower()
    if re.search(r"\[[hms]+\]", plain):
        return "elapsed"
    if "general" in plain or re.search(r"[0#?]", plain.replace(".0", "")):
        return None
    return "date" if re.search(r"[ymdhs年月日]", plain) else None


def shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The shared strings: runs of rich text joined, phonetic guides left out."""
    texts: list[str] = []
    current: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(name: str, _: dict[str, str]) -> None:
        word = local(name)
        if word == "si":
            current.clear()
        elif word == "rPh":
            state["phonetic"] = True
        state["text"] = word == "t" and not state["phonetic"]

    def end(name: str) -> None:
        word = local(name)
        if word == "si":
            texts.append(unescape("".join(current)))
        elif word == "rPh":
            state["phonetic"] = False
        state["text"] = False

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda data: current.append(data) if state["text"] else None
    parse(archive, part, parser)
    return texts


def unescape(text: str) -> str:
    """Text with `_x000D_` and its like turned into the characters they stand for; NUL goes."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: _character(match[1]), text)


def _character(code: str) -> str:
    number = int(code, 16)
    return "" if number == 0 or 0xD800 <= number < 0xE000 else chr(number)
