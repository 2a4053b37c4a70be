"""The rival of an import: a bare COPY and merge of the same columns, without log, provenance or report."""

import time
from pathlib import Path

import asyncpg

from registry.database.server import migration_url
from registry.imports import staging
from registry.settings import Settings

KEY = '"patent.application_number"'


async def bare_copy_and_merge(settings: Settings, spool: Path) -> float:
    """Seconds to COPY the rows of a spool file and merge them into a plain logged table with the same key."""
    columns = staging.schema(spool)
    listed = [f'"{name}"' for name in columns if name.startswith("patent.")]
    connection = await asyncpg.connect(migration_url(settings))
    try:
        async with connection.transaction():
            await staging.create(connection, "shape", columns)
            await connection.execute(f"CREATE TABLE bare AS SELECT {', '.join(listed)} FROM shape")
            await connection.execute(f"ALTER TABLE bare ADD PRIMARY KEY ({KEY})")
        started = time.perf_counter()
        async with connection.transaction():
            await staging.create(connection, "plain", columns)
            await staging.copy(connection, "plain", staging.batches(spool))
            await connection.execute(_merge(listed))
        seconds = time.perf_counter() - started
        await connection.execute("DROP TABLE bare; CHECKPOINT")
    finally:
        await connection.close()
    return seconds


def _merge(listed: list[str]) -> str:
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in listed if name != KEY)
    differs = " OR ".join(f"bare.{name} IS DISTINCT FROM EXCLUDED.{name}" for name in listed if name != KEY)
    names = ", ".join(listed)
    return (
        f"INSERT INTO bare ({names}) SELECT {names} FROM plain"
        f" ON CONFLICT ({KEY}) DO UPDATE SET {changed} WHERE {differs}"
    )
