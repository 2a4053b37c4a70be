"""Checking files handed in on the page (核对): the worker previews them and keeps what it found for a person to decide on."""

import asyncio
import logging
from dataclasses import asdict
from typing import Any

import asyncpg
import polars as pl

from registry.database.engine import transaction
from registry.imports import staging
from registry.imports.actions import FAILURES, preview_kept
from registry.imports.batches import is_waiting, remembered, request_of, working_on
from registry.imports.files import Kept
from registry.imports.outcome import Outcome
from registry.imports.telling import Stopped, told
from registry.settings import Settings

_log = logging.getLogger(__name__)


async def check_uploaded(settings: Settings) -> list[int]:
    """Check every file that waits for it and that no other process works on; returns the batches."""
    async with transaction() as here:
        waiting = await here.fetch("SELECT * FROM import_batch WHERE state = 'uploaded' ORDER BY id")
    checked = []
    for row in waiting:
        async with working_on(row["id"]) as ours:
            if ours and await is_waiting(row["id"], "uploaded"):
                await _check(settings, row)
                checked.append(row["id"])
    return checked


async def _check(settings: Settings, row: asyncpg.Record) -> None:
    """Preview one file; what is wrong with it as a whole is kept too."""
    request = request_of(settings, row)
    kept = Kept(row["sha256"], row["size"], row["stored_as"])
    try:
        async with told(row["id"]) as teller:
            outcome = await preview_kept(settings, kept, request, teller, row["id"])
    except Stopped:
        return
    except FAILURES as failure:
        _log.info("batch %s cannot be imported: %s", row["id"], failure)
        async with transaction() as here:
            await here.execute(_FAILED, row["id"], str(failure), row["revision"])
        return
    report = await asyncio.to_thread(_kept_report, outcome, remembered(request))
    async with transaction() as here:
        if await here.fetchval(_CHECKED, *_described(row, outcome), report):
            await here.execute("DELETE FROM import_problem WHERE batch_id = $1", row["id"])
            await staging.copy(
                here, "import_problem", iter([_problems(row["id"], outcome)]), documents=["details"]
            )


_FAILED = """
    UPDATE import_batch SET state = 'failed', failure = $2
    WHERE id = $1 AND state = 'uploaded' AND revision = $3"""
_CHECKED = """
    UPDATE import_batch SET state = 'checked', failure = NULL, format = $3, encoding = $4, profile = $5, source = $6,
        exported_on = $7::text::date, report = $8
    WHERE id = $1 AND revision = $2 AND state = 'uploaded' RETURNING true"""


def _described(row: asyncpg.Record, outcome: Outcome) -> tuple[Any, ...]:
    found = outcome.report
    return (
        row["id"],
        row["revision"],
        found.format,
        found.encoding,
        found.profile,
        found.source or "unknown",
        found.exported_on,
    )


def _kept_report(outcome: Outcome, request: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of a preview."""
    return {
        **outcome.kept(request),
        "changes": [asdict(change) for change in outcome.changes],
        "new_rows": outcome.new_rows,
        "same_as": outcome.same_as,
    }


def _problems(batch: int, outcome: Outcome) -> pl.DataFrame:
    return outcome.problems.rename({"column": "column_name"}).with_columns(
        batch_id=pl.lit(batch, dtype=pl.Int32)
    )
