"""What the application's role may do, if it is not the owner of the tables."""

import asyncpg

READ_ONLY = ("change_entry", "change_log", "migration")
"""Written by triggers and by migrations only."""
APPEND_ONLY = ("operation", "audit_event", "audit_seal")
NEVER_DELETED = ("ladder_criteria", "import_batch", "account")


async def grant(connection: asyncpg.Connection, role: str) -> None:
    """Give `role` the right to read and write records, and no more; nothing if it owns the tables."""
    if role == await connection.fetchval("SELECT current_user"):
        return
    name = await connection.fetchval("SELECT quote_ident($1)", role)
    database = await connection.fetchval("SELECT quote_ident(current_database())")
    await connection.execute(f"""
        GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name};
        GRANT USAGE ON SCHEMA public TO {name};
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name};
        REVOKE INSERT, UPDATE, DELETE ON {", ".join(READ_ONLY)} FROM {name};
        REVOKE UPDATE, DELETE ON {", ".join(APPEND_ONLY)} FROM {name};
        REVOKE DELETE ON {", ".join(NEVER_DELETED)} FROM {name};
    """)
