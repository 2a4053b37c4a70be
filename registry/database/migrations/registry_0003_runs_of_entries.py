"""The change log and the rows of imports keep what goes alike, record after record, as one entry."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0003-runs-of-entries"
VERSION = "1.38.0"
DESCRIPTION = "One entry of the change log, and of the rows of an import, for a run of records"


async def forwards() -> MigrationManager:
    """Add the last number of a run; entries that are there already are of one record each."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("runs/entries.sql", "runs/rows.sql"))
    return manager
