"""The doctor names what is wrong and what to do, and does not fail itself."""

import pytest

from registry.database.doctor import TITLES, diagnose
from registry.database.engine import open_database, transaction
from registry.database.migrate import known_steps

pytestmark = pytest.mark.anyio


async def _states(settings) -> dict[str, str]:
    return {found.name: found.state for found in await diagnose(settings)}


async def test_a_sound_registry(settings):
    found = await diagnose(settings)
    of_the_database = [
        name for name in TITLES if name != "index"
    ]  # the index is looked at by registry.indexing
    assert [entry.name for entry in found] == of_the_database
    assert {entry.state for entry in found} == {"ok"}
    assert all(entry.title and not entry.action for entry in found)


async def test_missing_migrations(empty_settings):
    found = {entry.name: entry for entry in await diagnose(empty_settings)}
    assert found["migrations"].state == "bad"
    assert known_steps()[0] in found["migrations"].detail
    assert "registry migrate" in found["migrations"].action


async def test_an_unreachable_database_is_a_finding(settings):
    gone = settings.model_copy(update={"database_url": "postgresql://registry@127.0.0.1:1/registry"})
    found = {entry.name: entry for entry in await diagnose(gone)}
    assert found["database"].state == "bad"
    assert "127.0.0.1:1" in found["database"].detail


async def test_too_little_disk_is_a_warning(settings):
    assert (await _states(settings.model_copy(update={"disk_free_mib": 2**40})))["disk"] == "warn"


async def test_an_owner_as_application_is_a_warning(settings):
    owner = settings.model_copy(update={"database_url": settings.migration_url})
    assert (await _states(owner))["rights"] == "warn"


async def test_what_has_waited_for_long_is_a_warning(settings):
    async with open_database(settings), transaction() as connection:
        await connection.execute("""
            INSERT INTO index_outbox (kind, record_id, at) VALUES ('patent', 1, now() - interval '2 hours');
            INSERT INTO import_batch (sha256, file_name, size, actor, state, created_at)
            VALUES ('00', '甲.xlsx', 1, '张三', 'received', now() - interval '2 hours'),
                   ('01', '乙.xlsx', 1, '张三', 'uploaded', now() - interval '2 hours'),
                   ('02', '丙.xlsx', 1, '张三', 'checked', now() - interval '2 hours')""")
    found = {entry.name: entry for entry in await diagnose(settings)}
    assert (found["outbox"].state, found["imports"].state) == ("warn", "warn")
    detail = found["imports"].detail
    assert [name in detail for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx")] == [True, True, False]
