"""Whether this process can serve: the database answers and has the tables of this version; and how search is."""

import asyncio
from collections.abc import Sequence

import asyncpg
from pydantic import BaseModel

from registry.database.engine import transaction
from registry.database.errors import DatabaseError
from registry.database.migrate import missing_steps
from search.engine import Condition, SearchEngine

SECONDS = 2.0
"""How long an answer is waited for."""
OK, MISSING, UNREACHABLE, UNKNOWN = "ok", "missing", "unreachable", "unknown"


class Readiness(BaseModel):
    """What there is and what is missing, in words without addresses, names or secrets.

    Without the search index the site goes on, from the database: it is then ready, and `degraded`.
    """

    ready: bool
    degraded: bool
    database: str
    migrations: str
    search: dict[str, str]


GONE = (
    DatabaseError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection ends just while something is being sent
    OSError,
    TimeoutError,
)
"""How a database that cannot be reached shows."""


async def readiness(engines: Sequence[SearchEngine]) -> Readiness:
    """Look at the database and at every index."""
    database, migrations = await _database()
    search = dict(zip((engine.index.name for engine in engines), await _conditions(engines), strict=True))
    return Readiness(
        ready=database == migrations == OK,
        degraded=any(condition != Condition.READY for condition in search.values()),
        database=database,
        migrations=migrations,
        search=search,
    )


async def _database() -> tuple[str, str]:
    try:
        async with asyncio.timeout(SECONDS), transaction():
            return OK, MISSING if await missing_steps() else OK
    except asyncpg.UndefinedTableError:
        return OK, MISSING
    except GONE:
        return UNREACHABLE, UNKNOWN


async def _conditions(engines: Sequence[SearchEngine]) -> list[str]:
    """How the indexes are; those that do not answer in time are down."""
    looks = [asyncio.to_thread(engine.condition) for engine in engines]
    try:
        async with asyncio.timeout(SECONDS):
            return [str(condition) for condition in await asyncio.gather(*looks)]
    except TimeoutError:
        return [Condition.DOWN.value] * len(engines)
