"""What the source of tables in the form of this register is called."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0014-own-title"
VERSION = "1.38.0"
DESCRIPTION = "What the source of tables in the form of this register is called"


async def forwards() -> MigrationManager:
    """Call it so, where nobody has called it otherwise."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("register/own_title.sql"))
    return manager
