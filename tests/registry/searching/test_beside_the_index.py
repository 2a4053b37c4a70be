"""What a search page takes from beside the index: synonyms, how fresh it is, and whom it tells when it fails."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from registry.database.engine import open_database
from registry.database.sessions import session
from registry.indexing import synonyms
from registry.indexing.engines import open_engines
from registry.indexing.rebuilding import rebuild
from registry.indexing.signals import CHANNEL, DOUBTED
from registry.settings import Settings
from tests.registry.indexing.desk import silent, write
from tests.registry.site.conftest import open_site
from tests.registry.site.district import fill

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def indexed(make_settings: Callable[[], Settings]) -> Settings:
    """The invented district with its index."""
    settings = make_settings()

    async def make() -> None:
        await fill(settings)
        async with open_database(settings):
            with open_engines(settings) as engines:
                await rebuild(engines, silent)

    asyncio.run(make())
    return settings


@pytest.fixture
async def site(indexed: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with open_site(indexed) as client:
        yield client


async def test_a_synonym_is_used_and_named(site: httpx.AsyncClient) -> None:
    assert "楔形锁块" not in (await site.get("/search", params={"q": "捞网"})).text
    await synonyms.add([("捞网", "抄网")], "tester")
    site._transport.app.state.library.synonyms.seconds = 0  # type: ignore[attr-defined]  # as if the seconds had passed
    page = (await site.get("/search", params={"q": "捞网"})).text
    assert "楔形锁块" in page
    assert "已同时查同义词：抄网" in page


async def test_a_change_that_waits_for_long_is_said(site: httpx.AsyncClient) -> None:
    assert "之后的变更还查不到" not in (await site.get("/search")).text
    await write("UPDATE patent SET title = title || '改'")
    await write("UPDATE index_outbox SET at = now() - interval '1 hour'")
    site._transport.app.state.library.freshness.seconds = 0  # type: ignore[attr-defined]  # as above
    assert "之后的变更还查不到" in (await site.get("/search")).text


async def test_a_search_that_fails_is_told_to_the_worker(site: httpx.AsyncClient, indexed: Settings) -> None:
    heard: list[str] = []
    async with session() as listening:
        await listening.add_listener(CHANNEL, lambda *news: heard.append(news[3]))
        (indexed.index_folder / "patent" / "current").write_text("{")
        assert (await site.get("/search", params={"q": "渔竿"})).status_code == 200
        async with asyncio.timeout(5):
            while DOUBTED not in heard:
                await listening.execute("SELECT pg_sleep(0.01)")
