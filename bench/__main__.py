"""`make bench`: speed and memory of importing, each beside its limit or its rival. `--rows` for a smaller run."""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import importers
from bench import generate
from bench.memory import Peak, watched
from bench.report import Line, show
from bench.rival import bare_copy_and_merge
from registry.database.engine import open_database
from registry.database.migrate import migrate
from registry.imports import actions
from registry.imports.outcome import Outcome
from registry.settings import Settings

REAL = Path(__file__).parents[2] / "shared" / "data"
SPREADSHEETS = (".xlsx", ".xls", ".csv", ".json", ".parquet")


def main() -> None:
    """Run every measurement and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large csv")
    parser.add_argument("--real-only", action="store_true", help="only the real files")
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        lines = asyncio.run(_all(Path(folder), chosen.rows, chosen.real_only))
    show(lines, sys.stdout)


async def _all(folder: Path, rows: int, real_only: bool) -> list[Line]:
    folder.chmod(0o755)  # the embedded server runs under an account of its own when we are root
    settings = Settings(data=folder / "data", import_memory_mib=1536)
    settings.data.mkdir()
    await migrate(settings)
    async with open_database(settings):
        lines = [] if real_only else await _generated(settings, folder, rows)
        return lines + await _real(settings)


async def _generated(settings: Settings, folder: Path, rows: int) -> list[Line]:
    large, small, sheet = folder / "中国专利数据库2016年.csv", folder / "small.csv", folder / "sheet.xlsx"
    tenth = rows // 10
    generate.write_csv(large, rows)
    generate.write_csv(small, tenth)
    generate.write_xlsx(sheet, tenth)
    lines = _reading(folder, large, rows, sheet, tenth)
    bare = await bare_copy_and_merge(settings, folder / "spool" / "0.arrow")
    (small_time, small_peak), undo_time = await _small(settings, small)
    new_time, new_peak = await _timed(settings, large)
    again_time, _ = await _timed(settings, large)
    return [
        *lines,
        Line("bare COPY + merge", rows / bare, "rows/s"),
        Line("whole path, all new", rows / new_time, "rows/s", at_least=25_000),
        Line("whole path / bare COPY + merge", bare / new_time, "", at_least=0.5),
        Line("the same file again", rows / again_time, "rows/s", at_least=80_000),
        Line(f"undo of {tenth:,} rows", undo_time, "s", at_most=15),
        Line(f"whole path, {tenth:,} rows", tenth / small_time, "rows/s"),
        Line(f"peak memory, program, {tenth:,} rows", small_peak.program, "MiB"),
        Line(f"peak memory, program, {rows:,} rows", new_peak.program, "MiB", at_most=1536),
        Line(f"peak memory, PostgreSQL, {rows:,} rows", new_peak.database, "MiB"),
    ]


def _reading(folder: Path, large: Path, rows: int, sheet: Path, tenth: int) -> list[Line]:
    limits = importers.Limits(memory_bytes=1536 << 20)
    spool, other = folder / "spool", folder / "spool-xlsx"
    csv_time = _seconds(lambda: importers.process_in_child(large, spool, limits=limits))
    xlsx_time = _seconds(lambda: importers.process_in_child(sheet, other, limits=limits))
    shutil.rmtree(other)
    return [
        Line("read + check, csv", rows / csv_time, "rows/s", at_least=250_000),
        Line("read + check, xlsx", tenth * 31 / xlsx_time, "cells/s", at_least=1_000_000),
    ]


async def _small(settings: Settings, small: Path) -> tuple[tuple[float, Peak], float]:
    """Import a smaller file and take it back: seconds and peak of the import, seconds of the undoing."""
    measured = await _timed(settings, small)
    started = time.perf_counter()
    await actions.undo(1, "bench")
    return measured, time.perf_counter() - started


async def _timed(settings: Settings, path: Path) -> tuple[float, Peak]:
    """Seconds and peak memory of importing a file into the register."""
    postmaster = int((settings.postgres_folder / "postmaster.pid").read_text().split()[0])
    with watched(postmaster) as peak:
        started = time.perf_counter()
        await _import(settings, path)
        seconds = time.perf_counter() - started
    return seconds, peak


async def _import(settings: Settings, path: Path) -> Outcome:
    request = actions.Request(path, path.name, "bench")
    return await actions.import_file(settings, request, lambda _stage, _done, _expected: None)


async def _real(settings: Settings) -> list[Line]:
    """Every real file once, in the order of its name; those that cannot be read are left out."""
    lines = []
    for path in sorted(path for path in REAL.rglob("*") if path.suffix in SPREADSHEETS):
        started = time.perf_counter()
        outcome = await _import(settings, path)
        lines.append(Line(path.name, outcome.total("read") / (time.perf_counter() - started), "rows/s"))
    return lines


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
