"""Bringing the tables to the state this program expects.

All steps run in one transaction under an advisory lock, together with their record in Piccolo's table
`migration`: two processes may start at once, and a kill at any moment leaves nothing half done.
"""

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database import migrations
from registry.database.engine import RegistryEngine, connection, open_engine
from registry.database.errors import MigrationsPendingError
from registry.database.grants import grant
from registry.database.server import database_url, migration_url
from registry.settings import Settings

APPLICATION = "registry"
"""Name under which Piccolo's table `migration` lists our steps."""
MIGRATION_LOCK = 0x72656769
"""Advisory lock that lets one process migrate at a time ("regi")."""

RECORDS = """\
CREATE TABLE IF NOT EXISTS migration (
    id serial PRIMARY KEY,
    name varchar(200) NOT NULL DEFAULT '',
    app_name varchar(200) NOT NULL DEFAULT '',
    ran_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
)"""
"""Piccolo's table of migrations, as its own class declares it, so that its tools can read it."""


async def migrate(settings: Settings) -> list[str]:
    """Run every step that has not been run, and give the application's role its rights.

    A process that is told of no role that may do this only makes sure that it has been done.
    Returns the names of the steps run now. Raises DatabaseError.
    """
    role, may_create = await _application_role(settings)
    if settings.database_url is not None and settings.migration_url is None and not may_create:
        await require_migrated(settings)
        return []
    async with _owner(settings) as engine, engine.transaction():
        await connection().execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection().execute(RECORDS)
        steps = await missing_steps()
        for name in steps:
            await _run(name)
        await grant(connection(), role)
    return steps


async def pending(settings: Settings) -> list[str]:
    """Names of the steps that have not been run."""
    async with _owner(settings) as engine, engine.transaction():
        exists = await connection().fetchval("SELECT to_regclass('public.migration') IS NOT NULL")
        return await missing_steps() if exists else known_steps()


async def require_migrated(settings: Settings) -> None:
    """Raise MigrationsPendingError unless every step has been run."""
    missing = await pending(settings)
    if missing:
        raise MigrationsPendingError(
            f"数据库的表结构还差 {len(missing)} 步（{'、'.join(missing)}），"
            "请以各表所有者的身份（REGISTRY_MIGRATION_URL）运行 registry migrate。"
        )


async def missing_steps() -> list[str]:
    """Names of the steps that the database of the transaction going on has not seen, in their order."""
    rows = await connection().fetch("SELECT name FROM migration WHERE app_name = $1", APPLICATION)
    done = {row["name"] for row in rows}
    return [name for name in known_steps() if name not in done]


def known_steps() -> list[str]:
    """Names of all steps, in their order."""
    return sorted(_modules())


def _modules() -> dict[str, Any]:
    names = [module.name for module in pkgutil.iter_modules(migrations.__path__)]
    modules = [importlib.import_module(f"{migrations.__name__}.{name}") for name in names]
    return {module.ID: module for module in modules if hasattr(module, "ID")}


async def _run(name: str) -> None:
    manager: MigrationManager = await _modules()[name].forwards()
    for step in manager.raw:
        await step()
    await connection().execute("INSERT INTO migration (name, app_name) VALUES ($1, $2)", name, APPLICATION)


@asynccontextmanager
async def _owner(settings: Settings) -> AsyncIterator[RegistryEngine]:
    url = await asyncio.to_thread(migration_url, settings)
    async with open_engine(url, size=1) as engine:
        yield engine


async def _application_role(settings: Settings) -> tuple[str, bool]:
    """The name of the application's role, and whether it may make tables."""
    url = await asyncio.to_thread(database_url, settings)
    async with open_engine(url, size=1) as engine:
        (row,) = await engine._run_in_pool(
            "SELECT current_user AS role, has_schema_privilege('public', 'CREATE') AS may_create"
        )
    return str(row["role"]), bool(row["may_create"])
