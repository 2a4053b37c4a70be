"""What people do with files: preview, import, undo; and taking up what a killed process left behind."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

import importers
from importers.reporting.objects import sheet_names
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.database.sessions import session
from registry.imports import leftovers
from registry.imports import outcome as outcomes
from registry.imports.files import Kept, keep_file
from registry.imports.keeping import Progress, SheetSpool, keep, one_writer
from registry.imports.outcome import Outcome
from registry.imports.precedence import settle_touched
from registry.imports.undoing import Undone, revert
from registry.settings import Settings

BATCH_LOCK = 0x62617463
"""First part of the advisory lock that a process holds while it works on a batch ("batc")."""


FAILURES = (
    importers.UnreadableFile,
    importers.UnknownProfile,
    importers.UnknownSheet,
    importers.ProfileError,
    outcomes.RowsUnaccounted,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
)
"""What is wrong with a file or with what was asked of it: trying again would fail again."""
_log = logging.getLogger(__name__)


class BatchNotFound(Exception):
    """There is no batch of that number, or it is not in the state that the act needs."""


class Previewed(Exception):
    """Ends the transaction of a preview, so that nothing of it stays but what it would have done."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("preview")
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Request:
    """A file to import and how: a named profile, one sheet, a mapping of headers to fields by a person."""

    path: Path
    name: str
    actor: str
    profile: str | None = None
    sheet: str | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    reason: str = ""

    def options(self) -> importers.Options:
        """What the importers take of it."""
        return importers.Options(profile=self.profile, sheet=self.sheet, mapping=self.mapping)


async def preview_file(settings: Settings, request: Request, progress: Progress) -> Outcome:
    """What importing the file would do: the same code as the import, in a transaction that is rolled back."""
    kept = await asyncio.to_thread(keep_file, request.path, settings.files_folder)
    spool = settings.spool_folder / f"preview-{kept.sha256[:16]}-{id(request):x}"
    try:
        report = await _checked(settings, kept, request, spool, progress)
        try:
            async with transaction():
                batch = await _next_number()
                await _new_batch(batch, kept, request)
                raise Previewed(await _write(batch, kept, request, report, spool, progress))
        except Previewed as preview:
            return replace(preview.outcome, batch=None)
    finally:
        await asyncio.to_thread(shutil.rmtree, spool, True)


async def import_file(settings: Settings, request: Request, progress: Progress) -> Outcome:
    """Import a file: it is kept, checked, and written in one transaction.

    A batch of the same file that a killed process left unfinished is taken up again under its number.
    Raises one of FAILURES when the file cannot be imported; the batch is then marked as failed.
    """
    kept = await asyncio.to_thread(keep_file, request.path, settings.files_folder)
    async with _batch_of_our_own(kept, request) as batch:
        return await _finish(settings, batch, kept, request, progress)


async def resume(settings: Settings, progress: Progress) -> list[Outcome]:
    """Finish every import that was interrupted: batches received and worked on by no living process.

    One that fails is marked as failed and does not keep the others waiting.
    """
    finished = []
    found = await asyncio.to_thread(leftovers.spools, settings)
    async with transaction() as here:
        waiting = await here.fetch("SELECT * FROM import_batch WHERE state = 'received' ORDER BY id")
    await asyncio.to_thread(leftovers.sweep, settings, found, {row["id"] for row in waiting})
    for row in waiting:
        async with _working_on(row["id"]) as ours:
            if ours and await _is_waiting(row["id"]):
                kept = Kept(row["sha256"], row["size"], row["stored_as"])
                try:
                    finished.append(
                        await _finish(settings, row["id"], kept, _request(settings, row), progress)
                    )
                except FAILURES as failure:
                    _log.warning(
                        "interrupted import %s of %s failed: %s", row["id"], row["file_name"], failure
                    )
    return finished


