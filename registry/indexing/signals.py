"""What processes tell the worker beside what the outbox says."""

from registry.database.engine import transaction

CHANNEL = "registry_index"
CHANGED, DOUBTED = "changed", "doubted"


async def doubt() -> None:
    """Tell the worker that a search has failed, so that it examines the index; telling often does no harm."""
    async with transaction() as database:
        await database.execute("SELECT pg_notify($1, $2)", CHANNEL, DOUBTED)
