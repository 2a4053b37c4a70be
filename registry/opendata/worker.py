"""The background work that makes the dump of the day."""

import asyncio
import logging

from registry.database.days import today
from registry.database.engine import transaction
from registry.opendata.dumping import make
from registry.opendata.manifest import dump_of
from registry.settings import Settings

FIRST_LOOK = 60.0
"""Seconds after the start of a process, when there is other work to do."""
LOOK_EVERY = 600.0
_log = logging.getLogger(__name__)


async def keep_dumping(settings: Settings) -> None:
    """Make the dump of each day, for as long as the process runs."""
    await asyncio.sleep(FIRST_LOOK)
    while True:
        await dump_if_due(settings)
        await asyncio.sleep(LOOK_EVERY)


async def dump_if_due(settings: Settings) -> bool:
    """Whether a dump was made: not where there is one of today, nor while the register holds nothing."""
    day = today()
    if not settings.open_data_days or dump_of(settings.open_data_folder, day.isoformat()):
        return False
    async with transaction() as database:
        if not await database.fetchval(
            "SELECT EXISTS (SELECT FROM patent) OR EXISTS (SELECT FROM enterprise) OR EXISTS (SELECT FROM project)"
        ):
            return False
    dump = await make(settings, day)
    _log.info("made the open data of %s: %s records, %s bytes", day, dump.records, dump.size)
    return True
