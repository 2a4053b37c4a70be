"""A batch as it is being worked on: what was asked, its number, and that no two processes work on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

import importers
from registry.database.engine import connection, transaction
from registry.database.sessions import session
from registry.imports.files import Kept
from registry.settings import Settings

BATCH_LOCK = 0x62617463
"""First part of the advisory lock that a process holds while it works on a batch ("batc")."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to import and how: a named profile, one sheet, a mapping of headers to fields by a person.

    `corrections` are cells that a person wrote anew; of a `township` officer's file only what belongs to it is taken.
    """

    path: Path
    name: str
    actor: str
    profile: str | None = None
    sheet: str | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    reason: str = ""
    corrections: tuple[importers.Correction, ...] = ()
    township: str = ""

    def options(self) -> importers.Options:
        """What the importers take of it."""
        return importers.Options(
            profile=self.profile, sheet=self.sheet, mapping=self.mapping, corrections=self.corrections
        )


@asynccontextmanager
async def batch_of_our_own(kept: Kept, request: Request) -> AsyncIterator[int]:
    """A batch of the file that no other process works on: one that was left unfinished, else a new one."""
    async with transaction():
        left = await _unfinished_batch(kept.sha256)
    if left is not None:
        async with working_on(left) as ours:
            if ours and await is_waiting(left):
                yield left
                return
    async with transaction():
        number = await next_number()
    async with working_on(number):
        async with transaction():
            await new_batch(number, kept, request)
        yield number


async def next_number() -> int:
    """A number for a batch."""
    return int(await connection().fetchval("SELECT nextval(pg_get_serial_sequence('import_batch', 'id'))"))


async def new_batch(number: int, kept: Kept, request: Request, state: str = "received") -> None:
    """Write down a batch of this number."""
    await connection().execute(
        "INSERT INTO import_batch (id, sha256, file_name, size, stored_as, state, actor, report)"
        " VALUES ($1, $2, $3, $4, $5, $8, $6, $7)",
        number,
        kept.sha256,
        request.name,
        kept.size,
        kept.stored_as,
        request.actor,
        {"request": remembered(request)},
        state,
    )


def remembered(request: Request) -> dict[str, Any]:
    """What a later process needs to take the import up again."""
    return {key: value for key, value in asdict(request).items() if key not in ("path", "actor", "name")}


def request_of(settings: Settings, row: asyncpg.Record) -> Request:
    """What was asked of a batch, from its row."""
    asked = dict(row["report"]["request"])
    corrections = tuple(importers.Correction(**cell) for cell in asked.pop("corrections", ()))
    path = settings.files_folder / row["stored_as"]
    return Request(path, row["file_name"], row["actor"], **asked, corrections=corrections)


async def is_waiting(batch: int, state: str = "received") -> bool:
    """Whether the batch is still to be done, now that no other process works on it."""
    async with transaction() as here:
        return bool(state == await here.fetchval("SELECT state FROM import_batch WHERE id = $1", batch))


async def _unfinished_batch(sha256: str) -> int | None:
    number = await connection().fetchval(
        "SELECT max(id) FROM import_batch WHERE sha256 = $1 AND state = 'received'", sha256
    )
    return number if number is None else int(number)


async def same_as(batch: int, sha256: str) -> int | None:
    """The last other committed batch of the very same file, if there is one."""
    number = await connection().fetchval(
        "SELECT max(id) FROM import_batch WHERE sha256 = $1 AND state = 'committed' AND id <> $2",
        sha256,
        batch,
    )
    return number if number is None else int(number)


@asynccontextmanager
async def working_on(batch: int) -> AsyncIterator[bool]:
    """Hold the batch for this process as long as it lives; False when another process holds it."""
    async with session() as held:
        ours = await held.fetchval("SELECT pg_try_advisory_lock($1, $2)", BATCH_LOCK, batch)
        try:
            yield bool(ours)
        finally:
            if ours:
                await held.execute("SELECT pg_advisory_unlock($1, $2)", BATCH_LOCK, batch)
