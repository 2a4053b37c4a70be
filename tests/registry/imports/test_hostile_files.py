"""Files of ill will, handed in like any other: read in a process apart, refused with a reason, and nothing of them kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from importers.reading.errors import UnreadableFile
from registry.database.engine import RegistryEngine
from registry.settings import Settings
from tests.importers.reading.test_xlsx import NAMESPACE, with_part
from tests.registry.imports.desk import Desk, counts, number, value

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("reading_in_child")]

TENFOLD = '<!ENTITY a{level} "' + "&a{below};" * 10 + '">'
LAUGHS = "".join(TENFOLD.format(level=level, below=level - 1) for level in range(1, 10))
SHEET = "xl/worksheets/sheet1.xml"


def laughing(path: Path) -> Path:
    """Entities that grow to ten thousand million letters."""
    return with_part(
        path,
        SHEET,
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><worksheet {NAMESPACE}><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>',
    )


def prying(path: Path) -> Path:
    """An entity that stands for a file of this machine."""
    return with_part(
        path,
        "xl/sharedStrings.xml",
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst {NAMESPACE}><si><t>&a;</t></si></sst>',
    )


def swelling(path: Path) -> Path:
    """A sheet that is a thousand times larger when unpacked."""
    return with_part(path, SHEET, f"<worksheet {NAMESPACE}>{' ' * 80_000_000}</worksheet>")


HOSTILE: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "laughing": (laughing, {"xml_hostile"}),
    "prying": (prying, {"xml_hostile"}),
    "swelling": (swelling, {"packed_suspiciously", "unpacked_too_large"}),
}


def workbook(path: Path) -> Path:
    """An export with one patent."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["申请号", "专利名称", "申请日"])
        sheet.write_row(1, 0, [number(1), "一种海参分级输送带", "2020-01-02"])
    return path


async def test_a_hostile_file_is_refused_with_its_reason_and_leaves_nothing(
    database: RegistryEngine, settings: Settings, tmp_path: Path
) -> None:
    desk = Desk(settings, tmp_path)
    for name, (made, codes) in HOSTILE.items():
        with pytest.raises(UnreadableFile) as refused:
            await desk.take(made(workbook(tmp_path / f"{name}.xlsx")))
        assert refused.value.code in codes, name
    assert await value("SELECT count(*) FROM import_batch WHERE state = 'committed'") == 0
    assert await value("SELECT count(*) FROM patent") == 0


async def test_of_a_workbook_with_macros_only_the_cells_are_taken(
    database: RegistryEngine, settings: Settings, tmp_path: Path
) -> None:
    desk = Desk(settings, tmp_path)
    outcome = await desk.take(with_part(workbook(tmp_path / "x.xlsm"), "xl/vbaProject.bin", b"\0"))
    assert counts(outcome) == {"new": 1}
    assert await value("SELECT title FROM patent") == "一种海参分级输送带"
