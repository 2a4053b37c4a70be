"""The site over an invented district, called as a browser calls it, in the test's own loop."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.settings import Settings
from tests.registry.accounts.entering import enter
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
async def open_site(
    settings: Settings, *, role: Role | None = None, login: str = ""
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole application, of anyone or of the person of a role."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client,
    ):
        if role:
            await enter(client, role, login)
        yield client


@pytest.fixture
async def site(district: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site as the public sees it."""
    async with open_site(district) as client:
        yield client


@pytest.fixture
async def inside(district: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site as an officer of the bureau sees it."""
    async with open_site(district, role=Role.OFFICER) as client:
        yield client


@pytest.fixture
async def bare(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site over a register that holds nothing yet."""
    async with open_site(settings, role=Role.OFFICER) as client:
        yield client
