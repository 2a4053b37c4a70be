"""A connection outside any transaction, for locks that a process holds as long as it works."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from registry.database.engine import NOT_OPEN, RegistryEngine
from registry.database.errors import NoTransactionError
from registry.database.tables import Operation


@asynccontextmanager
async def session() -> AsyncIterator[asyncpg.Connection]:
    """Open a connection beside the pool; advisory locks taken on it end with it.

    Beside it, because who holds one needs the pool's as well: as many as the pool has would wait for ever.

    Raises NoTransactionError when the database is not open.
    """
    engine = Operation._meta._db
    if not isinstance(engine, RegistryEngine):
        raise NoTransactionError(NOT_OPEN)
    opened = await asyncpg.connect(**engine.config)
    try:
        yield opened
    finally:
        await opened.close()
