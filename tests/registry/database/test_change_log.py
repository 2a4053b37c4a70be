"""Every change of every record is logged, whoever makes it, and the log cannot be changed or skipped."""

import asyncpg
import pytest
from piccolo.table import Table

from registry.database.columns import BOOKKEEPING
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.database.piccolo_app import RECORD_TABLES
from registry.database.tables import ChangeEntry, ChangeLog
from registry.enterprises.tables import Enterprise
from registry.indexing.tables import IndexOutbox
from registry.patents.tables import Patent

pytestmark = pytest.mark.anyio

NUMBER = "202011438186.0"


async def _log(kind: str = "patent") -> list[tuple[object, ...]]:
    entries = await ChangeLog.select().where(ChangeLog.kind == kind).order_by(ChangeLog.id)
    return [(entry["action"], entry["before"], entry["after"]) for entry in entries]


async def _noted() -> list[tuple[str, int]]:
    """Every record noted for the search index, in the order in which it was."""
    return [
        (entry["kind"], number)
        for entry in await IndexOutbox.select().order_by(IndexOutbox.id)
        for number in range(entry["record_id"], (entry["last_record_id"] or entry["record_id"]) + 1)
    ]


async def _run(statement: str) -> None:
    async with transaction() as inside:
        await inside.execute(statement)


async def test_an_insert_shows_what_was_given(database):
    await _run(f"INSERT INTO patent (application_number, owners, abstract, origin_batch) VALUES ('{NUMBER}',"
               " '{甲公司}', repeat('字', 300), 7)")  # fmt: skip
    assert await _log() == [
        (
            "insert",
            None,
            {"application_number": NUMBER, "owners": ["甲公司"], "abstract": "字" * 300, "origin_batch": 7},
        )
    ]


async def test_an_update_shows_only_what_changed(database):
    await _run(f"INSERT INTO patent (application_number, title, city) VALUES ('{NUMBER}', '旧', '济南市')")
    await _run("UPDATE patent SET title = '新', city = '济南市', owners = '{甲公司}', province = NULL")
    assert (await _log())[1] == (
        "update",
        {"title": "旧", "owners": []},
        {"title": "新", "owners": ["甲公司"]},
    )


async def test_a_value_taken_away_is_logged_as_null(database):
    await _run(f"INSERT INTO patent (application_number, title) VALUES ('{NUMBER}', '旧')")
    await _run("UPDATE patent SET title = NULL")
    assert (await _log())[1] == ("update", {"title": "旧"}, {"title": None})


async def test_provenance_goes_with_the_change_it_belongs_to(database):
    await _run(f"INSERT INTO patent (application_number, title) VALUES ('{NUMBER}', '旧')")
    await _run("""UPDATE patent SET title = '新', origins = '{"title": {"batch": 2}}'""")
    assert (await _log())[1] == (
        "update",
        {"title": "旧", "origins": {}},
        {"title": "新", "origins": {"title": {"batch": 2}}},
    )


async def test_bookkeeping_alone_is_not_logged(database):
    await _run(f"INSERT INTO patent (application_number) VALUES ('{NUMBER}')")
    await _run('UPDATE patent SET seen_digest = 5, origins = \'{"title": {"batch": 2}}\', origin_batch = 3')
    assert len(await _log()) == 1
    assert await IndexOutbox.count() == 1


async def test_a_delete_shows_the_whole_record(database):
    await _run(f"INSERT INTO patent (application_number, seen_digest) VALUES ('{NUMBER}', 5)")
    await _run("DELETE FROM patent")
    action, before, after = (await _log())[1]
    assert (action, after) == ("delete", None)
    assert set(before) == {column._meta.name for column in Patent._meta.columns}
    assert (before["application_number"], before["seen_digest"]) == (NUMBER, 5)


async def test_an_insert_still_shows_what_was_given_after_later_changes(database):
    given = {"application_number": NUMBER, "title": "一", "owners": ["甲公司"], "claim_count": 3}
    await _run(f"INSERT INTO patent (id, application_number, title, owners, claim_count)"
               f" VALUES (11, '{NUMBER}', '一', '{{甲公司}}', 3)")  # fmt: skip
    await _run("UPDATE patent SET title = '二', owners = '{}', claim_count = NULL, city = '济南市'")
    await _run("UPDATE patent SET title = '三', claim_count = 4")
    assert (await _log())[0] == ("insert", None, given)
    await _run("DELETE FROM patent")
    assert (await _log())[0] == ("insert", None, given)
    await _run(f"INSERT INTO patent (id, application_number, title) VALUES (11, '{NUMBER}', '四')")
    assert (await _log())[0] == ("insert", None, given)
    assert (await _log())[4] == ("insert", None, {"application_number": NUMBER, "title": "四"})


