"""Candidates for the titles of the ladder: rounds, candidacies, their steps and attachments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0006-candidates"
VERSION = "1.38.0"
DESCRIPTION = "Candidates: rounds, candidacies, their steps and attachments"


async def forwards() -> MigrationManager:
    """Create the tables and log their changes."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("candidates/tables.sql"))
    return manager
