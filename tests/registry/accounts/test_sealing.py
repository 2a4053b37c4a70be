"""The logs cannot be changed unnoticed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest

from registry.accounts import sealing
from registry.accounts.events import Event, note
from registry.database.engine import RegistryEngine, open_database, transaction
from registry.database.operations import operation
from registry.settings import Settings

pytestmark = pytest.mark.anyio


async def write(name: str) -> None:
    """Something in each of the three logs."""
    async with transaction() as held, operation("edit", "林若川", "理由"):
        number = await held.fetchval("INSERT INTO enterprise (name) VALUES ($1) RETURNING id", name)
        await held.execute("UPDATE enterprise SET phone = '13800000000' WHERE id = $1", number)
        await note(Event.EXPORT, "林若川", subject=name)


@asynccontextmanager
async def tampered(*statements: str) -> AsyncIterator[None]:
    """As the owner of the tables could, past the triggers; put back afterwards."""
    with suppress(Restored):
        async with transaction() as owner:
            for log in (*sealing.ENTRIES, "audit_seal"):
                await owner.execute(f"ALTER TABLE {log} DISABLE TRIGGER USER")
            for statement in statements:
                await owner.execute(statement)
            yield
            raise Restored


class Restored(Exception):
    """Rolls back what was tampered with."""


async def test_what_is_sealed_agrees_as_long_as_nobody_touches_it(database: RegistryEngine) -> None:
    assert await sealing.seal() is None
    for name in ("甲", "乙", "丙"):
        await write(name)
        assert await sealing.seal() is not None
    assert await sealing.seal() is None
    await write("丁")
    found = await sealing.verify()
    assert (found.seals, found.broken) == (3, None)
    assert found.entries == 3 * 4
    assert found.unsealed == 4


TAMPERING = {
    "a value is changed": ['UPDATE change_entry SET after = \'{"phone": "139"}\' WHERE id = 2'],
    "an actor is changed": ["UPDATE change_entry SET actor = '别人' WHERE id = 1"],
    "a moment is changed": ["UPDATE change_entry SET at = at - interval '1 microsecond' WHERE id = 1"],
    "an entry is taken out": ["DELETE FROM change_entry WHERE id = 2"],
    "the last sealed entry is taken out": ["DELETE FROM change_entry WHERE id = 4"],
    "everything is taken away": ["TRUNCATE change_entry"],
    "an entry is slipped in": [
        "INSERT INTO change_entry (id, kind, record_id, action, actor) VALUES (-1, 'enterprise', 1, 'insert', 'x')"
    ],
    "two entries change places": [
        f"UPDATE change_entry SET id = {to} WHERE id = {number}" for number, to in ((1, -1), (3, 1), (-1, 3))
    ],
    "an event is changed": ["UPDATE audit_event SET details = '{\"x\": 1}' WHERE id = 1"],
    "an event is taken out": ["DELETE FROM audit_event WHERE id = 1"],
    "an operation is changed": ["UPDATE operation SET reason = '别的' WHERE id = 1"],
    "a seal is changed": ["UPDATE audit_seal SET hash = repeat('0', 64) WHERE id = 1"],
    "a seal between others is taken out": ["DELETE FROM audit_seal WHERE id = 1"],
}


async def test_every_change_of_the_past_is_found(settings: Settings) -> None:
    owner = settings.model_copy(update={"database_url": settings.migration_url})
    async with open_database(owner):
        for name in ("甲", "乙"):
            await write(name)
            await sealing.seal()
        unnoticed = []
        for what, statements in TAMPERING.items():
            async with tampered(*statements):
                if (await sealing.verify()).broken is None:
                    unnoticed.append(what)
        assert unnoticed == []
        assert (await sealing.verify()).broken is None


async def test_who_keeps_the_last_seal_notices_that_the_end_was_cut_off_or_sealed_anew(
    settings: Settings,
) -> None:
    """A chain cannot tell by itself; that is what `--expect` is for."""
    owner = settings.model_copy(update={"database_url": settings.migration_url})
    async with open_database(owner):
        for name in ("甲", "乙"):
            await write(name)
            last = await sealing.seal()
        assert str(last) in await sealing.known_seals()
        cut = ["DELETE FROM audit_seal WHERE id = 2", "DELETE FROM change_entry WHERE id > 2"]
        async with tampered(*cut):
            assert (await sealing.verify()).broken is None
            assert str(last) not in await sealing.known_seals()
        async with tampered(
            "DELETE FROM audit_seal WHERE id = 2", "UPDATE change_entry SET actor = 'x' WHERE id = 3"
        ):
            assert await sealing.seal() is not None
            assert (await sealing.verify()).broken is None
            assert str(last) not in await sealing.known_seals()


async def test_nothing_is_sealed_while_somebody_writes(database: RegistryEngine, settings: Settings) -> None:
    """A lower number may still come from who has not committed."""
    await write("甲")
    slow = await asyncpg.connect(settings.database_url)
    try:
        async with slow.transaction():
            await slow.execute("INSERT INTO audit_event (event, actor) VALUES ('export:make', 'slow')")
            await write("乙")
            assert await sealing.seal() is None
    finally:
        await slow.close()
    assert await sealing.seal() is not None
    assert (await sealing.verify()).unsealed == 0


async def test_what_was_rolled_back_leaves_a_gap_that_is_no_fault(database: RegistryEngine) -> None:
    await write("甲")
    with suppress(ZeroDivisionError):
        async with transaction():
            await write("乙")
            raise ZeroDivisionError
    await write("丙")
    await sealing.seal()
    assert (await sealing.verify()).broken is None


async def test_the_application_may_add_to_the_logs_and_nothing_else(
    database: RegistryEngine, settings: Settings
) -> None:
    await write("甲")
    await sealing.seal()
    session = await asyncpg.connect(settings.database_url)
    try:
        for log in ("audit_event", "audit_seal", "operation", "change_entry"):
            for statement in (f"DELETE FROM {log}", f"UPDATE {log} SET id = id", f"TRUNCATE {log}"):
                with pytest.raises(asyncpg.PostgresError):
                    await session.execute(statement)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await session.execute(
                "INSERT INTO change_entry (kind, record_id, action, actor) VALUES ('x', 1, 'insert', 'x')"
            )
    finally:
        await session.close()