async def test_every_row_of_a_statement_is_logged_and_noted_for_search(database):
    await _run("INSERT INTO enterprise (name) SELECT '企业' || n FROM generate_series(1, 500) n")
    await _run("UPDATE enterprise SET city = '济南市' WHERE id <= 200")
    await _run("DELETE FROM enterprise WHERE id > 450")
    assert [action for action, _, _ in await _log("enterprise")] == (
        ["insert"] * 500 + ["update"] * 200 + ["delete"] * 50
    )
    noted = await _noted()
    assert len(noted) == 750
    assert noted[:500] == [("enterprise", number) for number in sorted(number for _, number in noted[:500])]
    assert len(set(noted[:500])) == 500
    assert sorted(noted[500:700]) == sorted(noted[:200])
    assert noted[700:] == noted[450:500]


async def test_records_of_consecutive_numbers_are_noted_for_search_as_one_run(database):
    await _run(
        "INSERT INTO enterprise (id, name) SELECT n, '企业' || n FROM unnest('{5,4,7,9,8}'::bigint[]) n"
    )
    await _run("DELETE FROM enterprise WHERE id IN (8, 9)")
    entries = await IndexOutbox.select(IndexOutbox.record_id, IndexOutbox.last_record_id).order_by(
        IndexOutbox.id
    )
    assert [tuple(entry.values()) for entry in entries] == [(4, 5), (7, 9), (8, 9)]


async def test_records_made_in_one_statement_are_logged_one_by_one(database):
    await _run("INSERT INTO enterprise (id, name) VALUES (4, '甲'), (5, '乙'), (7, '丙')")
    await _run("UPDATE enterprise SET name = '丁' WHERE id = 5")
    stored = await ChangeEntry.select(ChangeEntry.record_id, ChangeEntry.last_record_id).order_by(
        ChangeEntry.id
    )
    assert [tuple(entry.values()) for entry in stored] == [(4, 5), (7, None), (5, None)]
    entries = await ChangeLog.select().order_by(ChangeLog.id).order_by(ChangeLog.record_id)
    assert [(entry["record_id"], entry["after"]["name"]) for entry in entries] == [
        (4, "甲"),
        (5, "乙"),
        (7, "丙"),
        (5, "丁"),
    ]


async def test_the_log_of_one_record_is_the_same_part_of_the_whole_log(database):
    await _run("INSERT INTO enterprise (name) SELECT '企业' || n FROM generate_series(1, 9) n")
    await _run("UPDATE enterprise SET city = '济南市' WHERE id % 2 = 0")
    await _run("DELETE FROM enterprise WHERE id % 3 = 0")
    async with transaction() as inside:
        for number in range(11):
            whole = await inside.fetch("SELECT * FROM change_log WHERE record_id = $1 ORDER BY id", number)
            assert (
                await inside.fetch("SELECT * FROM changes_of('enterprise', $1) ORDER BY id", number) == whole
            )
        assert len(await inside.fetch("SELECT * FROM changes_of('enterprise', 6)")) == 3
        assert await inside.fetch("SELECT * FROM changes_of('patent', 6)") == []


async def test_what_changes_nothing_is_not_noted_for_search(database):
    await _run("INSERT INTO enterprise (name) SELECT 'a' WHERE false")
    await _run("DELETE FROM enterprise")
    assert not await IndexOutbox.exists()


async def test_merges_are_logged_as_what_they_do(database):
    upsert = """INSERT INTO enterprise (name, credit_code) VALUES ('甲', '91370100MA3C00000X'), ('乙', NULL)
                ON CONFLICT (credit_code) DO UPDATE SET name = EXCLUDED.name || '!'"""
    await _run(upsert)
    await _run(upsert)
    assert sorted(action for action, _, _ in await _log("enterprise")) == [
        "insert",
        "insert",
        "insert",
        "update",
    ]


async def test_copied_rows_are_logged(database):
    async with operation("import", "张三"):
        await connection().copy_records_to_table("enterprise", records=[("甲",), ("乙",)], columns=["name"])
    assert len(await _log("enterprise")) == 2


