"""What people do with a file on the page (网页导入): hand it in, correct it, agree to it, give it up.

Every act names the revision of the batch that its page showed. If somebody else has acted since, nothing is done and the
page says so: two officers do not tread on each other.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg

import importers
from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.permissions import Organisation
from registry.database.engine import connection, transaction
from registry.imports.batches import Request, new_batch, next_number, remembered, request_of
from registry.imports.files import Kept
from registry.imports.tables import BatchState
from registry.settings import Settings

MOST_CORRECTIONS = 20_000
"""Cells of one file that can be corrected on the page; more are better corrected in the workbook."""


class BatchMoved(Exception):
    """The batch is not as the page showed it: somebody has acted on it since, or it is in another state."""


class TooManyCorrections(Exception):
    """More cells are to be corrected than a batch keeps."""


async def hand_in(kept: Kept, name: str, caller: Caller) -> int:
    """A file to be checked; returns the number of its batch."""
    request = Request(Path(name), name, caller.login, township=_township(caller))
    async with transaction():
        number = await next_number()
        await new_batch(number, kept, request, BatchState.UPLOADED)
        await note(Event.IMPORT_UPLOAD, caller.login, account=caller.account, subject=f"/imports/{number}")
    return number


def _township(caller: Caller) -> str:
    return caller.unit if caller.organisation is Organisation.TOWNSHIP else ""


async def remap(
    settings: Settings,
    batch: int,
    revision: int,
    mapping: Mapping[str, str | None],
    profile: str | None,
    actor: str,
) -> None:
    """Take columns for other fields, or the file for another export, and check it anew. Raises BatchMoved."""
    async with _acting(
        Event.IMPORT_REMAP, batch, revision, actor, BatchState.CHECKED, BatchState.FAILED
    ) as row:
        request = request_of(settings, row)
        changed = replace(request, mapping={**request.mapping, **mapping}, profile=profile)
        await _ask_anew(row, changed)


async def correct(
    settings: Settings, batch: int, revision: int, cells: Iterable[importers.Correction], actor: str
) -> None:
    """Write cells anew and check the file again; a later correction of a cell replaces an earlier one.

    Raises BatchMoved, TooManyCorrections.
    """
    async with _acting(Event.IMPORT_CORRECT, batch, revision, actor, BatchState.CHECKED) as row:
        request = request_of(settings, row)
        merged = {(cell.sheet, cell.row, cell.column): cell for cell in (*request.corrections, *cells)}
        if len(merged) > MOST_CORRECTIONS:
            raise TooManyCorrections
        await _ask_anew(row, replace(request, corrections=tuple(merged.values())))


async def forget_corrections(settings: Settings, batch: int, revision: int, actor: str) -> None:
    """Take the cells as the file has them again. Raises BatchMoved."""
    async with _acting(
        Event.IMPORT_CORRECT, batch, revision, actor, BatchState.CHECKED, BatchState.FAILED
    ) as row:
        await _ask_anew(row, replace(request_of(settings, row), corrections=()))


async def agree(settings: Settings, batch: int, revision: int, actor: str, reason: str) -> None:
    """Let the worker write the file into the register. Raises BatchMoved."""
    async with _acting(Event.IMPORT_AGREE, batch, revision, actor, BatchState.CHECKED) as row:
        request = replace(request_of(settings, row), reason=reason)
        await connection().execute(
            "UPDATE import_batch SET state = 'received', report = report || $2 WHERE id = $1",
            batch,
            {"request": remembered(request)},
        )


async def discard(batch: int, revision: int, actor: str) -> None:
    """Give a file up before it is written; one that is just being checked is let go. Raises BatchMoved."""
    states = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)
    async with _acting(Event.IMPORT_DISCARD, batch, revision, actor, *states):
        await connection().execute("UPDATE import_batch SET state = 'discarded' WHERE id = $1", batch)


@asynccontextmanager
async def _acting(
    event: Event, batch: int, revision: int, actor: str, *states: BatchState
) -> AsyncIterator[asyncpg.Record]:
    """The row of the batch, if it still is as the page showed it; what is done to it goes into the log."""
    async with transaction() as here:
        row = await here.fetchrow(
            "UPDATE import_batch SET revision = revision + 1"
            " WHERE id = $1 AND revision = $2 AND state = ANY($3) RETURNING *",
            batch,
            revision,
            [state.value for state in states],
        )
        if row is None:
            raise BatchMoved
        await note(event, actor, subject=f"/imports/{batch}")
        yield row


async def ask_undo(batch: int, revision: int, actor: str, reason: str) -> None:
    """Let the worker take a batch back, or bring one back in. Raises BatchMoved."""
    states = (BatchState.COMMITTED, BatchState.UNDONE)
    async with _acting(Event.IMPORT_UNDO, batch, revision, actor, *states):
        await connection().execute(
            "UPDATE import_batch SET undo_asked = $2 WHERE id = $1", batch, {"actor": actor, "reason": reason}
        )


async def _ask_anew(row: asyncpg.Record, request: Request) -> None:
    await connection().execute(
        "UPDATE import_batch SET state = 'uploaded', failure = NULL, report = report || $2 WHERE id = $1",
        row["id"],
        {"request": remembered(request)},
    )
