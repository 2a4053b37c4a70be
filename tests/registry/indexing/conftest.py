"""The invented district of the pages in a database of its own, for tests that read or change it."""

from collections.abc import AsyncIterator

import pytest

from registry.database.engine import RegistryEngine, open_database
from registry.settings import Settings
from tests.registry.site.district import fill


@pytest.fixture
async def district(settings: Settings) -> AsyncIterator[RegistryEngine]:
    """A database, opened, that holds the invented district."""
    await fill(settings)
    async with open_database(settings) as engine:
        yield engine
