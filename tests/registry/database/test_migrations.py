"""Migrations bring any database to the declared tables: once, whole, and whoever runs them."""

import asyncio
import multiprocessing
import os
import signal
import time

import asyncpg
import pytest
from piccolo.apps.migrations.tables import Migration
from piccolo.table import Table

from registry.database import migrate as module
from registry.database.engine import engine_of, open_engine
from registry.database.errors import MigrationsPendingError
from registry.database.indexes import FUNCTIONS, INDEXES
from registry.database.migrate import known_steps, migrate, pending, require_migrated
from registry.database.piccolo_app import TABLES

pytestmark = pytest.mark.anyio


def create_statements() -> list[str]:
    return [*(_create(table) for table in TABLES), *_column_indexes(), *FUNCTIONS, *INDEXES]


def _create(table: type[Table]) -> str:
    columns = [column.ddl for column in table._meta.columns]
    constraints = [f"CONSTRAINT {part._meta.name} {part.ddl}" for part in table._meta.constraints]
    return f"CREATE TABLE {table._meta.tablename} ({', '.join(columns + constraints)})"


def _column_indexes() -> list[str]:
    return [
        f"CREATE INDEX {name}_{column._meta.name} ON {name} ({column._meta.name})"
        for name, table in ((table._meta.tablename, table) for table in TABLES)
        for column in table._meta.columns
        if column._meta.index
    ]


QUERIES = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, numeric_precision, numeric_scale, is_nullable,
               nullif(column_default, 'NULL::numeric'), is_identity, identity_generation
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'migration'
        ORDER BY table_name, column_name""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, confdeltype,
               replace(pg_get_constraintdef(oid), ' ON UPDATE CASCADE', '')
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
          AND conrelid::regclass::text <> 'migration' ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'migration' ORDER BY 1, 2""",
}


async def described(connection: asyncpg.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {part: [tuple(row) for row in await connection.fetch(query)] for part, query in QUERIES.items()}


async def test_empty_to_head_equals_the_declared_tables(database, settings, empty_settings):
    migrated = await asyncpg.connect(settings.migration_url)
    declared = await asyncpg.connect(empty_settings.migration_url)
    try:
        for statement in create_statements():
            await declared.execute(statement)
        expected, found = await described(declared), await described(migrated)
    finally:
        await migrated.close()
        await declared.close()
    for part in expected:
        assert found[part] == expected[part], part


async def test_references_restrict_and_are_indexed(settings):
    connection = await asyncpg.connect(settings.migration_url)
    try:
        loose = await connection.fetch("""
            SELECT conrelid::regclass, conname FROM pg_constraint c
            WHERE contype = 'f' AND (confdeltype <> 'r' OR NOT EXISTS (
                SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]))""")
    finally:
        await connection.close()
    assert not loose


async def test_a_second_run_does_nothing(empty_settings):
    assert await migrate(empty_settings) == known_steps()
    assert await migrate(empty_settings) == []
    assert await pending(empty_settings) == []


async def test_piccolo_reads_what_has_run(settings):
    async with open_engine(settings.migration_url, 1) as engine:
        with engine_of([Migration], engine):
            assert await Migration.get_migrations_which_ran(app_name="registry") == known_steps()


async def test_what_is_missing_is_named(empty_settings):
    assert await pending(empty_settings) == known_steps()
    with pytest.raises(MigrationsPendingError, match="registry migrate"):
        await require_migrated(empty_settings)


async def test_two_at_once_migrate_once(empty_settings):
    def run() -> list[str]:
        return asyncio.run(migrate(empty_settings))

    both = await asyncio.gather(asyncio.to_thread(run), asyncio.to_thread(run))
    assert sorted(both) == [[], known_steps()]
    async with open_engine(empty_settings.migration_url, 1) as engine:
        with engine_of([Migration], engine):
            assert await Migration.count() == len(known_steps())


def _migrate(settings) -> None:
    asyncio.run(migrate(settings))


async def test_a_kill_leaves_nothing_half_done(empty_settings):
    watcher = await asyncpg.connect(empty_settings.migration_url)
    try:
        for moment in range(6):
            child = multiprocessing.get_context("spawn").Process(target=_migrate, args=(empty_settings,))
            child.start()
            await _wait_for_migration(watcher, child)
            time.sleep(moment * 0.02)  # noqa: ASYNC251 - nothing else runs in this loop
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            tables = await watcher.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            recorded = tables and await watcher.fetchval("SELECT count(*) FROM migration")
            assert bool(tables) == bool(recorded)
    finally:
        await watcher.close()
    await migrate(empty_settings)
    assert await pending(empty_settings) == []


async def _wait_for_migration(watcher, child) -> None:
    """Until the child has connected, or has finished already."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    while child.is_alive() and await watcher.fetchval(query) < 2:
        time.sleep(0.005)  # noqa: ASYNC251 - nothing else runs in this loop


async def test_a_failing_step_leaves_no_trace(empty_settings, monkeypatch):
    class Failing:
        ID = "9999-fails"

        @staticmethod
        async def forwards():
            raise ZeroDivisionError

    known = module._modules()
    monkeypatch.setattr(module, "_modules", lambda: {**known, Failing.ID: Failing})
    with pytest.raises(ZeroDivisionError):
        await migrate(empty_settings)
    connection = await asyncpg.connect(empty_settings.migration_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    finally:
        await connection.close()
