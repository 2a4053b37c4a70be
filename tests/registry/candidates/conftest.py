"""A filled office for each module, with the site over it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from litestar import Litestar

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.database.engine import open_database, transaction
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, sign_in
from tests.registry.candidates.office import fill

Desk = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="module")
def office(make_settings: Callable[[], Settings]) -> Settings:
    """A database with people and enterprises."""
    settings = make_settings()
    asyncio.run(fill(settings))
    return settings


@pytest.fixture
async def register(office: Settings) -> AsyncIterator[None]:
    """The database of the office, opened."""
    async with open_database(office):
        yield


@pytest.fixture(scope="module")
async def site(office: Settings) -> AsyncIterator[Litestar]:
    """The application over the office."""
    app = create_app(office)
    async with app.lifespan():
        yield app


@pytest.fixture
def desk(site: Litestar) -> Desk:
    """Open a browser in which the person of a role has signed in."""

    @asynccontextmanager
    async def opened(role: Role) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=site, client=("192.0.2.7", 5000))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN
        ) as client:
            async with (
                transaction() as connection
            ):  # a code can be used once, and tests come faster than codes
                await connection.execute("UPDATE account SET totp_step = NULL")
            answer = await sign_in(client, role)
            assert answer.status_code == 303, answer.text
            yield client

    return opened
