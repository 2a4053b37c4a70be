"""The invented district with people in it."""

import asyncio
from collections.abc import Callable

import pytest

from registry.settings import Settings
from tests.registry.site.district import fill


@pytest.fixture(scope="module")
def district(make_settings: Callable[[], Settings]) -> Settings:
    """A database that holds the invented district."""
    settings = make_settings()
    asyncio.run(fill(settings))
    return settings