async def undo(batch: int, actor: str, reason: str = "") -> Undone:
    """Take a batch back; taking back an undone batch brings it in again.

    Raises BatchNotFound for a batch that is neither committed nor undone.
    """
    async with transaction():
        await one_writer(connection())
        row = await connection().fetchrow("SELECT * FROM import_batch WHERE id = $1 FOR UPDATE", batch)
        if row is None or row["state"] not in ("committed", "undone"):
            raise BatchNotFound(f"没有可以撤销的第 {batch} 批。用 registry batches 查看各批。")
        undoing = row["state"] == "committed"
        target = row["operation_id"] if undoing else row["undone_by"]
        async with operation("undo", actor, reason, batch=batch, of_operation=target) as number:
            undone = await revert(connection(), target)
            await connection().execute(
                "UPDATE import_batch SET state = $2, undone_by = $3 WHERE id = $1",
                batch,
                "undone" if undoing else "committed",
                number if undoing else None,
            )
            await settle_touched(connection())
    return undone


async def _finish(
    settings: Settings, batch: int, kept: Kept, request: Request, progress: Progress
) -> Outcome:
    spool = settings.spool_folder / str(batch)
    try:
        report = await _checked(settings, kept, request, spool, progress)
        async with transaction():
            return replace(await _write(batch, kept, request, report, spool, progress), committed=True)
    except FAILURES as failure:
        async with transaction() as here:
            await here.execute(
                "UPDATE import_batch SET state = 'failed', failure = $2 WHERE id = $1", batch, str(failure)
            )
        raise
    finally:
        await asyncio.to_thread(shutil.rmtree, spool, True)


async def _checked(
    settings: Settings, kept: Kept, request: Request, spool: Path, progress: Progress
) -> importers.FileReport:
    """Read, recognise and check the kept file in a child process; its rows lie in the folder `spool`."""
    named = await asyncio.to_thread(_fresh_spool, spool, settings.files_folder / kept.stored_as, request.name)
    return await asyncio.to_thread(
        importers.process_in_child,
        named,
        spool,
        replace(request.options(), saved=await _saved_profiles(), sha256=kept.sha256),
        import_limits(settings),
        lambda done, expected: progress("read", done, expected or 0),
    )


def _fresh_spool(spool: Path, kept: Path, name: str) -> Path:
    """An empty spool folder with the kept file under its own name: that tells year, province, export date."""
    shutil.rmtree(spool, ignore_errors=True)
    named = spool / "file" / name
    named.parent.mkdir(parents=True)
    named.symlink_to(kept)
    return named


def import_limits(settings: Settings) -> importers.Limits:
    """The limits of the child process that reads a file."""
    mebibyte = 1 << 20
    return importers.Limits(
        seconds=settings.import_seconds,
        memory_bytes=settings.import_memory_mib * mebibyte,
        unpacked_bytes=settings.import_unpacked_mib * mebibyte,
    )


async def _saved_profiles() -> tuple[str, ...]:
    async with transaction() as here:
        return tuple(row["toml"] for row in await here.fetch("SELECT toml FROM saved_profile ORDER BY name"))


async def _write(
    batch: int, kept: Kept, request: Request, report: importers.FileReport, spool: Path, progress: Progress
) -> Outcome:
    """Everything an import writes, in the current transaction."""
    sheets = [
        SheetSpool(sheet.index, spool / sheet.data, sheet.kinds, sheet.rows["read"])
        for sheet in report.sheets
        if sheet.data
    ]
    here = connection()
    async with operation("import", request.actor, request.reason, batch=batch) as number:
        await _describe(batch, number, report)
        await keep(here, batch, sheets, spool / "problems.arrow", progress)
    rows = await outcomes.count_rows(here, batch, report)
    changes, changed_fields = await outcomes.changes(here, sheet_names(report))
    result = Outcome(
        file=request.name,
        sha256=kept.sha256,
        report=report,
        rows=rows,
        problems=await outcomes.problems(here, batch),
        changes=changes,
        changed_fields=changed_fields,
        batch=batch,
        same_as=await _same_as(batch, kept.sha256),
    )
    remembered = {
        **report.as_dict(),
        "request": _remembered(request),
        "rows": rows,
        "changed_fields": changed_fields,
    }
    await here.execute(
        "UPDATE import_batch SET state = 'committed', committed_at = now(), report = $2 WHERE id = $1",
        batch,
        remembered,
    )
    return result


