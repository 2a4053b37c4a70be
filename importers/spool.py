"""The spool: what checking leaves in a folder for the database, as Arrow files and a summary."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import pyarrow as pa

from importers.checking.problems import PROBLEM_SCHEMA

SUMMARY, PROBLEMS = "summary.json", "problems.arrow"
_VIEWS = pl.CompatLevel.newest()


class ArrowWriter:
    """Frames of one schema into an uncompressed Arrow IPC file, a batch a frame."""

    def __init__(self, path: Path, schema: Mapping[str, pl.DataType]) -> None:
        self.empty = pl.DataFrame(schema=dict(schema))
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._sink, self.empty.to_arrow(compat_level=_VIEWS).schema)

    def write(self, frame: pl.DataFrame) -> None:
        """Append the rows of a frame."""
        if frame.height:
            self._writer.write_table(frame.rechunk().to_arrow(compat_level=_VIEWS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        self._sink.close()


class ProblemWriter(ArrowWriter):
    """The problems of a file, and how many there are of each severity."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, PROBLEM_SCHEMA)
        self.counts = {"error": 0, "warning": 0, "note": 0}

    def write(self, frame: pl.DataFrame) -> None:
        """Append problems and count them."""
        for severity, count in frame["severity"].value_counts().iter_rows():
            self.counts[severity] += count
        super().write(frame)


@dataclass(slots=True)
class SheetReport:
    """One sheet: what it is, what its columns mean, and its rows as the checker counts them.

    `rows` has read, blank, refused and repeated (headers); `data` is the Arrow file of the rows that can
    be kept, None where the sheet was skipped; `fields` are its columns, "kind.field".
    """

    index: int
    sheet: str
    header_row: int
    profile: str | None
    kinds: list[str]
    columns: list[dict[str, Any]]
    rows: dict[str, int]
    data: str | None
    guesses: list[dict[str, Any]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FileReport:
    """A whole file: identity, source, sheets, number of problems by severity. The same as summary.json."""

    file: str
    sha256: str
    size: int
    format: str
    encoding: str | None
    profile: str | None
    source: str
    exported_on: str | None
    sheets: list[SheetReport]
    problems: dict[str, int]

    def save(self, folder: Path) -> None:
        """Write summary.json into the spool."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=1)
        (folder / SUMMARY).write_text(text, "utf-8")

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON objects."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {
            "sheets": [{name: getattr(sheet, name) for name in sheet.__slots__} for sheet in self.sheets]
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "FileReport":
        """A report from the objects of summary.json."""
        return cls(**{**data, "sheets": [SheetReport(**sheet) for sheet in data["sheets"]]})


def load_report(folder: Path) -> FileReport:
    """The report of a spool."""
    return FileReport.from_dict(json.loads((folder / SUMMARY).read_text("utf-8")))


def load_problems(folder: Path) -> pl.DataFrame:
    """All problems of a spool, in the order of sheets and rows."""
    return pl.read_ipc(folder / PROBLEMS).sort("sheet", "row", nulls_last=False, maintain_order=True)


def iso(day: dt.date | None) -> str | None:
    """A date as ISO 8601."""
    return day.isoformat() if day else None


def latest(days: Sequence[dt.date | None]) -> dt.date | None:
    """The latest of some dates, None where there is none."""
    return max((day for day in days if day), default=None)
