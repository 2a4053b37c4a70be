"""Merges of duplicate enterprises."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0012-merging"
VERSION = "1.38.0"
DESCRIPTION = "Merges of duplicate enterprises"


async def forwards() -> MigrationManager:
    """Create the tables."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("merging/tables.sql"))
    return manager
