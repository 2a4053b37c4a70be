"""How fresh the search index is: up to which moment it holds everything, and how much waits."""

from dataclasses import dataclass
from datetime import datetime

from registry.database.engine import transaction
from registry.indexing.kept import Kept

SECONDS = 1.0
"""How long a process believes what it has looked up."""
_NOW = """
    SELECT coalesce(least(min(at), now()), now()) AS as_of,
           coalesce(sum(coalesce(last_record_id, record_id) - record_id + 1), 0)::bigint AS waiting
    FROM index_outbox"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """`as_of`: every change made before it is found. `waiting`: records that changed since."""

    as_of: datetime
    waiting: int


async def freshness() -> Freshness:
    """As it is now: since when the oldest change waits that the index has not taken in."""
    async with transaction() as database:
        row = await database.fetchrow(_NOW)
    return Freshness(row["as_of"], row["waiting"])


def kept_freshness() -> Kept[Freshness]:
    """As it was at most `SECONDS` ago: for pages, which all ask."""
    return Kept(freshness, SECONDS)
