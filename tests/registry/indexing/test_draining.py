"""A change of a record reaches every document that is made from it, and nothing else."""

import asyncpg
import pytest

from registry.database.sessions import session
from registry.indexing import outbox
from registry.indexing.declared import ENTERPRISES, OFFERS, PATENTS
from registry.indexing.draining import drain
from registry.indexing.engines import Engines
from search.requests import OneOf, SearchRequest
from tests.registry.indexing.desk import differences, drained, found, value, write
from tests.registry.site.records import FORMER, REEL, SHILANG, YANLI, YANLI_CODE, number

pytestmark = pytest.mark.anyio

OWN = f"WHERE name = '{SHILANG}'"
CHANGES = {
    "a title": "UPDATE patent SET title = '一种海带收割机' WHERE application_number LIKE '202119903127%'",
    "a number": "UPDATE patent SET application_number = '201510000001.X' WHERE application_number LIKE '202119903127%'",
    "holders": f"UPDATE patent SET owners = ARRAY['{YANLI}'] WHERE owners = ARRAY['{SHILANG}']",
    "no holders": "UPDATE patent SET owners = '{}', applicants = '{}', owner_code = NULL",
    "a new patent": "INSERT INTO patent (application_number, title, owners)"
    f" VALUES ('201510000001.X', '新', '{{{SHILANG}}}')",
    "a patent less": "DELETE FROM patent WHERE application_number LIKE '202119905580%'",
    "an offer": "UPDATE offer SET fee_amount = 7, state = 'withdrawn'",
    "a new offer": "INSERT INTO offer (patent_id, declaration, state) SELECT id, 'neu', 'announced' FROM patent",
    "an offer less": "DELETE FROM offer",
    "an offer of another patent": "UPDATE offer SET patent_id = (SELECT max(id) FROM patent)"
    " WHERE id = (SELECT min(id) FROM offer)",
    "another declaration": "UPDATE offer SET declaration = declaration || '-2'",
    "a licence": "UPDATE licence SET licence_kind = 'exclusive'",
    "a licence less": "DELETE FROM licence",
    "a pledge": "UPDATE pledge SET released_on = NULL",
    "a stock review": "UPDATE stock_review SET scenario = '深海网箱'",
    "a stock review less": "DELETE FROM stock_review",
    "a name": f"UPDATE enterprise SET name = '威海新名有限公司' {OWN}",
    "a name beside the former ones": f"UPDATE enterprise SET name = '新', former_names = former_names || name {OWN}",
    "a township": "UPDATE enterprise SET township = '别镇'",
    "a cluster": "UPDATE enterprise SET cluster = NULL",
    "a code": f"UPDATE enterprise SET credit_code = '91371002MA99A00113' {OWN}",
    "a code that was missing": "UPDATE enterprise SET credit_code = '91371002MA99A00113' WHERE credit_code IS NULL",
    "a namesake": f"INSERT INTO enterprise (name) VALUES ('{SHILANG}')",
    "a telephone": "UPDATE enterprise SET phone = '1'",
    "a title held": "UPDATE recognition SET title = '瞪羚企业' WHERE title = '高新技术企业'",
    "a title less": "DELETE FROM recognition",
    "a project": "UPDATE project SET summary = '深海'",
    "a decision against a name": "INSERT INTO owner_decision (name, enterprise_id, verdict, actor)"
    f" SELECT name, id, 'different', 'x' FROM enterprise WHERE name = '{YANLI}'",
    "a decision for a stranger": "INSERT INTO owner_decision (name, enterprise_id, verdict, actor)"
    f" SELECT '东浦湾海洋工程学院', id, 'same', 'x' FROM enterprise WHERE name = '{YANLI}'",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_after_draining_the_index_holds_what_the_database_holds(
    built: Engines, held: asyncpg.Connection, change: str
) -> None:
    assert await differences(built) == {}
    assert await write(change) not in ("UPDATE 0", "DELETE 0", "INSERT 0 0")
    await drained(built, held)
    assert await differences(built) == {}
    assert await outbox.waiting(held) == 0


async def test_decisions_taken_back_and_namesakes_gone_are_followed(
    built: Engines, held: asyncpg.Connection
) -> None:
    await write(CHANGES["a decision against a name"])
    await write(CHANGES["a namesake"])
    await drained(built, held)
    await write("UPDATE owner_decision SET verdict = 'same'")
    await drained(built, held)
    assert await differences(built) == {}
    await write("DELETE FROM owner_decision")
    await write("DELETE FROM enterprise WHERE credit_code IS NULL AND name = $1", SHILANG)
    await drained(built, held)
    assert await differences(built) == {}


async def test_an_agency_changes_its_projects(built: Engines, held: asyncpg.Connection) -> None:
    await write("INSERT INTO agency (name) VALUES ('甲事务所')")
    await write("UPDATE project SET agency_id = (SELECT id FROM agency WHERE name = '甲事务所')")
    await drained(built, held)
    await write("UPDATE agency SET name = '乙事务所' WHERE name = '甲事务所'")
    await drained(built, held)
    assert await differences(built) == {}
    projects = built["project"].search(SearchRequest(filters=(OneOf("agency_name", ("乙事务所",)),)))
    assert projects.total == await value("SELECT count(*) FROM project")


async def test_many_changes_are_taken_in_part_by_part(built: Engines, held: asyncpg.Connection) -> None:
    for change in CHANGES.values():
        if (
            "credit_code" not in change
            and "DELETE FROM patent" not in change
            and "application_number = " not in change
        ):
            await write(change)
    assert await drained(built, held, most=2) > 10
    assert await differences(built) == {}


async def test_a_long_run_is_taken_in_pieces_and_the_rest_waits(
    built: Engines, held: asyncpg.Connection
) -> None:
    numbers = [f"2016{place:08d}.0" for place in range(25)]
    await write(
        "INSERT INTO patent (application_number, title) SELECT n, '成批' FROM unnest($1::text[]) n", numbers
    )
    assert await outbox.waiting(held) == 25
    assert (await drain(built, held, 10)).entries == 1
    assert await outbox.waiting(held) == 15
    assert await value("SELECT count(*) FROM index_outbox") == 1
    assert built[PATENTS.name].count() == 18
    await drained(built, held, 10)
    assert built[PATENTS.name].count() == 33
    assert await differences(built) == {}


async def test_changes_are_taken_in_the_order_in_which_they_were_made(
    built: Engines, held: asyncpg.Connection
) -> None:
    for title in ("先一", "先二", "先三"):
        await write("INSERT INTO project (title) VALUES ($1)", title)
    seen = []
    for _ in range(3):
        await drain(built, held, 1)
        seen.append([title for title in ("先一", "先二", "先三") if found(built, title, "project")])
    assert seen == [["先一"], ["先一", "先二"], ["先一", "先二", "先三"]]


async def test_entries_that_become_visible_late_are_not_lost(
    built: Engines, held: asyncpg.Connection
) -> None:
    """The lower number is committed after the higher one has been drained."""
    async with session() as slow:
        late = slow.transaction()
        await late.start()
        await slow.execute("INSERT INTO project (title) VALUES ('薄暮')")
        lower = await slow.fetchval("SELECT max(id) FROM index_outbox")
        await write("INSERT INTO project (title) VALUES ('黎明')")
        assert lower < await value("SELECT max(id) FROM index_outbox")
        await drained(built, held)
        assert found(built, "黎明", "project")
        assert not found(built, "薄暮", "project")
        await late.commit()
    assert await outbox.waiting(held) == 1
    await drained(built, held)
    assert found(built, "薄暮", "project")
    assert await differences(built) == {}


async def test_what_is_taken_back_is_never_found(built: Engines, held: asyncpg.Connection) -> None:
    async with session() as other:
        undone = other.transaction()
        await undone.start()
        await other.execute("INSERT INTO project (title) VALUES ('反悔')")
        await drained(built, held)
        await undone.rollback()
    await drained(built, held)
    assert not found(built, "反悔", "project")


async def test_a_change_that_shows_nowhere_writes_nothing(built: Engines, held: asyncpg.Connection) -> None:
    before = [(built[name].index, sorted(built[name].digests())) for name in ("patent", "enterprise")]
    stamps = {path: path.stat().st_mtime_ns for path in built["patent"].folder.rglob("meta.json")}  # type: ignore[attr-defined]
    await write(CHANGES["a telephone"])
    assert (await drain(built, held)).documents == 0
    assert not await drain(built, held)
    assert [(built[name].index, sorted(built[name].digests())) for name in ("patent", "enterprise")] == before
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


async def test_an_offer_is_found_with_its_patent(built: Engines, held: asyncpg.Connection) -> None:
    await write("UPDATE offer SET conditions = '附赠样机图纸' WHERE declaration = '2024-0117'")
    await drained(built, held)
    assert found(built, "附赠样机", OFFERS.name) == [f"{number(REEL)}/2024-0117"]


async def test_the_patents_of_an_enterprise_are_found_by_where_it_lies(
    built: Engines, held: asyncpg.Connection
) -> None:
    await write("UPDATE enterprise SET township = '孙家疃街道' WHERE name = $1", SHILANG)
    await drained(built, held)
    there = built[PATENTS.name].search(SearchRequest(filters=(OneOf("township", ("孙家疃街道",)),)))
    assert there.total == await value("SELECT count(*) FROM patent WHERE owners && $1", [SHILANG, FORMER])
    assert there.total > 1


async def test_counts_of_patents_follow(built: Engines, held: asyncpg.Connection) -> None:
    def counts() -> tuple[object, object]:
        (hit,) = built[ENTERPRISES.name].search(SearchRequest(text=f'"{YANLI}"')).hits
        return hit.document["patents"], hit.document["open_offers"]

    assert counts() == (2, 1)
    await write("UPDATE patent SET legal_status = 'lapsed_fee' WHERE $1 = ANY(owners)", YANLI)
    await drained(built, held)
    assert counts() == (2, 0)
    await write("UPDATE patent SET legal_status = 'in_force' WHERE $1 = ANY(owners)", YANLI)
    await drained(built, held)
    assert counts() == (2, 1)
    await write("UPDATE offer SET state = 'withdrawn'")
    await drained(built, held)
    assert counts() == (2, 0)
    await write("UPDATE patent SET owners = '{}' WHERE $1 = ANY(owners)", YANLI)
    await drained(built, held)
    assert counts() == (0, 0)
    assert YANLI_CODE in found(built, YANLI, ENTERPRISES.name)
