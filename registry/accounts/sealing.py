"""Seals over the logs: each is a hash over all entries since the one before, and over that one.

Whoever can write to the tables past their triggers can change, take out, add or exchange entries, but not without
changing what their seal says, and every seal after it. Three things a chain inside the same database cannot tell: that all
seals from some point on were made anew, that the last seals were taken away together with their entries (who keeps a
seal elsewhere, as `registry audit verify` prints it, notices both), and what happened to entries not sealed yet.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg

from registry.database.engine import connection, transaction

WRITING_LOGS = 0x6C6F6773
"""The lock that everybody who writes to a log shares (see migrations/accounts/logs.sql)."""
SEALING = 0x7365616C
SEAL_EVERY = 60.0
"""Seconds between seals, where there is anything to seal."""
CHUNK = 5_000
START = "registry"
"""What stands in place of a former hash before the first seal."""
_log = logging.getLogger(__name__)

ENTRIES = {
    "change_entry": "id, operation_id, kind, record_id, last_record_id, action, actor, reason, before, after",
    "audit_event": "id, event, actor, account_id, network, subject, details",
    "operation": "id, kind, batch, of_operation, actor, reason",
}
"""The logs, in the order in which they are sealed, with the columns that count beside the time."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal. `upto`: the last number of each log that it covers."""

    id: int
    upto: tuple[int, int, int]
    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.id}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: how many seals and entries agree, the last of these seals, the first that does not
    agree, and how many entries are not sealed yet."""

    seals: int
    entries: int
    last: Seal
    broken: Seal | None = None
    unsealed: int = 0


BEFORE_ALL = Seal(0, (-(2**63),) * 3, 0, START)
EMPTY = (0, 0, 0)


async def seal() -> Seal | None:
    """Seal what has come since the last seal; None where there is nothing, or somebody is writing just now."""
    async with transaction() as current:
        if not await current.fetchval("SELECT pg_try_advisory_xact_lock($1)", SEALING):
            return None
        last = await _latest() or BEFORE_ALL
        upto = await _horizon()
        if upto is None or upto in (EMPTY, last.upto):
            return None
        digest, entries = await _hash(last.hash, last.upto, upto)
        number = await current.fetchval(
            "INSERT INTO audit_seal (change_to, event_to, operation_to, entries, hash)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING id",
            *upto,
            entries,
            digest,
        )
    return Seal(number, upto, entries, digest)


async def _horizon() -> tuple[int, int, int] | None:
    """The highest numbers, with none below them still to come; None while somebody writes.

    The lock is held for this moment only, not while entries are hashed: up to these numbers nothing changes any more.
    """
    if not await connection().fetchval("SELECT pg_try_advisory_lock($1)", WRITING_LOGS):
        return None
    try:
        row = await connection().fetchrow(
            "SELECT " + ", ".join(f"(SELECT coalesce(max(id), 0) FROM {log}) AS {log}" for log in ENTRIES)
        )
    finally:
        await connection().execute("SELECT pg_advisory_unlock($1)", WRITING_LOGS)
    return (row["change_entry"], row["audit_event"], row["operation"])


async def verify() -> Verified:
    """Work every seal out anew."""
    former, entries, seals = BEFORE_ALL, 0, 0
    async with transaction():
        async for found in _seals():
            digest, counted = await _hash(former.hash, former.upto, found.upto)
            if (digest, counted) != (found.hash, found.entries):
                return Verified(seals, entries, former, found)
            former, entries, seals = found, entries + counted, seals + 1
        unsealed = [await _count(log, after) for log, after in zip(ENTRIES, former.upto, strict=True)]
    return Verified(seals, entries, former, unsealed=sum(unsealed))


async def _hash(former: str, after: tuple[int, int, int], upto: tuple[int, int, int]) -> tuple[str, int]:
    digest, entries = hashlib.sha256(former.encode()), 0
    for log, low, high in zip(ENTRIES, after, upto, strict=True):
        digest.update(f"\n{log} {low} {high}\n".encode())
        async for hashes in _hashes(log, low, high):
            digest.update(hashes)
            entries += len(hashes) // hashlib.sha256().digest_size
    return digest.hexdigest(), entries


async def _hashes(log: str, low: int, high: int) -> AsyncIterator[bytes]:
    """The hashes of entries with a number in `(low, high]`, joined in their order, some thousands at a time."""
    while True:
        row = await connection().fetchrow(
            "SELECT string_agg(sha256(convert_to(jsonb_build_array("
            f"{ENTRIES[log]}, extract(epoch FROM at))::text, 'UTF8')), ''::bytea ORDER BY id) AS hashes, max(id) AS last"
            f" FROM (SELECT * FROM {log} WHERE id > $1 AND id <= $2 ORDER BY id LIMIT {CHUNK}) part",
            low,
            high,
        )
        if row["last"] is None:
            return
        yield row["hashes"]
        low = row["last"]


async def _count(log: str, after: int) -> int:
    return int(await connection().fetchval(f"SELECT count(*) FROM {log} WHERE id > $1", after))


async def _latest() -> Seal | None:
    row = await connection().fetchrow("SELECT * FROM audit_seal ORDER BY id DESC LIMIT 1")
    return _seal(row) if row else None


async def _seals() -> AsyncIterator[Seal]:
    for row in await connection().fetch("SELECT * FROM audit_seal ORDER BY id"):
        yield _seal(row)


async def known_seals() -> frozenset[str]:
    """Every seal as `number:hash`, as a verification prints the last one."""
    async with transaction():
        return frozenset([str(found) async for found in _seals()])


def _seal(row: asyncpg.Record) -> Seal:
    upto = (row["change_to"], row["event_to"], row["operation_to"])
    return Seal(row["id"], upto, row["entries"], row["hash"])


async def keep_sealing() -> None:
    """Seal every minute, for as long as the process runs."""
    while True:
        made = await seal()
        if made:
            _log.debug("seal %s over %s entries", made.id, made.entries)
        await asyncio.sleep(SEAL_EVERY)
