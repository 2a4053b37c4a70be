"""Work that goes on as long as its process: what fails is told of and begun again, after a pause that grows."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before work that failed is begun again."""
HEALTHY = 60.0
"""Seconds of work after which a failure counts as the first one."""
_log = logging.getLogger(__name__)


async def supervised(
    name: str, work: Callable[[], Awaitable[None]], first_pause: float = FIRST_PAUSE
) -> None:
    """Do the work until cancelled. An error ends neither this nor what is supervised beside it."""
    pause = first_pause
    while True:
        started = time.monotonic()
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it is, the rest of the process goes on
            _log.exception("%s failed; again in %g s", name, pause)
        else:
            return
        if time.monotonic() - started > HEALTHY:
            pause = first_pause
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def all_supervised(works: dict[str, Callable[[], Awaitable[None]]]) -> None:
    """Do several works side by side until cancelled."""
    async with asyncio.TaskGroup() as group:
        for name, work in works.items():
            group.create_task(supervised(name, work))
