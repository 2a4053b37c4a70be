"""The background process: checks what was handed in, writes what was agreed to, takes up what was interrupted."""

import asyncio
import logging

from registry.imports import actions, checking
from registry.settings import Settings

LOOK_EVERY = 1.0
"""Seconds between looks for work."""
_log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Check files and finish imports, for as long as the process runs."""
    while True:
        await checking.check_uploaded(settings)
        await actions.undo_asked()
        for outcome in await actions.resume(settings, lambda _stage, _done, _expected: None):
            _log.info("finished import %s of %s", outcome.batch, outcome.file)
        await asyncio.sleep(LOOK_EVERY)
