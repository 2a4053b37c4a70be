"""How far the work on a batch has come, told to whoever looks at its page, and whether it is to stop (进度)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from registry.database.engine import transaction

EVERY = 0.5
"""Seconds between two tellings."""


class Stopped(Exception):
    """Somebody gave the batch up while it was being worked on."""


class Teller:
    """Takes progress from whatever thread works, and ends the work there when it is to stop."""

    def __init__(self) -> None:
        self.latest = ("read", 0, 0)
        self.stop = False

    def __call__(self, stage: str, done: int, expected: int) -> None:
        """Note how far the work is. Raises Stopped."""
        self.latest = (stage, done, expected)
        if self.stop:
            raise Stopped


@asynccontextmanager
async def told(batch: int) -> AsyncIterator[Teller]:
    """Progress of a batch, written down while the work goes on and forgotten after it."""
    teller = Teller()
    telling = asyncio.create_task(_keep_telling(batch, teller))
    try:
        yield teller
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        async with transaction() as here:
            await here.execute("DELETE FROM import_progress WHERE batch_id = $1", batch)


async def _keep_telling(batch: int, teller: Teller) -> None:
    while True:
        async with transaction() as here:
            teller.stop = await here.fetchval(_TELL, batch, *teller.latest)
        await asyncio.sleep(EVERY)


_TELL = """
    INSERT INTO import_progress (batch_id, stage, done, expected) VALUES ($1, $2, $3, $4)
    ON CONFLICT (batch_id) DO UPDATE SET stage = EXCLUDED.stage, done = EXCLUDED.done,
        expected = EXCLUDED.expected, at = now()
    RETURNING (SELECT state = 'discarded' FROM import_batch WHERE id = $1)"""
