"""The application's role has the rights it needs and no more, wherever the database runs."""

import asyncpg
import pytest

from registry.database.engine import open_database
from registry.database.migrate import known_steps, migrate
from registry.database.operations import operation
from registry.enterprises.tables import Enterprise

pytestmark = pytest.mark.anyio


async def test_the_application_role_is_no_superuser(settings):
    session = await asyncpg.connect(settings.database_url)
    try:
        rights = await session.fetchrow(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
    finally:
        await session.close()
    assert tuple(rights) == (False, False, False)


async def test_an_ordinary_owner_can_migrate_for_another_role(server, empty_settings):
    name = empty_settings.database_url.rsplit("@/", 1)[1].split("?", 1)[0]
    server.sql(f"CREATE ROLE owner_{name} LOGIN; ALTER DATABASE {name} OWNER TO owner_{name}")
    settings = empty_settings.model_copy(update={"migration_url": server.url(f"owner_{name}", name)})
    assert await migrate(settings) == known_steps()
    async with open_database(settings), operation("edit", "张三"):
        await Enterprise.insert(Enterprise(name="甲公司"))


async def test_one_role_can_be_owner_and_application(server, empty_settings):
    name = empty_settings.database_url.rsplit("@/", 1)[1].split("?", 1)[0]
    server.sql(f"CREATE ROLE only_{name} LOGIN; ALTER DATABASE {name} OWNER TO only_{name}")
    settings = empty_settings.model_copy(
        update={"database_url": server.url(f"only_{name}", name), "migration_url": None}
    )
    assert await migrate(settings) == known_steps()
    async with open_database(settings), operation("edit", "张三"):
        await Enterprise.insert(Enterprise(name="甲公司"))
