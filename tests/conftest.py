"""What all tests share: a real PostgreSQL of their own, and databases that are cheap to make.

`settings` is a fresh migrated database for one test, `empty_settings` an empty one, `make_settings` makes
more (for fixtures of a module); `database` is `settings` opened. `data_folder` is for tests that start an
embedded server themselves.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from hypothesis import HealthCheck

from registry.database.embedded.cluster import APPLICATION, OWNER
from registry.database.embedded.membership import join, leave
from registry.database.embedded.process import socket_folder
from registry.database.engine import RegistryEngine, open_database
from registry.database.migrate import migrate
from registry.database.server import embedded_url
from registry.settings import Settings
from tests.reading import reading_here

__all__ = ["reading_here"]

MakeSettings = Callable[[], Settings]

TEMPLATE = "migrated"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
}
MEMORY = Path("/dev/shm")  # noqa: S108 - folders are made in it by tempfile
ROOM = 4 << 30
"""Bytes that have to be free in memory for tests to write there."""


def pytest_configure() -> None:
    """Let no property fail because the machine is busy, and write temporary files into memory where there is room: a
    database is made there in a quarter of the time.
    """
    hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("busy")
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A folder for an embedded server, outside pytest's own, which pytest closes to other accounts."""
    with _temporary_folder() as folder:
        yield folder


class _temporary_folder:  # noqa: N801 - a context manager that reads like a function
    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(prefix="registry-"))
        return self.path

    def __exit__(self, *_: object) -> None:
        leave(self.path.resolve() / "postgres")
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """A PostgreSQL for the tests of one process; `sql` runs a statement as its owner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = folder.resolve() / "postgres"
        self._numbers = itertools.count(1)
        self._held: asyncpg.Connection | None = None
        self._loop = asyncio.new_event_loop()
        self._beside = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._beside.start()
        join(self.cluster, FAST)
        self.sql(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
        asyncio.run(migrate(self.settings(TEMPLATE, folder)))

    def sql(self, statement: str, database: str = "postgres") -> None:
        asyncio.run_coroutine_threadsafe(self._execute(statement, database), self._loop).result()

    async def _execute(self, statement: str, database: str) -> None:
        """The connection by which databases are made stays open: each program that was started for it took a tenth of a second."""
        if database == "postgres":
            self._held = self._held or await asyncpg.connect(self.url(OWNER, database))
            await self._held.execute(statement)
            return
        connection = await asyncpg.connect(self.url(OWNER, database))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def close(self) -> None:
        if self._held:
            asyncio.run_coroutine_threadsafe(self._held.close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._beside.join()
        self._loop.close()

    def url(self, role: str, database: str) -> str:
        return embedded_url(socket_folder(self.cluster), role, database)

    def settings(self, database: str, data: Path) -> Settings:
        return Settings(
            data=data,
            database_url=self.url(APPLICATION, database),
            migration_url=self.url(OWNER, database),
            pool_size=4,
        )

    def make(self, data: Path, template: str = TEMPLATE) -> Settings:
        name = f"test_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.settings(name, data)

    def name(self, settings: Settings) -> str:
        assert settings.database_url is not None
        return settings.database_url.rsplit("@/", 1)[1].split("?", 1)[0]

    def drop(self, settings: Settings) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {self.name(settings)} WITH (FORCE)")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL of this test process."""
    with _temporary_folder() as folder:
        made = Server(folder)
        yield made
        made.close()


@pytest.fixture(scope="session")
def make_settings(server: Server, tmp_path_factory: pytest.TempPathFactory) -> MakeSettings:
    """Make a fresh migrated database with a data folder of its own; gone when the session ends."""
    return lambda: server.make(tmp_path_factory.mktemp("data"))


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Iterator[Settings]:
    """A fresh migrated database and data folder for one test."""
    made = server.make(tmp_path / "data")
    yield made
    server.drop(made)


@pytest.fixture
def empty_settings(server: Server, tmp_path: Path) -> Iterator[Settings]:
    """A database without any table, for one test."""
    made = server.make(tmp_path / "data", template="template1")
    yield made
    server.drop(made)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[RegistryEngine]:
    """The database of `settings`, opened: Piccolo's queries and `transaction()` work."""
    async with open_database(settings) as engine:
        yield engine
