"""The invented district of the pages in a database of its own, its index, and a session that drains."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from registry.database.engine import RegistryEngine, open_database
from registry.database.sessions import session
from registry.indexing.engines import Engines, open_engines
from registry.indexing.rebuilding import rebuild
from registry.settings import Settings
from tests.registry.indexing.desk import silent
from tests.registry.site.district import fill


@pytest.fixture
async def district(settings: Settings) -> AsyncIterator[RegistryEngine]:
    """A database, opened, that holds the invented district."""
    await fill(settings)
    async with open_database(settings) as engine:
        yield engine


@pytest.fixture
def engines(settings: Settings) -> Iterator[Engines]:
    """The engines of the settings; no index is built."""
    with open_engines(settings) as opened:
        yield opened


@pytest.fixture
async def held(district: RegistryEngine) -> AsyncIterator[asyncpg.Connection]:
    """A session for draining."""
    async with session() as opened:
        yield opened


@pytest.fixture
async def built(district: RegistryEngine, engines: Engines) -> Engines:
    """The engines, with an index of the district."""
    await rebuild(engines, silent)
    return engines
