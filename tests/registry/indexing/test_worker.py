"""The background work: finds by itself what has to be done."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from registry.database.engine import RegistryEngine
from registry.indexing import worker
from registry.indexing.conditions import conditions
from registry.indexing.engines import Engines
from registry.indexing.signals import doubt
from registry.settings import Settings
from search.engine import Condition
from search.requests import OneOf, SearchRequest
from tests.conftest import Server
from tests.registry.indexing.desk import differences, found, value, write
from tests.registry.site.records import REEL, number

pytestmark = pytest.mark.anyio
REEL_ALONE = SearchRequest(filters=(OneOf("number", (number(REEL),)),), highlight=False)


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """The background work, going on."""
    running = asyncio.create_task(worker.keep_in_step(settings))
    try:
        yield
        assert not running.done(), running.exception()
    finally:
        running.cancel()
        await asyncio.wait([running])


async def until(reached: Callable[[], bool], what: str = "") -> None:
    async with asyncio.timeout(30):
        while not reached():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.02)


async def settled(engines: Engines) -> None:
    async with asyncio.timeout(30):
        while (  # noqa: ASYNC110 - what is waited for tells nobody
            await value("SELECT count(*) FROM index_outbox")
            or not ready(engines)
            or await differences(engines)
        ):
            await asyncio.sleep(0.05)


def ready(engines: Engines) -> bool:
    return set(conditions(engines).values()) == {Condition.READY}


async def test_the_first_index_is_built_and_edits_are_taken_in_without_being_asked(
    district: RegistryEngine, engines: Engines, settings: Settings
) -> None:
    async with working(settings):
        await settled(engines)
        await write("UPDATE patent SET title = '薄暮装置' WHERE application_number = $1", number(REEL))
        await until(lambda: found(engines, "薄暮") == [number(REEL)])
        await settled(engines)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9] + b"123456789")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no folder": lambda folder: [entry.unlink() for entry in folder.iterdir() if entry.is_file()],
    "no name of the build": lambda folder: (folder / "current").unlink(),
    "a broken name": lambda folder: (folder / "current").write_text("{"),
    "another declaration": lambda folder: (folder / "current").write_text(
        (folder / "current").read_text().replace('"fingerprint": "', '"fingerprint": "0')
    ),
    "a broken state": lambda folder: next(folder.glob("*/meta.json")).write_text("{"),
    "a file less": lambda folder: next(folder.glob("*/*.store")).unlink(),
    "a file that is cut": lambda folder: cut(next(folder.glob("*/*.idx"))),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
async def test_an_index_that_cannot_be_used_is_built_anew_at_the_start(
    built: Engines, settings: Settings, damage: Callable[[Path], object]
) -> None:
    damage(settings.index_folder / "enterprise")
    async with working(settings):
        await until(lambda: built["enterprise"].examine() is Condition.READY)
        await settled(built)


async def test_an_index_damaged_while_it_is_used_is_built_anew_when_a_search_has_failed(
    built: Engines, settings: Settings
) -> None:
    async with working(settings):
        await until(lambda: ready(built))
        await settled(built)
        (settings.index_folder / "patent" / "current").write_text("{")
        assert built["patent"].condition() is Condition.DAMAGED
        await doubt()
        await until(lambda: ready(built))
        await settled(built)


async def test_much_at_once_is_settled_by_a_rebuild(
    built: Engines, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SHORT", 100)
    build = (settings.index_folder / "patent" / "current").read_text()
    numbers = [f"2016{place:08d}.0" for place in range(500)]
    await write(
        "INSERT INTO patent (application_number, title) SELECT n, '成批' FROM unnest($1::text[]) n", numbers
    )
    async with working(settings):
        await settled(built)
    assert (settings.index_folder / "patent" / "current").read_text() != build
    assert built["patent"].count() == 508


async def test_what_a_killed_rebuild_left_is_cleared_away(built: Engines, settings: Settings) -> None:
    left = settings.index_folder / "patent" / "0123456789abcdef"
    left.mkdir()
    (left / "meta.json").write_text("{")
    async with working(settings):
        await until(lambda: not left.exists())
        await settled(built)


async def test_an_offer_whose_term_has_ended_is_no_longer_licensable_though_nobody_changed_it(
    built: Engines, settings: Settings, server: Server
) -> None:
    """The day passes: the database says so first, without a trigger having seen a change."""
    assert settings.database_url is not None
    name = settings.database_url.rsplit("@/", 1)[1].split("?", 1)[0]
    server.sql(
        "ALTER TABLE offer DISABLE TRIGGER offer_updated;"
        "UPDATE offer SET licence_to = current_date - 2 WHERE declaration = '2024-0117';"
        "ALTER TABLE offer ENABLE ALWAYS TRIGGER offer_updated",
        name,
    )
    with built["patent"].changing() as writer:
        (hit,) = built["patent"].search(REEL_ALONE).hits
        writer.write([{**hit.document, "licence_to": 20200101}])
    with built["offer"].changing() as writer:
        (hit,) = built["offer"].search(REEL_ALONE).hits
        writer.write([{**hit.document, "licence_to": 20200101}])
    async with working(settings):
        await settled(built)
    (hit,) = built["patent"].search(REEL_ALONE).hits
    assert (hit.document["licensable"], hit.document["available"]) == ("no", "no")
