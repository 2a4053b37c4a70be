"""The index outbox notes records of consecutive numbers that came or went together as one run."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0002-runs"
VERSION = "1.38.0"
DESCRIPTION = "One entry of the index outbox for a run of records"


async def forwards() -> MigrationManager:
    """Add the last number of a run; entries that wait already are of one record each."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("runs/outbox.sql"))
    return manager
