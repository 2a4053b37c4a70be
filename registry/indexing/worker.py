"""The background work that keeps the index in step: it drains what changed, and builds anew what cannot be used."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from registry.database.engine import transaction
from registry.database.sessions import session
from registry.indexing import outbox
from registry.indexing.conditions import conditions, needs_rebuilding
from registry.indexing.declared import KINDS, TERMS
from registry.indexing.draining import drain
from registry.indexing.engines import Engines, open_engines
from registry.indexing.expiring import note_expired
from registry.indexing.locks import rebuilding_lock
from registry.indexing.rebuilding import RebuildGoesOn, rebuild, rebuild_terms
from registry.indexing.signals import CHANNEL, DOUBTED
from registry.indexing.threads import in_thread
from registry.settings import Settings
from search.engine import SearchUnavailable

LOOK_EVERY = 2.0
"""Seconds between looks at the outbox where no news comes."""
MEND_EVERY = 30.0
"""Seconds between looks at how the indexes are, where nobody doubts them."""
EXAMINE_EVERY = 60.0
"""Seconds between readings of the whole indexes, however much they are doubted."""
EXPIRE_EVERY = 600.0
"""Seconds between looks for offers whose term has ended."""
PART = 0.5
"""The part of the register from which a queue is settled sooner by a rebuild: draining takes about twice as long for a
document, as it looks up what the index holds."""
SHORT = 5000
"""A queue of so many records is drained in any case."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class News:
    """What the loops tell each other.

    `overrun`: so much waits that a rebuild is sooner done. `unsettled` counts the documents written since the terms were
    counted. `examined` is when the indexes were last read through, `trouble` what was last said to be in the way.
    """

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    doubted: asyncio.Event = field(default_factory=asyncio.Event)
    overrun: bool = False
    unsettled: int = 0
    examined: float = -math.inf
    trouble: str = ""

    def tell(self, trouble: str) -> None:
        """Write into the log what is in the way, once."""
        if trouble and trouble != self.trouble:
            _log.warning("changes wait: %s", trouble)
        self.trouble = trouble


async def keep_in_step(settings: Settings) -> None:
    """Work until cancelled; raises what made it impossible, and may then be called again."""
    news = News()
    with open_engines(settings) as engines:
        async with _listening(news) as held, asyncio.TaskGroup() as group:
            news.doubted.set()
            group.create_task(_draining(engines, held, news))
            group.create_task(_mending(engines, news))
            group.create_task(_expiring(engines))


@asynccontextmanager
async def _listening(news: News) -> AsyncIterator[asyncpg.Connection]:
    """A session that is told of changes."""

    def hear(_connection: Any, _pid: int, _channel: str, payload: str) -> None:
        (news.doubted if payload == DOUBTED else news.changed).set()

    async with session() as held:
        await held.add_listener(CHANNEL, hear)
        yield held


async def _draining(engines: Engines, held: asyncpg.Connection, news: News) -> None:
    while True:
        news.changed.clear()
        try:
            while not await _overrun(engines, held, news) and (drained := await drain(engines, held)):
                news.unsettled += drained.documents
            news.tell("")
        except SearchUnavailable as error:
            news.tell(str(error))
            news.doubted.set()
            await asyncio.sleep(LOOK_EVERY)
        await _wait(news.changed, LOOK_EVERY)


async def _overrun(engines: Engines, held: asyncpg.Connection, news: News) -> bool:
    """Whether so much waits that a rebuild settles it sooner."""
    if await outbox.waiting(held) < SHORT:
        return False
    held_documents = await in_thread(lambda: sum(engines[index.name].count() for index in KINDS))
    news.overrun = await outbox.waiting(held) > PART * held_documents
    if news.overrun:
        news.doubted.set()
    return news.overrun


async def _mending(engines: Engines, news: News) -> None:
    await _clear_away(engines)
    while True:
        doubted = news.doubted.is_set()
        news.doubted.clear()
        try:
            await _mend(engines, news, doubted)
        except RebuildGoesOn:
            _log.debug("somebody else rebuilds the index")
        except SearchUnavailable as error:
            news.tell(str(error))
        await _wait(news.doubted, MEND_EVERY)


async def _mend(engines: Engines, news: News, doubted: bool) -> None:
    closely = doubted and not news.overrun and time.monotonic() - news.examined > EXAMINE_EVERY
    found = await in_thread(conditions, engines, closely=closely)
    if closely:
        news.examined = time.monotonic()
    bad = {name: condition for name, condition in found.items() if needs_rebuilding(condition)}
    if news.overrun or any(index.name in bad for index in KINDS):
        _log.info("rebuilding the index: %s", bad or "much has changed")
        counts = await rebuild(engines, _silent)
        news.overrun, news.unsettled = False, 0
        news.changed.set()
        _log.info("rebuilt the index: %s", counts)
    elif TERMS.name in bad or await _outdated_terms(engines, news):
        await rebuild_terms(engines[TERMS.name], _silent)
        news.unsettled = 0


async def _outdated_terms(engines: Engines, news: News) -> bool:
    """Whether so many documents have changed since the terms were counted that the counts tell little."""
    if news.unsettled < SHORT:
        return False
    return news.unsettled > PART * await in_thread(
        lambda: sum(engines[index.name].count() for index in KINDS)
    )


async def _clear_away(engines: Engines) -> None:
    """Remove what killed rebuilds left; nobody else may be at it."""
    async with session() as held, rebuilding_lock(held) as ours:
        if ours:
            for engine in engines.values():
                await in_thread(engine.tidy)


async def _expiring(engines: Engines) -> None:
    """Days pass without any record being changed."""
    while True:
        try:
            async with transaction() as database:
                await note_expired(engines, database)
        except SearchUnavailable as error:
            _log.info("no look at ended terms: %s", error)
        await asyncio.sleep(EXPIRE_EVERY)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


def _silent(_index: str, _done: int, _expected: int) -> None:
    """Nobody watches."""
