"""Lists for people as workbooks: texts under titles, handed out as a file that is kept nowhere."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl
from anyio import to_thread
from litestar.background_tasks import BackgroundTask
from litestar.response import File

from importers.writing import write_table
from registry.site.filters import ListQuery
from schemas.catalogue import FieldSpec
from schemas.texts import TextValue

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Titles of the columns, and lines of texts."""

    titles: Sequence[str]
    lines: Sequence[Sequence[str]]


def taken(sheet: Sheet, query: ListQuery) -> dict[str, Any]:
    """What the log keeps of a list that is taken away: how much of it, and what it was narrowed to."""
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"page", "size"})
    return {"entries": len(sheet.lines), "format": "xlsx", **asked}


async def handed_out(sheet: Sheet, name: str) -> File:
    """The sheet as a workbook of this name, in which no text acts as a formula."""
    folder = Path(mkdtemp(prefix="registry-sheet-"))
    path = folder / f"{name}.xlsx"
    try:
        await to_thread.run_sync(write_sheet, sheet, path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    removal = BackgroundTask(shutil.rmtree, folder)
    return File(path, filename=path.name, media_type=MEDIA_TYPE, background=removal)


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write the sheet as a workbook. Raises TextTooLong."""
    specs = [
        FieldSpec("sheet", f"c{place}", title, TextValue(), personal=False, many=False, required=False)
        for place, title in enumerate(sheet.titles)
    ]
    frame = pl.DataFrame(
        sheet.lines, schema={spec.name: pl.String() for spec in specs}, orient="row", strict=True
    )
    write_table([frame], path, "xlsx", specs)
