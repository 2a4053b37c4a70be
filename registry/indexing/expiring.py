"""Offers whose term has ended: what their documents say of them is true no longer, though nothing was changed."""

import asyncpg

from registry.database.days import today
from registry.indexing.declared import OFFERS, PATENTS, YES
from registry.indexing.documents.values import day_number
from registry.indexing.engines import Engines
from registry.indexing.threads import in_thread
from search.engine import SearchEngine
from search.requests import Between, OneOf, SearchRequest

MOST = 500
"""Documents noted at a time; the rest is found at the next look."""


async def note_expired(engines: Engines, database: asyncpg.Connection) -> int:
    """Note in the outbox the patents with an offer that the index calls available and that is not; how many.

    Raises SearchUnavailable.
    """
    records: set[int] = set()
    for index in (PATENTS, OFFERS):
        records |= await in_thread(_over, engines[index.name], day_number(today()) or 0)
    await database.executemany(
        "INSERT INTO index_outbox (kind, record_id) VALUES ('patent', $1)",
        [(one,) for one in sorted(records)],
    )
    return len(records)


def _over(engine: SearchEngine, today: int) -> set[int]:
    filters = (OneOf("available", (YES,)), Between("licence_to", most=today - 1))
    hits = engine.search(SearchRequest(filters=filters, limit=MOST, highlight=False)).hits
    return {int(str(hit.document["record"])) for hit in hits}
