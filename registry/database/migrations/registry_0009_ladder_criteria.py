"""Versions of the criteria of the ladder."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0009-ladder-criteria"
VERSION = "1.38.0"
DESCRIPTION = "Versions of the criteria of the ladder"


async def forwards() -> MigrationManager:
    """Create the table and log its changes."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("ladder/criteria.sql"))
    return manager
