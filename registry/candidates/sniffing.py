"""What a file handed in really is (格式), told by its content and never by its name."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from registry.candidates.refusing import Refused
from registry.site.texts import Text, marked

MOST_PARTS = 5000
"""Parts that a document may be packed from."""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is kept: its media type and the endings of its names, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


PDF = Format("application/pdf", (".pdf",))
PNG = Format("image/png", (".png",))
JPEG = Format("image/jpeg", (".jpg", ".jpeg"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = Format(f"{_OFFICE}.wordprocessingml.document", (".docx",))
SHEET = Format(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": SHEET}
ACCEPTED = ",".join(ending for one in (PDF, PNG, JPEG, WORD, SHEET) for ending in one.endings)
"""For the `accept` of a file field."""
NOT_KEPT = Text(marked("接收 PDF、图片（PNG、JPG）、Word（docx）和 Excel（xlsx）文件；旧格式请另存为新格式"))
MACROS = Text(marked("文件里有宏，请另存为不带宏的格式"))


def sniff(path: Path) -> Format:
    """The format of a file. Raises Refused for one that is not kept, and for one with macros."""
    with path.open("rb") as file:
        beginning = file.read(16)
    for signature, format_ in SIGNATURES:
        if beginning.startswith(signature):
            return format_
    if not beginning.startswith(b"PK\x03\x04"):
        raise Refused(NOT_KEPT, {"file": NOT_KEPT})
    return _packed(_parts(path))


def _parts(path: Path) -> list[str]:
    """The names of the parts, read from the directory of the archive; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return []


def _packed(parts: Iterable[str]) -> Format:
    names = {name.lower() for name in parts}
    if any(PurePosixPath(name).name.startswith("vba") or "activex/" in name for name in names):
        raise Refused(MACROS, {"file": MACROS})
    found = [format_ for part, format_ in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or len(names) > MOST_PARTS:
        raise Refused(NOT_KEPT, {"file": NOT_KEPT})
    return found[0]


def safe_name(given: str, format_: Format) -> str:
    """The name under which a file is given out again: no folders, nothing invisible, an ending that is true."""
    base = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in base if letter.isprintable()).strip(" .")
    ending = next((one for one in format_.endings if shown.lower().endswith(one)), "")
    stem = shown[: -len(ending)] if ending else shown
    return f"{stem.strip(' .')[:LONGEST_NAME] or '附件'}{ending or format_.endings[0]}"
