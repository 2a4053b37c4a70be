"""`make bench`: speed and memory of importing, indexing, searching and the ladder, each beside its limit or its rival, and how
well searches are answered. `--rows` for a smaller run."""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import importers
from bench import generate
from bench.indexing import indexing, rebuilding
from bench.ladder import ladder
from bench.memory import Peak, watched
from bench.relevance import relevance_of_both
from bench.report import Line, show, show_head
from bench.rival import bare_copy_and_merge
from bench.searching import LARGE, SMALL, Limits, over_the_web, searching
from registry.database.engine import open_database
from registry.database.migrate import migrate
from registry.imports import actions
from registry.imports.batches import Request
from registry.imports.outcome import Outcome
from registry.indexing.engines import open_engines
from registry.settings import Settings

REAL = Path(__file__).parents[2] / "shared" / "data"
SPREADSHEETS = (".xlsx", ".xls", ".csv", ".json", ".parquet")


def main() -> None:
    """Run every measurement and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large csv")
    parser.add_argument("--real-only", action="store_true", help="only the real files")
    parser.add_argument("--search-only", action="store_true", help="only how fast searches are answered")
    parser.add_argument("--relevance-only", action="store_true", help="only how well searches are answered")
    parser.add_argument("--ladder-only", action="store_true", help="only the ladder")
    chosen = parser.parse_args()
    show_head(sys.stdout)
    with TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)  # the embedded server runs under an account of its own when we are root
        if chosen.ladder_only:
            asyncio.run(_shown(ladder(Path(folder))))
        elif chosen.search_only:
            asyncio.run(_shown(_searching(Path(folder), chosen.rows)))
        elif not chosen.relevance_only:
            asyncio.run(_all(Path(folder), chosen.rows, chosen.real_only))
        if not (chosen.real_only or chosen.search_only or chosen.ladder_only):
            for line in relevance_of_both(Path(folder)):
                show(line, sys.stdout)


async def _all(folder: Path, rows: int, real_only: bool) -> None:
    async with _register(folder / "data") as settings:
        if not real_only:
            await _shown(_generated(settings, folder, rows))
        await _shown(_real(settings))
    if not real_only:
        await _shown(_searching_real(folder))
        await _shown(ladder(folder))


async def _shown(lines: AsyncIterator[Line]) -> None:
    async for line in lines:
        show(line, sys.stdout)


@asynccontextmanager
async def _register(data: Path) -> AsyncIterator[Settings]:
    """An empty register below a folder."""
    settings = Settings(data=data, import_memory_mib=1536)
    settings.data.mkdir()
    await migrate(settings)
    async with open_database(settings):
        yield settings


async def _searching(folder: Path, rows: int) -> AsyncIterator[Line]:
    """Searches alone, over the real patents and over invented ones."""
    async for line in _searching_real(folder):
        yield line
    large = folder / "中国专利数据库2016年.csv"
    generate.write_csv(large, rows)
    async with _register(folder / "data") as settings:
        await _import(settings, large)
        async for line in _searched(settings, folder, LARGE):
            yield line


async def _searching_real(folder: Path) -> AsyncIterator[Line]:
    if not REAL.is_dir():
        print(f"  no real files in {REAL}: searches are measured over invented patents only")
        return
    async with _register(folder / "real") as settings:
        for path in sorted((REAL / "patents").glob("wipo*.parquet")):
            await _import(settings, path)
        async for line in _searched(settings, folder, SMALL):
            yield line
        async for line in over_the_web(settings, folder):
            yield line


async def _searched(settings: Settings, folder: Path, limits: Limits) -> AsyncIterator[Line]:
    with open_engines(settings) as engines:
        async for line in rebuilding(settings, engines):
            yield line
    async for line in searching(settings, folder, limits):
        yield line


async def _generated(settings: Settings, folder: Path, rows: int) -> AsyncIterator[Line]:
    large, small, tenth = folder / "中国专利数据库2016年.csv", folder / "small.csv", rows // 10
    generate.write_csv(large, rows)
    generate.write_csv(small, tenth)
    for line in _reading(folder, large, rows):
        yield line
    bare = await bare_copy_and_merge(settings, folder / "spool" / "0.arrow")
    shutil.rmtree(folder / "spool")
    yield Line("bare COPY + merge", rows / bare, "rows/s")
    (seconds, peak), undoing = await _small(settings, small)
    yield Line(f"whole path, {tenth:,} rows", tenth / seconds, "rows/s")
    yield Line(f"peak memory, program, {tenth:,} rows", peak.program, "MiB")
    yield Line(f"undo of {tenth:,} rows", undoing, "s", at_most=15)
    seconds, peak = await _timed(settings, large)
    yield Line("whole path, all rows new", rows / seconds, "rows/s", at_least=25_000)
    yield Line("whole path / bare COPY + merge", bare / seconds, "", at_least=0.5)
    yield Line(f"peak memory, program, {rows:,} rows", peak.program, "MiB", at_most=1536)
    yield Line(f"peak memory, PostgreSQL, {rows:,} rows", peak.database, "MiB")
    seconds, _ = await _timed(settings, large)
    yield Line("the same file again", rows / seconds, "rows/s", at_least=80_000)
    async for line in indexing(settings):
        yield line
    async for line in searching(settings, folder, LARGE):
        yield line


def _reading(folder: Path, large: Path, rows: int) -> Iterator[Line]:
    limits = importers.Limits(memory_bytes=1536 << 20)
    seconds = _seconds(lambda: importers.process_in_child(large, folder / "spool", limits=limits))
    yield Line("read + check, csv", rows / seconds, "rows/s", at_least=250_000)
    sheet, spool = folder / "sheet.xlsx", folder / "spool-xlsx"
    generate.write_xlsx(sheet, rows // 10)
    seconds = _seconds(lambda: importers.process_in_child(sheet, spool, limits=limits))
    shutil.rmtree(spool)
    yield Line("read + check, xlsx", rows // 10 * 31 / seconds, "cells/s", at_least=1_000_000)


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
    request = Request(path, path.name, "bench")
    return await actions.import_file(settings, request, lambda _stage, _done, _expected: None)


async def _real(settings: Settings) -> AsyncIterator[Line]:
    """Every real file once, in the order of its name."""
    for path in sorted(path for path in REAL.rglob("*") if path.suffix in SPREADSHEETS):
        started = time.perf_counter()
        outcome = await _import(settings, path)
        yield Line(path.name, outcome.total("read") / (time.perf_counter() - started), "rows/s")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