async def test_every_table_is_watched_in_every_field(settings):
    owner = await asyncpg.connect(settings.migration_url)
    try:
        for table in RECORD_TABLES.values():
            await _check_watched(owner, table)
    finally:
        await owner.close()


async def _check_watched(owner: asyncpg.Connection, table: type[Table]) -> None:
    kind = table._meta.tablename
    triggers = await owner.fetch(
        "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal", kind
    )
    expected = {f"{kind}_{event}" for event in ("inserted", "updated", "deleted", "stamped", "stays")}
    assert {row["tgname"] for row in triggers} == expected
    assert {row["tgenabled"] for row in triggers} == {b"A"}
    body = await owner.fetchval("SELECT prosrc FROM pg_proc WHERE proname = $1", f"{kind}_updated")
    for column in table._meta.columns:
        if column._meta.name not in BOOKKEEPING:
            assert f"o.{column._meta.name} IS DISTINCT FROM n.{column._meta.name}" in body


async def test_any_update_forgets_the_seen_row_unless_it_says_anew(database):
    await _run(f"INSERT INTO patent (application_number, seen_digest) VALUES ('{NUMBER}', 5)")
    await _run("UPDATE patent SET title = '新', seen_digest = 6")
    assert await Patent.select(Patent.seen_digest) == [{"seen_digest": 6}]
    await _run("UPDATE patent SET city = '济南市'")
    assert await Patent.select(Patent.seen_digest) == [{"seen_digest": None}]


async def test_an_update_stamps_the_record(database):
    await _run("INSERT INTO enterprise (name, updated_at) VALUES ('甲', '2020-01-01')")
    await _run("UPDATE enterprise SET city = '济南市', updated_at = '2020-01-02'")
    (record,) = await Enterprise.select(Enterprise.updated_at)
    assert record["updated_at"].year > 2020


FORBIDDEN = [
    "UPDATE change_entry SET actor = '李四'",
    "DELETE FROM change_entry",
    "UPDATE change_log SET actor = '李四'",
    "DELETE FROM change_log",
    "UPDATE operation SET actor = '李四'",
    "DELETE FROM operation",
    "DELETE FROM import_batch",
    "TRUNCATE change_entry",
    "TRUNCATE operation CASCADE",
    "TRUNCATE import_batch",
    "TRUNCATE patent CASCADE",
]


REFUSALS = (
    asyncpg.RestrictViolationError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # a view that nothing can be written through
)


@pytest.mark.parametrize("role", ["database_url", "migration_url"])
async def test_what_is_kept_cannot_be_changed(settings, role):
    session = await asyncpg.connect(getattr(settings, role))
    try:
        await session.execute("INSERT INTO operation (kind, actor) VALUES ('edit', '张三')")
        await session.execute(f"INSERT INTO patent (application_number) VALUES ('{NUMBER}')")
        for statement in FORBIDDEN:
            with pytest.raises(REFUSALS):
                await session.execute(statement)
        assert await session.fetchval("SELECT count(*) FROM change_log") == 1
    finally:
        await session.close()


SWITCHES = [
    "INSERT INTO change_entry (kind, record_id, action, actor) VALUES ('patent', 1, 'insert', '张三')",
    "ALTER TABLE patent DISABLE TRIGGER patent_inserted",
    "DROP TRIGGER patent_inserted ON patent",
    "DROP FUNCTION log_whole_records CASCADE",
    "CREATE OR REPLACE FUNCTION log_whole_records() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = 'replica'",
    "CREATE TABLE change_entry_copy ()",
    "CALL watch_records('patent')",
    "SET ROLE postgres",
]


async def test_the_application_cannot_switch_the_log_off(settings):
    session = await asyncpg.connect(settings.database_url)
    try:
        for statement in SWITCHES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await session.execute(statement)
    finally:
        await session.close()


async def test_temporary_tables_cannot_stand_in_for_the_log(settings):
    session = await asyncpg.connect(settings.database_url)
    try:
        await session.execute("CREATE TEMPORARY TABLE change_entry (LIKE public.change_entry INCLUDING ALL)")
        await session.execute("CREATE TEMPORARY TABLE operation (id bigint)")
        await session.execute(f"INSERT INTO patent (application_number) VALUES ('{NUMBER}')")
        assert await session.fetchval("SELECT count(*) FROM public.change_entry") == 1
        assert await session.fetchval("SELECT count(*) FROM pg_temp.change_entry") == 0
    finally:
        await session.close()
