"""The site over an invented district, called as a browser calls it, in the test's own loop."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from litestar import Litestar

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
async def opened(settings: Settings) -> AsyncIterator[Litestar]:
    """The whole application at work."""
    app = create_app(settings)
    async with app.lifespan():
        yield app


def client_of(app: Litestar) -> httpx.AsyncClient:
    """Another browser."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://registry.test")


@asynccontextmanager
async def open_site(
    settings: Settings, *, role: Role | None = None, login: str = ""
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application of its own, of anyone or of the person of a role."""
    async with opened(settings) as app, client_of(app) as client:
        if role:
            await enter(client, role, login)
        yield client


@pytest.fixture(scope="module")
async def application(district: Settings) -> AsyncIterator[Litestar]:
    """The application over the district, made once as that takes longer than most tests."""
    async with opened(district) as app:
        yield app


@pytest.fixture(scope="module")
async def officer(application: Litestar) -> dict[str, str]:
    """The cookies of an officer of the bureau who has signed in."""
    async with client_of(application) as client:
        await enter(client, Role.OFFICER)
        return dict(client.cookies)


@pytest.fixture
async def site(application: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """The site as the public sees it."""
    async with client_of(application) as client:
        yield client


@pytest.fixture
async def inside(application: Litestar, officer: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """The site as an officer of the bureau sees it."""
    async with client_of(application) as client:
        client.cookies.update(officer)
        yield client


@pytest.fixture
async def bare(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site over a register that holds nothing yet."""
    async with open_site(settings, role=Role.OFFICER) as client:
        yield client
