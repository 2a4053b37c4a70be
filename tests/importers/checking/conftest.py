from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from importers import FileReport, Options, load_problems, process

Spool = tuple[FileReport, pl.DataFrame, pl.DataFrame]


def spool_of(path: Path, out: Path, options: Options | None = None) -> Spool:
    """The report, the rows of the first sheet with data, and the problems of a file."""
    report = process(path, out, options)
    data = next((sheet.data for sheet in report.sheets if sheet.data), None)
    rows = pl.read_ipc(out / data) if data else pl.DataFrame()
    return report, rows, load_problems(out)


@pytest.fixture
def spool(tmp_path: Path) -> Callable[..., Spool]:
    """Process a table given as lines of cells, written as csv under `name`."""

    def make(*lines: Sequence[str], name: str = "table.csv", options: Options | None = None) -> Spool:
        path = tmp_path / name
        pl.DataFrame([list(line) for line in lines], orient="row").write_csv(path, include_header=False)
        return spool_of(path, tmp_path / "spool", options)

    return make
