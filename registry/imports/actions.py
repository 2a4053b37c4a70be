"""What people do with files: preview, import, undo; and taking up what a killed process left behind."""

import asyncio
import logging
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import asyncpg

import importers
from importers.reporting.objects import sheet_names
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.imports import leftovers
from registry.imports import outcome as outcomes
from registry.imports.batches import (
    Request,
    batch_of_our_own,
    is_waiting,
    new_batch,
    remembered,
    request_of,
    same_as,
    working_on,
)
from registry.imports.files import Kept, keep_file
from registry.imports.keeping import Progress, SheetSpool, keep, one_writer
from registry.imports.newcomers import new_rows
from registry.imports.outcome import Outcome
from registry.imports.precedence import settle_touched
from registry.imports.saved_profiles import saved_profiles
from registry.imports.townships import OutsideTownship, require_own
from registry.imports.undoing import Undone, revert
from registry.settings import Settings

HIGHEST = 2**31 - 1
"""The highest number that a batch can have."""
FAILURES = (
    importers.UnreadableFile,
    importers.UnknownProfile,
    importers.UnknownSheet,
    importers.ProfileError,
    outcomes.RowsUnaccounted,
    OutsideTownship,
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


async def preview_file(settings: Settings, request: Request, progress: Progress) -> Outcome:
    """What importing the file would do, without leaving anything."""
    kept = await asyncio.to_thread(keep_file, request.path, settings.files_folder)
    return await preview_kept(settings, kept, request, progress)


async def preview_kept(
    settings: Settings, kept: Kept, request: Request, progress: Progress, batch: int = 0
) -> Outcome:
    """What importing a kept file would do: the same code as the import, in a transaction that is rolled back.

    It goes under a number of its own, higher than any: like an import it comes after all others, and the batch itself
    stays free to be looked at and given up meanwhile.
    """
    number = HIGHEST - batch
    spool = settings.spool_folder / f"preview-{kept.sha256[:16]}-{id(request):x}"
    try:
        report = await _checked(settings, kept, request, spool, progress)
        try:
            async with transaction():
                await new_batch(number, kept, request)
                outcome = await _write(number, kept, request, report, spool, progress)
                raise Previewed(replace(outcome, new_rows=await new_rows(connection(), number)))
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
    async with batch_of_our_own(kept, request) as batch:
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
        async with working_on(row["id"]) as ours:
            if ours and await is_waiting(row["id"]):
                kept = Kept(row["sha256"], row["size"], row["stored_as"])
                try:
                    finished.append(
                        await _finish(settings, row["id"], kept, request_of(settings, row), progress)
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
                "UPDATE import_batch SET state = $2, undone_by = $3, undo_asked = NULL, failure = NULL,"
                " revision = revision + 1 WHERE id = $1",
                batch,
                "undone" if undoing else "committed",
                number if undoing else None,
            )
            undone = replace(undone, settled=await settle_touched(connection()))
            await connection().execute(
                "UPDATE import_batch SET report = report || $2 WHERE id = $1",
                batch,
                {"undone": undone.kept(undoing=undoing)},
            )
    return undone


async def undo_asked() -> list[int]:
    """Do what was asked for on the page: take batches back, or bring them in again; returns their numbers."""
    async with transaction() as here:
        rows = await here.fetch(
            "SELECT id, undo_asked FROM import_batch WHERE undo_asked IS NOT NULL ORDER BY id"
        )
    done = []
    for row in rows:
        async with working_on(row["id"]) as ours:
            if ours:
                await _undo_asked(row["id"], row["undo_asked"])
                done.append(row["id"])
    return done


async def _undo_asked(batch: int, asked: dict[str, str]) -> None:
    try:
        await undo(batch, asked["actor"], asked["reason"])
    except (BatchNotFound, asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as failure:
        _log.warning("batch %s could not be undone: %s", batch, failure)
        async with transaction() as here:
            await here.execute(
                "UPDATE import_batch SET undo_asked = NULL, failure = $2 WHERE id = $1", batch, str(failure)
            )


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
        replace(request.options(), saved=await saved_profiles(), sha256=kept.sha256),
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
        await require_own(here, number, batch, request.township)
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
        same_as=await same_as(batch, kept.sha256),
    )
    await here.execute(
        "UPDATE import_batch SET state = 'committed', committed_at = now(), report = $2 WHERE id = $1",
        batch,
        result.kept(remembered(request)),
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
