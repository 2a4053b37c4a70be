"""Deadlines of titles that were noted and told of."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0010-title-reminders"
VERSION = "1.38.0"
DESCRIPTION = "Deadlines of titles that were noted and told of"


async def forwards() -> MigrationManager:
    """Create the table."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("ladder/reminders.sql"))
    return manager
