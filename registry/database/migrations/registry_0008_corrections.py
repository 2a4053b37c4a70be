"""What enterprises and townships propose to correct in the register, and the answers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0008-corrections"
VERSION = "1.38.0"
DESCRIPTION = "Proposed corrections of enterprises and their answers"


async def forwards() -> MigrationManager:
    """Create the table."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("corrections/tables.sql"))
    return manager
