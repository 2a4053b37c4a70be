"""An operation frames what is written in it, and the change log says so."""

import asyncpg
import pytest

from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.database.tables import ChangeLog, Operation
from registry.enterprises.tables import Enterprise

pytestmark = pytest.mark.anyio


async def test_changes_are_logged_under_their_operation(database):
    async with operation("edit", "张三", "更名") as number:
        await Enterprise.insert(Enterprise(name="甲公司"))
    (entry,) = await ChangeLog.select()
    assert (entry["operation_id"], entry["actor"], entry["reason"]) == (number, "张三", "更名")
    (kept,) = await Operation.select()
    assert (kept["id"], kept["kind"], kept["actor"], kept["reason"]) == (number, "edit", "张三", "更名")


async def test_inner_operation_gives_way_to_the_outer_one(database):
    async with operation("import", "张三", None, batch=7) as outer:
        async with operation("edit", "李四", "补正", of_operation=outer) as inner:
            await Enterprise.insert(Enterprise(name="甲公司"))
        await Enterprise.insert(Enterprise(name="乙公司"))
    entries = await ChangeLog.select(ChangeLog.operation_id, ChangeLog.actor, ChangeLog.reason).order_by(
        ChangeLog.id
    )
    assert [tuple(entry.values()) for entry in entries] == [(inner, "李四", "补正"), (outer, "张三", None)]


async def test_nothing_is_left_of_an_operation_that_fails(database):
    async def fail():
        async with operation("edit", "张三"):
            await Enterprise.insert(Enterprise(name="甲公司"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert not await Operation.exists()
    assert not await Enterprise.exists()
    assert not await ChangeLog.exists()


async def test_a_write_outside_any_operation_is_logged_under_the_role(database):
    await Enterprise.insert(Enterprise(name="甲公司"))
    (entry,) = await ChangeLog.select()
    assert (entry["operation_id"], entry["actor"]) == (None, "registry")


async def test_settings_of_an_operation_end_with_its_transaction(database):
    async with transaction(), operation("edit", "张三"):
        pass
    async with transaction():
        assert await connection().fetchval("SELECT current_setting('registry.actor', true)") in (None, "")


async def test_an_operation_that_does_not_exist_is_refused(database):
    async with transaction():
        await connection().execute("SET LOCAL registry.operation = '99'")
        with pytest.raises(asyncpg.ForeignKeyViolationError, match="operation 99 does not exist"):
            await Enterprise.insert(Enterprise(name="甲公司"))
