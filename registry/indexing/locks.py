"""Who may change the index: one drains at a time, one rebuilds at a time. The locks end with their session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

SPACE = 0x696E6478
"""First number of our advisory locks ("indx")."""
DRAINING, REBUILDING = 1, 2
_REBUILDING = f"""EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = {SPACE} AND objid = {REBUILDING}
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""
REBUILD_GOES_ON = _REBUILDING
"""Whether anyone rebuilds the index now, in SQL."""


@asynccontextmanager
async def draining_lock(held: asyncpg.Connection) -> AsyncIterator[None]:
    """Wait until nobody else puts changes into the index in use, and keep it so."""
    await held.execute("SELECT pg_advisory_lock($1, $2)", SPACE, DRAINING)
    try:
        yield
    finally:
        await held.execute("SELECT pg_advisory_unlock($1, $2)", SPACE, DRAINING)


@asynccontextmanager
async def rebuilding_lock(held: asyncpg.Connection) -> AsyncIterator[bool]:
    """Whether the index is ours to rebuild; not, where someone does it already."""
    got = bool(await held.fetchval("SELECT pg_try_advisory_lock($1, $2)", SPACE, REBUILDING))
    try:
        yield got
    finally:
        if got:
            await held.execute("SELECT pg_advisory_unlock($1, $2)", SPACE, REBUILDING)
