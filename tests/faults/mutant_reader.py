"""Reads mutants inside the child process and says what became of each."""

import faulthandler
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from importers.reading import Sheet, UnreadableFile, Workbook, read
from importers.reading import encoding as encodings
from importers.reading.text_blocks import blocks

SECONDS = 20
"""After so long a file counts as hanging: the child ends, showing where it hangs."""
STRUCTURE = ' \t\r\n\f\v\0"\ufeff\u00a0\u3000\u2028,;|'


def read_all(payload: dict[str, Any], progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Read every file; the answer counts the fates and lists what was wrong."""
    fates: Counter[str] = Counter()
    wrong: list[str] = []
    for name in payload["paths"]:
        progress({"file": name})
        faulthandler.dump_traceback_later(SECONDS, exit=True, file=sys.__stderr__)
        try:
            fates[_read(Path(name))] += 1
        except UnreadableFile as error:
            fates[error.code] += bool(error.describe("zh") and error.describe("en"))
        except BaseException as error:  # noqa: BLE001 - any other error is what the test looks for
            wrong.append(f"{name}: {type(error).__name__}: {error}")
        faulthandler.cancel_dump_traceback_later()
    return {"fates": dict(fates), "wrong": wrong}


def _read(path: Path) -> str:
    workbook = read(path)
    read_sheets = [(sheet, _rows(sheet)) for sheet in workbook.sheets]
    if workbook.format == "csv":
        _nothing_lost(path, workbook, *read_sheets[0])
    return workbook.format


def _rows(sheet: Sheet) -> pl.DataFrame:
    chunks = list(sheet.chunks())
    for chunk in chunks:
        assert chunk.columns == ["_row", "_broken", *(f"c{i}" for i in range(len(sheet.headers)))]
        assert len(chunk) <= 65_536
    rows = pl.concat(chunks) if chunks else sheet.head(0)
    numbers = rows["_row"].to_list()
    assert numbers == list(range(sheet.header_row + 1, sheet.header_row + 1 + len(numbers)))
    return rows


def _nothing_lost(path: Path, workbook: Workbook, sheet: Sheet, rows: pl.DataFrame) -> None:
    """Every character of the text is in the header, above it, in a cell or in the report of a broken row."""
    encoding = encodings.detect(path)
    text = b"".join(blocks(path, encoding)).decode("utf-8")
    broken = set(rows.filter("_broken")["_row"].to_list())
    told = [p.value for p in sheet.problems() if p.row in broken and p.severity == "error"]
    kept = rows.filter(~pl.col("_broken")).drop("_row", "_broken")
    cells = [cell for row in kept.iter_rows() for cell in row if cell]
    found = _letters([*sheet.headers, *(t for _, t in sheet.preamble), *cells, *told])
    missing = _letters([text]) - found
    assert not missing, f"lost {dict(missing)}"


def _letters(texts: list[str]) -> Counter[str]:
    counts = Counter("".join(texts))
    for sign in STRUCTURE:
        counts.pop(sign, None)
    return counts
