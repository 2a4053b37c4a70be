"""What officers keep in the file of an enterprise."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0011-enterprise-files"
VERSION = "1.38.0"
DESCRIPTION = "What officers keep in the file of an enterprise"


async def forwards() -> MigrationManager:
    """Create the tables."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("dossier/tables.sql"))
    return manager
