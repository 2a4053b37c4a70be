"""The parts of an xlsx package: which sheets there are, how dates are told from numbers, shared texts."""

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from importers.limits import Limits
from importers.reading.errors import UnreadableFile
from importers.reading.xlsx_parts import elements, open_archive, pieces
from importers.reading.xlsx_shared import shared_texts
from importers.reading.xlsx_styles import date_styles

ASKED_OFTEN = 1000
"""After so many single look-ups the shared texts are kept as a list, which is quicker and larger."""


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
    texts: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.String))
    _listed: list[str | None] = field(default_factory=list)
    _asked: int = 0

    def text(self, index: int) -> str | None:
        """The shared text of that number, None where there is none."""
        if not 0 <= index < len(self.texts):
            return None
        if self._listed:
            return self._listed[index] or ""
        self._asked += 1
        if self._asked > ASKED_OFTEN:
            self._listed = self.texts.to_list()
        return str(self.texts[index] or "")


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
