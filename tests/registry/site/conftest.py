"""The site over an invented district, called as a browser calls it, in the test's own loop."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from registry.app import create_app
from registry.settings import Settings
from tests.registry.site.district import build_index, fill

OpenSite = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="module")
def district(make_settings: Callable[[], Settings]) -> Settings:
    """A database that holds the invented district."""
    import asyncio

    settings = make_settings()
    asyncio.run(fill(settings))
    asyncio.run(build_index(settings))
    return settings


@asynccontextmanager
async def open_site(settings: Settings, *, internal_pages: bool = False) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole application."""
    app = create_app(settings.model_copy(update={"internal_pages": internal_pages}))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client,
    ):
        yield client


@pytest.fixture
async def site(district: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site as the public sees it."""
    async with open_site(district) as client:
        yield client


@pytest.fixture
async def inside(district: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site with the pages of imports."""
    async with open_site(district, internal_pages=True) as client:
        yield client


@pytest.fixture
async def bare(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site over a register that holds nothing yet."""
    async with open_site(settings, internal_pages=True) as client:
        yield client
