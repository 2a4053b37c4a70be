"""What a web process notes of itself every few seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from registry.database.engine import RegistryEngine
from registry.monitoring.metrics import DATABASE_CONNECTIONS, LOOP_DELAY_SECONDS

EVERY = 2.0


@asynccontextmanager
async def sampled(database: RegistryEngine) -> AsyncIterator[None]:
    """Note, while it lasts, how busy the pool is and how late the process is."""
    sampling = asyncio.create_task(_sample(database))
    try:
        yield
    finally:
        sampling.cancel()
        with suppress(asyncio.CancelledError):
            await sampling


async def _sample(database: RegistryEngine) -> None:
    loop = asyncio.get_running_loop()
    while True:
        if database.pool is not None:
            idle = database.pool.get_idle_size()
            DATABASE_CONNECTIONS.labels("idle").set(idle)
            DATABASE_CONNECTIONS.labels("used").set(database.pool.get_size() - idle)
        due = loop.time() + EVERY
        await asyncio.sleep(EVERY)
        LOOP_DELAY_SECONDS.set(max(0.0, loop.time() - due))
