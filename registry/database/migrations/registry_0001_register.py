"""The first tables: operations and the change log, the register, import batches, the index outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.database.migrations.steps import run_sql

ID = "0001-register"
VERSION = "1.38.0"
DESCRIPTION = "The register, its change log, and import batches"


async def forwards() -> MigrationManager:
    """Create everything, from fixed SQL, so that later changes of the table classes do not reach back."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(
        run_sql(
            "register/change_log.sql",
            "register/enterprises.sql",
            "register/patents.sql",
            "register/licensing.sql",
            "register/navigation.sql",
            "register/vocabularies.sql",
            "register/indexing.sql",
            "register/imports.sql",
            "register/watching.sql",
        )
    )
    return manager
