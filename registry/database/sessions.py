"""A connection outside any transaction, for locks that a process holds as long as it works."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from registry.database.engine import NOT_OPEN, RegistryEngine
from registry.database.errors import NoTransactionError
from registry.database.tables import Operation


@asynccontextmanager
async def session() -> AsyncIterator[asyncpg.Connection]:
    """Lend a connection of the pool; advisory locks taken on it end with it.

    Raises NoTransactionError when the database is not open.
    """
    engine = Operation._meta._db
    if not isinstance(engine, RegistryEngine) or engine.pool is None:
        raise NoTransactionError(NOT_OPEN)
    async with engine.pool.acquire() as lent:
        yield lent
