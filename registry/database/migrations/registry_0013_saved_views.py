"""Views of lists that people saved."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0013-saved-views"
VERSION = "1.38.0"
DESCRIPTION = "Views of lists that people saved"


async def forwards() -> MigrationManager:
    """Create the table."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("views/tables.sql"))
    return manager
