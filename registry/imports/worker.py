"""The background process: takes up what was interrupted."""

import asyncio
import logging

from registry.imports import actions
from registry.settings import Settings

LOOK_EVERY = 5.0
"""Seconds between looks for interrupted imports."""
_log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Finish interrupted imports, for as long as the process runs."""
    while True:
        for outcome in await actions.resume(settings, lambda _stage, _done, _expected: None):
            _log.info("finished interrupted import %s of %s", outcome.batch, outcome.file)
        await asyncio.sleep(LOOK_EVERY)
