"""What keeps the search index in step: news of the outbox, what a rebuild has to repeat, decisions on names, synonyms."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0004-indexing"
VERSION = "1.38.0"
DESCRIPTION = "News of changes for the search index, and synonyms"


async def forwards() -> MigrationManager:
    """Add triggers and tables."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(run_sql("indexing/outbox.sql", "indexing/synonyms.sql"))
    return manager
