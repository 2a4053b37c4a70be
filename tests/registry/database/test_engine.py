"""The pool behind Piccolo: transactions, JSON, errors one can act on."""

import asyncio
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from registry.database.engine import connection, open_database, transaction
from registry.database.errors import NoTransactionError, ServerUnavailableError
from registry.database.sessions import session
from registry.enterprises.tables import Enterprise
from registry.imports.tables import HeldValue

pytestmark = pytest.mark.anyio


async def test_nested_transactions_are_one(database):
    async with transaction() as outer:
        async with transaction() as inner:
            await Enterprise.insert(Enterprise(name="甲公司"))
        assert inner is outer is connection()
        assert await outer.fetchval("SELECT count(*) FROM enterprise") == 1
        await outer.execute("SAVEPOINT here")
    assert await Enterprise.count() == 1


async def test_an_error_inside_rolls_back_and_gives_the_connection_back(database):
    async def fail():
        async with transaction():
            await Enterprise.insert(Enterprise(name="甲公司"))
            raise ZeroDivisionError

    for _ in range(10):
        with pytest.raises(ZeroDivisionError):
            await fail()
    assert await Enterprise.count() == 0
    assert database.pool.get_idle_size() == database.pool.get_size()


async def test_a_commit_that_fails_gives_the_connection_back(database):
    async def fail():
        async with transaction() as inside:
            await inside.execute(
                "CREATE TEMPORARY TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP;"
                "INSERT INTO late VALUES (1), (1)"
            )

    for _ in range(10):
        with pytest.raises(asyncpg.UniqueViolationError):
            await fail()
    with pytest.raises(NoTransactionError):
        connection()
    assert database.pool.get_idle_size() == database.pool.get_size()


async def test_a_cancelled_task_gives_the_connection_back(database):
    async def wait():
        async with transaction() as inside:
            await inside.execute("SELECT pg_sleep(60)")

    task = asyncio.create_task(wait())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert database.pool.get_idle_size() == database.pool.get_size()


async def test_transactions_of_tasks_are_apart(database):
    async def insert(name: str) -> int:
        async with transaction() as inside:
            await Enterprise.insert(Enterprise(name=name))
            return await inside.fetchval("SELECT pg_backend_pid()")

    assert len(set(await asyncio.gather(*(insert(f"企业{n}") for n in range(4))))) >= 2
    assert await Enterprise.count() == 4


async def test_json_comes_back_as_python_objects(database):
    value = {"姓名": ["张三", None], "比例": Decimal("0.10"), "数": 3, "是": True}
    async with transaction() as inside:
        back = await inside.fetchval(
            "SELECT $1::jsonb", '{"姓名": ["张三", null], "比例": 0.10, "数": 3, "是": true}'
        )
        assert back == value
        assert isinstance(back["比例"], Decimal)
        written = {"日": date(2026, 1, 31), "额": Decimal("12.50")}
        assert await inside.fetchval("SELECT $1::jsonb", written) == {"日": "2026-01-31", "额": "12.50"}


async def test_json_survives_copy_and_piccolo(database):
    record = ("patent", 1, "title", {"旧": "题"}, 1, 0, 2, "lost")
    columns = ["kind", "record_id", "field", "value", "batch", "sheet", "row", "reason"]
    async with transaction() as inside:
        await inside.copy_records_to_table("held_value", records=[record], columns=columns)
    await HeldValue.insert(HeldValue(**dict(zip(columns, (*record[:2], "city", *record[3:]), strict=True))))
    assert await HeldValue.select(HeldValue.value) == [{"value": {"旧": "题"}}] * 2
    (first, _) = await HeldValue.objects().order_by(HeldValue.id)
    first.reason = "by_hand"
    await first.save()
    assert await HeldValue.select(HeldValue.value) == [{"value": {"旧": "题"}}] * 2


async def test_what_needs_a_transaction_says_so(database):
    with pytest.raises(NoTransactionError):
        connection()


async def test_nothing_works_before_the_database_is_open():
    with pytest.raises(NoTransactionError, match="open_database"):
        async with transaction():
            pass
    with pytest.raises(NoTransactionError, match="open_database"):
        async with session():
            pass


async def test_an_unreachable_server_is_named(settings):
    gone = settings.model_copy(update={"database_url": "postgresql://u:secret@127.0.0.1:1/registry"})
    with pytest.raises(ServerUnavailableError, match=r"127\.0\.0\.1:1/registry") as caught:
        async with open_database(gone):
            pass
    assert "secret" not in str(caught.value)


async def test_two_databases_after_one_another_do_not_mix(make_settings):
    first, second = make_settings(), make_settings()
    async with open_database(first):
        await Enterprise.insert(Enterprise(name="甲公司"))
        async with open_database(second):
            assert await Enterprise.count() == 0
        assert await Enterprise.count() == 1
