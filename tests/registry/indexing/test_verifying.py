"""Verifying finds every kind of difference between index and database, and puts it right."""

import asyncpg
import pytest

from registry.indexing.declared import ENTERPRISES, KINDS, OFFERS, PATENTS, PROJECTS
from registry.indexing.engines import Engines
from registry.indexing.verifying import IndexUnusable, Verdict, verify
from registry.settings import Settings
from search.engine import Condition
from tests.registry.indexing.desk import differences, silent, value, write
from tests.registry.site.records import REEL, SHILANG_CODE, number

pytestmark = pytest.mark.anyio
WHOLE = Verdict((), (), ())


async def test_an_index_in_step_is_found_whole(built: Engines) -> None:
    assert await verify(built, silent, repair=True) == dict.fromkeys((index.name for index in KINDS), WHOLE)


async def spoil(engines: Engines) -> None:
    """A document less, one that is old, one too many."""
    with engines[PATENTS.name].changing() as writer:
        writer.remove([number(REEL)])
    with engines[ENTERPRISES.name].changing() as writer:
        writer.write([{"id": SHILANG_CODE, "record": "1", "name": "旧名", "patents": 0}])
    with engines[PROJECTS.name].changing() as writer:
        writer.write([{"id": "id-99", "record": "99", "title": "没有这个项目"}])


EXPECTED = {
    PATENTS.name: Verdict((number(REEL),), (), ()),
    OFFERS.name: WHOLE,
    ENTERPRISES.name: Verdict((), (SHILANG_CODE,), ()),
    PROJECTS.name: Verdict((), (), ("id-99",)),
}


async def test_each_kind_of_difference_is_told_and_put_right(built: Engines) -> None:
    await spoil(built)
    assert await verify(built, silent, repair=False) == EXPECTED
    assert set(await differences(built)) == {PATENTS.name, ENTERPRISES.name, PROJECTS.name}
    assert await verify(built, silent, repair=True) == EXPECTED
    assert await differences(built) == {}
    assert all(verdict.whole for verdict in (await verify(built, silent, repair=True)).values())


async def test_a_document_that_is_there_twice_is_written_anew(built: Engines) -> None:
    import tantivy

    from search.embedded.schema import register_tokenizers, stored_form

    engine = built[PROJECTS.name]
    key, _ = next(iter(engine.digests()))
    folder = next(engine.folder.glob("project/*/meta.json")).parent  # type: ignore[attr-defined]
    opened = tantivy.Index.open(str(folder))
    register_tokenizers(opened)
    writer = opened.writer(32_000_000, 1)
    writer.add_document(stored_form({"id": key, "record": key, "title": "又一份"}, PROJECTS))
    writer.commit()
    writer.wait_merging_threads()
    assert (await verify(built, silent, repair=True))[PROJECTS.name].stale == (key,)
    assert await differences(built) == {}
    assert engine.count() == await value("SELECT count(*) FROM project")


async def test_what_waits_is_taken_in_first_and_is_no_difference(
    built: Engines, held: asyncpg.Connection
) -> None:
    await write("UPDATE patent SET title = title || '改'")
    verdicts = await verify(built, silent, repair=False)
    assert all(verdict.whole for verdict in verdicts.values())
    assert await value("SELECT count(*) FROM index_outbox") == 0


async def test_progress_is_told(built: Engines) -> None:
    told: dict[str, tuple[int, int]] = {}
    await verify(built, lambda name, done, total: told.update({name: (done, total)}), repair=False)
    assert all(done == total > 0 for done, total in told.values())
    assert len(told) == len(KINDS)


async def test_an_index_that_cannot_be_read_is_named(built: Engines, settings: Settings) -> None:
    (settings.index_folder / "offer" / "current").write_text("{")
    (settings.index_folder / "project" / "current").unlink()
    with pytest.raises(IndexUnusable) as unusable:
        await verify(built, silent, repair=True)
    assert unusable.value.found == {"offer": Condition.DAMAGED, "project": Condition.MISSING}
