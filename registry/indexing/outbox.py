"""The outbox: which records changed, taken a bounded number at a time, and struck off when the index holds them.

Numbers of entries become visible out of order, as transactions commit; so exactly the entries that were read are
deleted, never all up to a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from registry.indexing.locks import REBUILD_GOES_ON

BATCH = 1000
"""Records taken in at a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, or the beginning of a long run: every record of `kind` from `first` to `last` changed."""

    id: int
    kind: str
    first: int
    last: int
    at: datetime
    end: int
    """The last record of the whole entry."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Records that changed, by the table they are in."""

    by_kind: dict[str, set[int]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[int]:
        """The numbers of the records of some tables."""
        return sorted(set().union(*(self.by_kind.get(kind, set()) for kind in kinds)))


async def take(database: asyncpg.Connection, most: int = BATCH) -> list[Entry]:
    """The entries that wait longest, of at most so many records together; the last one may be cut."""
    rows = await database.fetch(
        "SELECT id, kind, record_id, coalesce(last_record_id, record_id) AS last, at FROM index_outbox"
        " ORDER BY id LIMIT $1",
        most,
    )
    taken: list[Entry] = []
    for row in rows:
        last = min(row["last"], row["record_id"] + most - 1)
        taken.append(Entry(row["id"], row["kind"], row["record_id"], last, row["at"], row["last"]))
        most -= last - row["record_id"] + 1
        if most <= 0:
            break
    return taken


def changed(entries: Sequence[Entry]) -> Changed:
    """The records that entries speak of."""
    found = Changed()
    for entry in entries:
        found.by_kind.setdefault(entry.kind, set()).update(range(entry.first, entry.last + 1))
    return found


async def strike_off(database: asyncpg.Connection, entries: Sequence[Entry]) -> None:
    """Delete the entries, but for what of a run was not taken; a rebuild that goes on is told to repeat them."""
    rest = [entry for entry in entries if entry.last < entry.end]
    async with database.transaction():
        await database.execute("DELETE FROM index_outbox WHERE id = ANY($1)", [entry.id for entry in entries])
        await database.executemany(
            "INSERT INTO index_outbox (kind, record_id, last_record_id, at)"
            " VALUES ($1, $2::bigint, nullif($3::bigint, $2::bigint), $4)",
            [(entry.kind, entry.last + 1, entry.end, entry.at) for entry in rest],
        )
        await database.executemany(
            "INSERT INTO index_replay (kind, record_id, last_record_id)"
            f" SELECT $1::text, $2::bigint, nullif($3::bigint, $2::bigint) WHERE {REBUILD_GOES_ON}",
            [(entry.kind, entry.first, entry.last) for entry in entries],
        )


async def waiting(database: asyncpg.Connection) -> int:
    """How many records wait."""
    return int(
        await database.fetchval(
            "SELECT coalesce(sum(coalesce(last_record_id, record_id) - record_id + 1), 0)::bigint FROM index_outbox"
        )
    )
