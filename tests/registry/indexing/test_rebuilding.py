"""A rebuild runs beside the index in use: nothing is lost, nothing comes twice, nothing is left behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from registry.database.engine import RegistryEngine
from registry.database.sessions import session
from registry.indexing import outbox
from registry.indexing.declared import EVERY_INDEX, PATENTS
from registry.indexing.draining import drain
from registry.indexing.engines import Engines
from registry.indexing.locks import rebuilding_lock
from registry.indexing.rebuilding import RebuildGoesOn, rebuild
from registry.settings import Settings
from search.answers import Document
from search.embedded.writer import EmbeddedWriter
from search.engine import Condition, DocumentsRefused
from tests.registry.indexing.desk import differences, drained, found, silent, value, write
from tests.registry.site.records import SHILANG

pytestmark = pytest.mark.anyio


def builds(settings: Settings, index: str = PATENTS.name) -> list[Path]:
    """The folders of finished and unfinished builds."""
    return [entry for entry in (settings.index_folder / index).iterdir() if entry.is_dir()]


@pytest.fixture
async def many(district: RegistryEngine) -> list[str]:
    """Numbers of patents enough for a rebuild to take a while; a few of one holder, who is changed meanwhile."""
    numbers = [f"2016{place:08d}.0" for place in range(8000)]
    await write(
        "INSERT INTO patent (application_number, title, owners, abstract)"
        " SELECT n, '成批装置' || n, ARRAY[CASE WHEN place % 80 = 0 THEN $2 ELSE '乙' END, '甲' || n],"
        " repeat('装置包括机架', 10) FROM unnest($1::text[]) WITH ORDINALITY AS given(n, place)",
        numbers,
        SHILANG,
    )
    return numbers


async def test_a_rebuild_holds_everything_and_settles_what_waited(
    district: RegistryEngine, engines: Engines, held: asyncpg.Connection
) -> None:
    assert all(engines[index.name].condition() is Condition.MISSING for index in EVERY_INDEX)
    assert await outbox.waiting(held) > 0
    counts = await rebuild(engines, silent)
    assert counts == {name: engine.count() for name, engine in engines.items()}
    assert all(counts.values())
    assert await outbox.waiting(held) == 0
    assert await differences(engines) == {}
    assert all(engines[index.name].examine() is Condition.READY for index in EVERY_INDEX)


async def test_progress_is_told_up_to_the_end(district: RegistryEngine, engines: Engines) -> None:
    told: list[tuple[str, int, int]] = []
    counts = await rebuild(engines, lambda *news: told.append(news))
    last = {name: (done, expected) for name, done, expected in told}
    assert {name: done for name, (done, _) in last.items()} == counts
    assert all(done == expected for name, (done, expected) in last.items() if name != "term")


async def test_edits_while_it_runs_are_all_there_afterwards(
    many: list[str], engines: Engines, held: asyncpg.Connection
) -> None:
    await rebuild(engines, silent)
    done = asyncio.Event()
    edits = 0

    async def edit() -> None:
        nonlocal edits
        for number in many[::7]:
            if done.is_set():
                return
            await write("UPDATE patent SET title = title || '改' WHERE application_number = $1", number)
            if edits % 5 == 0:
                await write("DELETE FROM patent WHERE application_number = $1", many[edits * 3 + 1])
            if edits % 10 == 0:
                await write("UPDATE enterprise SET township = $2 WHERE name = $1", SHILANG, f"镇{edits}")
            edits += 1

    async def take_in() -> None:
        while not done.is_set():
            await drain(engines, held)

    others = [asyncio.create_task(edit()), asyncio.create_task(take_in())]
    await rebuild(engines, silent)
    done.set()
    await asyncio.gather(*others)
    assert edits > 10
    await drained(engines, held)
    assert await differences(engines) == {}


async def test_an_edit_that_the_index_in_use_took_in_is_in_the_new_one_at_once(
    many: list[str], engines: Engines, held: asyncpg.Connection
) -> None:
    """What could be found before the swap can be found after it, without draining again."""
    await rebuild(engines, silent)
    running = asyncio.create_task(rebuild(engines, silent))
    while not await value(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND query LIKE '%patent p%'"
    ):
        assert not running.done()
    await write("UPDATE patent SET title = '薄暮' WHERE application_number = $1", many[0])
    await write("DELETE FROM patent WHERE application_number = $1", many[1])
    await write(
        "UPDATE patent SET application_number = '201799999999.9' WHERE application_number = $1", many[2]
    )
    await drained(engines, held)
    assert found(engines, "薄暮") == [many[0]]
    assert not running.done()
    await running
    assert found(engines, "薄暮") == [many[0]]
    assert await differences(engines) == {}


async def test_one_rebuild_at_a_time(district: RegistryEngine, engines: Engines) -> None:
    async with session() as other, rebuilding_lock(other) as ours:
        assert ours
        with pytest.raises(RebuildGoesOn):
            await rebuild(engines, silent)
    await rebuild(engines, silent)


async def test_one_that_is_broken_off_leaves_the_index_in_use_and_nothing_else(
    many: list[str], engines: Engines, settings: Settings, held: asyncpg.Connection
) -> None:
    await rebuild(engines, silent)
    before = builds(settings)
    running = asyncio.create_task(rebuild(engines, silent))
    while len(builds(settings)) == 1:
        await value("SELECT pg_sleep(0.005)")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert builds(settings) == before
    assert await differences(engines) == {}
    await write("DELETE FROM patent WHERE application_number = $1", many[0])
    await drained(engines, held)
    assert await value("SELECT count(*) FROM index_replay") == 0


@pytest.fixture
def refusing(engines: Engines) -> Iterator[Engines]:
    """Engines of which one does not take a document in."""
    taken = EmbeddedWriter.write

    def write_or_refuse(self: EmbeddedWriter, documents: list[Document]) -> int:
        if any("不收" in str(document.get("title")) for document in documents):
            raise DocumentsRefused("不收")
        return taken(self, documents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmbeddedWriter, "write", write_or_refuse)
        yield engines


async def test_a_document_that_is_refused_keeps_no_other_out(
    district: RegistryEngine, refusing: Engines, held: asyncpg.Connection
) -> None:
    await write("INSERT INTO project (title) VALUES ('不收')")
    counts = await rebuild(refusing, silent)
    assert counts["project"] == await value("SELECT count(*) FROM project") - 1
    await write("INSERT INTO project (title) VALUES ('不收二'), ('要收')")
    await drained(refusing, held)
    assert found(refusing, "要收", "project")
    assert refusing["project"].count() == counts["project"] + 1