async def _describe(batch: int, number: int, report: importers.FileReport) -> None:
    await connection().execute(
        "UPDATE import_batch SET operation_id = $2, format = $3, encoding = $4, profile = $5, source = $6,"
        " exported_on = $7 WHERE id = $1",
        batch,
        number,
        report.format,
        report.encoding,
        report.profile,
        report.source or "unknown",
        date.fromisoformat(report.exported_on) if report.exported_on else None,
    )


@asynccontextmanager
async def _batch_of_our_own(kept: Kept, request: Request) -> AsyncIterator[int]:
    """A batch of the file that no other process works on: one that was left unfinished, else a new one."""
    async with transaction():
        left = await _unfinished_batch(kept.sha256)
    if left is not None:
        async with _working_on(left) as ours:
            if ours and await _is_waiting(left):
                yield left
                return
    async with transaction():
        number = await _next_number()
    async with _working_on(number):
        async with transaction():
            await _new_batch(number, kept, request)
        yield number


async def _next_number() -> int:
    return int(await connection().fetchval("SELECT nextval(pg_get_serial_sequence('import_batch', 'id'))"))


async def _new_batch(number: int, kept: Kept, request: Request) -> None:
    await connection().execute(
        "INSERT INTO import_batch (id, sha256, file_name, size, stored_as, state, actor, report)"
        " VALUES ($1, $2, $3, $4, $5, 'received', $6, $7)",
        number,
        kept.sha256,
        request.name,
        kept.size,
        kept.stored_as,
        request.actor,
        {"request": _remembered(request)},
    )


def _remembered(request: Request) -> dict[str, Any]:
    """What a later process needs to take the import up again."""
    return {key: value for key, value in asdict(request).items() if key not in ("path", "actor", "name")}


def _request(settings: Settings, row: asyncpg.Record) -> Request:
    return Request(
        settings.files_folder / row["stored_as"], row["file_name"], row["actor"], **row["report"]["request"]
    )


async def _is_waiting(batch: int) -> bool:
    """Whether the batch is still to be done, now that no other process works on it."""
    async with transaction() as here:
        state = await here.fetchval("SELECT state FROM import_batch WHERE id = $1", batch)
    return bool(state == "received")


async def _unfinished_batch(sha256: str) -> int | None:
    number = await connection().fetchval(
        "SELECT max(id) FROM import_batch WHERE sha256 = $1 AND state = 'received'", sha256
    )
    return number if number is None else int(number)


async def _same_as(batch: int, sha256: str) -> int | None:
    """The earlier committed batch of the very same file, if there is one."""
    number = await connection().fetchval(
        "SELECT max(id) FROM import_batch WHERE sha256 = $1 AND state = 'committed' AND id < $2",
        sha256,
        batch,
    )
    return number if number is None else int(number)


@asynccontextmanager
async def _working_on(batch: int) -> AsyncIterator[bool]:
    """Hold the batch for this process as long as it lives; False when another process holds it."""
    async with session() as held:
        ours = await held.fetchval("SELECT pg_try_advisory_lock($1, $2)", BATCH_LOCK, batch)
        try:
            yield bool(ours)
        finally:
            if ours:
                await held.execute("SELECT pg_advisory_unlock($1, $2)", BATCH_LOCK, batch)


async def save_profile(name: str, outcome: Outcome, actor: str) -> None:
    """Save what the columns of an imported file were taken for as a profile for files of the same headers."""
    sheet = next(sheet for sheet in outcome.report.sheets if sheet.data)
    mapping = {column["header"]: column["field"] for column in sheet.columns}
    toml = importers.profile_from_mapping(
        name, outcome.file, mapping, source=outcome.report.source, kinds=sheet.kinds
    )
    async with transaction() as here, operation("profile", actor, name):
        await here.execute(
            "INSERT INTO saved_profile (name, toml, actor) VALUES ($1, $2, $3)"
            " ON CONFLICT (name) DO UPDATE SET toml = EXCLUDED.toml, actor = EXCLUDED.actor, at = now()",
            name,
            toml,
            actor,
        )
