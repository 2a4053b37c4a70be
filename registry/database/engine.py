"""The connection pool behind Piccolo, and transactions.

JSON columns come back as Python objects, numbers with a fraction as Decimal, on Piccolo's way as on asyncpg's
(so `.output(load_json=True)` is neither needed nor right). Going in, a `str` is taken as JSON text already,
as Piccolo passes it; anything else is written as JSON.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from types import TracebackType
from typing import Any, Literal

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.table import Table

from registry.database.errors import NoTransactionError, ServerTooOldError, ServerUnavailableError
from registry.database.server import database_url
from registry.settings import Settings

_CONNECTION: ContextVar[asyncpg.Connection | None] = ContextVar("registry_connection", default=None)
"""Connection of the transaction that the current task is in."""

NOT_OPEN = "数据库尚未打开：请使用 registry.database.engine.open_database。"


class RegistryTransaction(PostgresTransaction):
    """A Piccolo transaction that gives its connection back even if the commit fails."""

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        pool = self.engine.pool
        if pool is None:
            raise NoTransactionError(NOT_OPEN)
        self.connection = await pool.acquire()
        self.transaction = self.connection.transaction()
        try:
            await self.transaction.start()
        except BaseException:
            await pool.release(self.connection)
            raise
        self.context = self.engine.current_transaction.set(self)
        self._previous = _CONNECTION.set(self.connection)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> Literal[False]:
        if self._parent is not None:
            return False
        try:
            if exception is None and not (self._committed or self._rolled_back):
                await self.transaction.commit()
            elif exception is not None and not self._rolled_back:
                await self.transaction.rollback()
        finally:
            self.engine.current_transaction.reset(self.context)
            _CONNECTION.reset(self._previous)
            if self.engine.pool is not None:
                await self.engine.pool.release(self.connection)
        return False


class RegistryEngine(PostgresEngine):
    """Piccolo's engine without the connections it makes while it is built."""

    async def check_version(self) -> None:
        """Nothing: the version is checked, with a message of ours, when the pool is opened."""

    async def prep_database(self) -> None:
        """Nothing: no extension is needed."""

    def transaction(self, allow_nested: bool = True) -> RegistryTransaction:
        """A transaction; inside another one it joins that."""
        return RegistryTransaction(engine=self, allow_nested=allow_nested)


@asynccontextmanager
async def open_database(
    settings: Settings, statement_seconds: int | None = None
) -> AsyncIterator[RegistryEngine]:
    """Open the application's pool and give it to all tables; starts the embedded server if it is needed.

    `statement_seconds` ends statements that take longer, so that no page can keep the server busy.

    Raises ServerUnavailableError, ServerTooOldError.
    """
    from registry.database.piccolo_app import TABLES, VIEWS  # noqa: PLC0415 - the rooms' tables import from this floor

    url = await asyncio.to_thread(database_url, settings)
    async with open_engine(url, settings.pool_size, statement_seconds) as engine:
        with engine_of((*TABLES, *VIEWS), engine):
            yield engine


@asynccontextmanager
async def open_engine(
    url: str, size: int, statement_seconds: int | None = None
) -> AsyncIterator[RegistryEngine]:
    """Open a pool of at most `size` connections to the database at `url`."""
    options = {"application_name": "registry"}
    if statement_seconds is not None:
        options["statement_timeout"] = f"{statement_seconds}s"
    engine = RegistryEngine(config={"dsn": url})
    try:
        await engine.start_connection_pool(min_size=1, max_size=size, init=_prepare, server_settings=options)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise ServerUnavailableError(_unreachable(url, error)) from error
    try:
        await _check_version(engine)
        yield engine
    finally:
        await engine.close_connection_pool()


async def _prepare(fresh: asyncpg.Connection) -> None:
    await fresh.set_type_codec(
        "jsonb", schema="pg_catalog", format="binary", encoder=_encode, decoder=_decode
    )


def _encode(value: Any) -> bytes:
    return b"\x01" + (value if isinstance(value, str) else dump_json(value)).encode()


def _decode(data: bytes) -> Any:
    return json.loads(data[1:], parse_float=Decimal)


def dump_json(value: Any) -> str:
    """Write a value as JSON text; days as ISO dates, exact numbers as texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _unreachable(url: str, error: Exception) -> str:
    place = url.rsplit("@", 1)[-1]
    return (
        f"无法连接数据库 {place}：{error or type(error).__name__}。"
        "请检查 REGISTRY_DATABASE_URL；不设置它就使用内嵌的 PostgreSQL。"
    )


async def _check_version(engine: RegistryEngine) -> None:
    (row,) = await engine._run_in_pool("SELECT current_setting('server_version_num')::int AS number")
    if row["number"] < 180000:
        raise ServerTooOldError(
            f"数据库服务器是 PostgreSQL {row['number'] // 10000}，本系统需要 18 或更高版本。"
            "请升级服务器；不设置 REGISTRY_DATABASE_URL 就使用内嵌的 PostgreSQL。"
        )


@contextmanager
def engine_of(tables: Iterable[type[Table]], engine: PostgresEngine) -> Any:
    """Let `tables` use `engine`, and afterwards what they used before."""
    former = [(table, table._meta._db) for table in tables]
    for table, _ in former:
        table._meta._db = engine
    try:
        yield
    finally:
        for table, before in former:
            table._meta._db = before


@asynccontextmanager
async def transaction() -> AsyncIterator[asyncpg.Connection]:
    """Begin a transaction, or join the one going on; Piccolo's queries inside take part in it.

    Yields its connection. No `asyncio.gather` inside: a connection does one thing at a time.
    """
    from registry.database.tables import Operation  # noqa: PLC0415 - as above

    engine = Operation._meta._db
    if not isinstance(engine, RegistryEngine):
        raise NoTransactionError(NOT_OPEN)
    async with engine.transaction():
        yield connection()


@asynccontextmanager
async def snapshot() -> AsyncIterator[asyncpg.Connection]:
    """Begin a transaction that reads one state of the database, however long it takes, and writes nothing."""
    async with transaction() as begun:
        await begun.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield begun


def connection() -> asyncpg.Connection:
    """The asyncpg connection of the transaction going on. Raises NoTransactionError outside one."""
    current = _CONNECTION.get()
    if current is None:
        raise NoTransactionError("此处须在事务之中：请使用 registry.database.engine.transaction。")
    return current
