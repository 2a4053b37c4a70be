"""Accounts, what lets people in, what they did beside changing records, and the seals over the logs."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0005-accounts"
VERSION = "1.38.0"
DESCRIPTION = "Accounts, sessions, the log of what people did, and seals over the logs"


async def forwards() -> MigrationManager:
    """Create the tables and watch those that are records; nothing that lets anybody in reaches the change log."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("accounts/tables.sql", "accounts/logs.sql", "accounts/watching.sql"))
    return manager
