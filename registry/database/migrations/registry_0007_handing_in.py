"""Files handed in on the page: more states of a batch, its revision, and progress that others can see."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0007-handing-in"
VERSION = "1.38.0"
DESCRIPTION = "Files handed in on the page: states, revision and progress of a batch"


async def forwards() -> MigrationManager:
    """Widen the states and add progress."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("handing_in/batches.sql"))
    return manager
