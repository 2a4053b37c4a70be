"""The site with people in it, called as a browser calls it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from litestar import Litestar

from registry.app import create_app
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, make_people

Browse = Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The application over a database of this test's own with one person a role."""
    made = create_app(settings)
    async with made.lifespan():
        await make_people(settings)
        yield made


@pytest.fixture
def browse(app: Litestar) -> Browse:
    """Open another browser."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 5000))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN
        ) as client:
            yield client

    return opened


@pytest.fixture
async def client(browse: Browse) -> AsyncIterator[httpx.AsyncClient]:
    """A browser."""
    async with browse() as opened:
        yield opened
