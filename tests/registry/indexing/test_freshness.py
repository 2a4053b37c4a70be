"""How fresh the index is said to be."""

from datetime import UTC, datetime

import asyncpg
import pytest

from registry.indexing.draining import drain
from registry.indexing.engines import Engines
from registry.indexing.freshness import freshness, kept_freshness
from tests.registry.indexing.desk import drained, value, write

pytestmark = pytest.mark.anyio


async def test_it_is_as_old_as_the_oldest_change_that_waits(built: Engines, held: asyncpg.Connection) -> None:
    before = await value("SELECT clock_timestamp()")
    now = await freshness()
    assert now.as_of >= before
    assert now.waiting == 0
    await write("UPDATE patent SET title = title || '改'")
    await write(
        "UPDATE index_outbox SET at = '2024-01-01T00:00:00Z' WHERE id = (SELECT max(id) FROM index_outbox)"
    )
    late = await freshness()
    assert late.as_of == datetime(2024, 1, 1, tzinfo=UTC)
    assert late.waiting == 8
    await drained(built, held)
    assert (await freshness()).waiting == 0


async def test_what_a_change_leads_to_waits_since_the_change(
    built: Engines, held: asyncpg.Connection
) -> None:
    await write("UPDATE enterprise SET township = '别镇'")
    await write("UPDATE index_outbox SET at = '2024-01-01T00:00:00Z'")
    await drain(built, held)
    then = await freshness()
    assert then.waiting > 0
    assert then.as_of == datetime(2024, 1, 1, tzinfo=UTC)


async def test_a_process_looks_once_in_a_while(built: Engines) -> None:
    moment = 0.0
    kept = kept_freshness()
    kept.clock = lambda: moment
    assert (await kept.value()).waiting == 0
    await write("UPDATE patent SET title = title || '改'")
    assert (await kept.value()).waiting == 0
    moment = 1.0
    assert (await kept.value()).waiting == 8
