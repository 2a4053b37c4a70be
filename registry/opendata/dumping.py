"""Making a dump: every public record of every kind in three forms, from one state of the register."""

import asyncio
import gzip
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp

import asyncpg

from importers.writing import write_table
from registry.accounts.scope import Scope
from registry.database.engine import snapshot
from registry.database.frames import frames
from registry.database.sessions import session
from registry.imports.exporting import every, fields_for, schema_of
from registry.imports.kinds import KINDS, Kind
from registry.indexing.threads import in_thread
from registry.opendata.manifest import NAME, Dump, File, Records, column_of, days
from registry.settings import Settings

FORMS = ("jsonl", "csv", "parquet")
SPACE = 0x6F70656E
"""Number of our advisory lock ("open")."""
UNFINISHED, REPLACED = ".making-", ".replaced-"
"""Beginnings of the names of folders that are no dumps."""
LEVEL = 6


async def make(settings: Settings, day: date) -> Dump:
    """Write the dump of this day, in place of an earlier one of the same day, and remove those that are too old."""
    folder = settings.open_data_folder
    async with _alone():
        await in_thread(_clear_away, folder)
        making = Path(mkdtemp(prefix=UNFINISHED, dir=folder))
        try:
            dump = await _written(settings, day, making)
            await in_thread(_put_in_place, making, folder / day.isoformat())
        finally:
            shutil.rmtree(making, ignore_errors=True)
        await in_thread(_prune, folder, settings.open_data_days)
    return dump


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """Wait until nobody else makes a dump; the lock ends with its session."""
    async with session() as held:
        await held.execute("SELECT pg_advisory_lock($1, 0)", SPACE)
        yield


async def _written(settings: Settings, day: date, making: Path) -> Dump:
    async with snapshot() as connection:
        made_at = datetime.now(UTC)
        kinds = [await _records(connection, kind, making) for kind in KINDS.values()]
    dump = Dump(
        day=day, made_at=made_at, publisher=settings.bureau, licence=settings.open_data_licence, kinds=kinds
    )
    await in_thread((making / NAME).write_text, dump.model_dump_json(indent=1), "utf-8")
    return dump


async def _records(connection: asyncpg.Connection, kind: Kind, making: Path) -> Records:
    specs = fields_for(kind, Scope.public())
    counted, files = 0, []
    for form in FORMS:
        path = making / f"{kind.name}.{form}"
        cursor = await connection.cursor(every(kind, specs))
        rows = frames(cursor, asyncio.get_running_loop(), schema_of(specs))
        counted = await in_thread(write_table, rows, path, form, specs)
        files.append(await in_thread(_packed, path, form))
    return Records(kind=kind.name, records=counted, columns=[column_of(spec) for spec in specs], files=files)


def _packed(path: Path, form: str) -> File:
    """The file as it is given away: texts compressed, the same bytes for the same records."""
    if form != "parquet":
        packed = path.with_name(f"{path.name}.gz")
        with (
            path.open("rb") as plain,
            packed.open("wb") as target,
            gzip.GzipFile("", "wb", LEVEL, target, mtime=0) as writer,
        ):
            shutil.copyfileobj(plain, writer, 1 << 20)
        path.unlink()
        path = packed
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return File(name=path.name, form=form, size=path.stat().st_size, sha256=digest)


def _put_in_place(made: Path, place: Path) -> None:
    """Who is reading the dump that was there goes on reading it: its files are open."""
    made.chmod(0o755)
    if place.exists():
        former = place.with_name(f"{REPLACED}{place.name}")
        shutil.rmtree(former, ignore_errors=True)
        place.rename(former)
        made.rename(place)
        shutil.rmtree(former)
    else:
        made.rename(place)


def _clear_away(folder: Path) -> None:
    """What a killed process left: an unfinished dump goes, the one being replaced comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    for left in folder.glob(f"{REPLACED}*"):
        place = folder / left.name.removeprefix(REPLACED)
        shutil.rmtree(left) if place.exists() else left.rename(place)


def _prune(folder: Path, kept: int) -> None:
    for day in days(folder)[kept:]:
        shutil.rmtree(folder / day)
