"""The ladder over a large district: the facts, the evaluation, and the page with the matrix."""

import statistics
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx

from bench.report import Line
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.app import create_app
from registry.database.engine import open_database, transaction
from registry.database.migrate import migrate
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.evaluating import evaluate
from registry.enterprises.ladder.facts import facts
from registry.settings import Settings
from tests.registry.accounts.entering import enter

ENTERPRISES, PATENTS, REPEATS = 20_000, 200_000, 20
PAGES = {
    "page": "/ladder",
    "page, narrowed": "/ladder?target=provincial_advantage&township=张村镇&lacking=inventions&gap=2&page=3",
    "page, 100 by name": "/ladder?target=district_advantage&q=科技&size=100",
}
TODAY = date(2024, 6, 27)
_ENTERPRISES = """
    INSERT INTO enterprise (name, township, cluster, iso56005_level)
    SELECT '威海测试' || i || '科技有限公司', (ARRAY['张村镇', '羊亭镇', '温泉镇', '孙家疃街道', '竹岛街道'])[1 + i % 5],
           (ARRAY['海洋装备', '钓具渔具', '新材料', '电子信息'])[1 + i % 4], nullif(i % 7, 0) % 5 + 1
    FROM generate_series(0, $1 - 1) i"""
_PATENTS = """
    INSERT INTO patent (application_number, title, patent_type, owners, filing_date, grant_date, legal_status,
                        strategic_industry)
    SELECT '2016' || 1 + i % 2 || lpad(i::text, 7, '0') || '.1', '一种测试装置' || i,
           (ARRAY['invention', 'utility_model'])[1 + i % 2],
           ARRAY['威海测试' || i::bigint * 7919 % $2 || '科技有限公司'], date '2010-01-01' + i % 4500,
           date '2012-01-01' + i % 4500, (ARRAY['in_force', 'in_force', 'expired', NULL])[1 + i % 4],
           (ARRAY['新材料产业', '', NULL])[1 + i % 3]
    FROM generate_series(0, $1 - 1) i"""
_TITLES = """
    INSERT INTO recognition (enterprise_id, title, title_kind, level, round, valid_from, valid_to)
    SELECT id, t.level || t.kind, t.kind, t.level, '2022', '2022-06-01', '2028-05-31'
    FROM enterprise JOIN (VALUES (9, 'ip_advantage', 'district'), (40, 'ip_advantage', 'provincial'),
        (400, 'ip_advantage', 'national'), (11, 'high_tech', 'national'), (13, 'ip_standard', 'national')
    ) t(every, kind, level) ON id % t.every = 0"""


async def ladder(folder: Path) -> AsyncIterator[Line]:
    """Measure over a district of its own, below a folder."""
    settings = Settings(data=folder / "ladder")
    settings.data.mkdir()
    await migrate(settings)
    async with open_database(settings):
        await _fill()
        async for line in _evaluating():
            yield line
    async for line in _answering(settings):
        yield line


async def _fill() -> None:
    async with transaction() as database, operation("import", "bench"):
        await database.execute(_ENTERPRISES, ENTERPRISES)
        await database.execute(_PATENTS, PATENTS, ENTERPRISES)
        await database.execute(_TITLES)
    async with transaction() as database:
        await database.execute("ANALYZE enterprise, patent, recognition")


async def _evaluating() -> AsyncIterator[Line]:
    size = f"{ENTERPRISES:,} enterprises, {PATENTS:,} patents"
    started = time.perf_counter()
    async with transaction():
        known = await facts(Scope.system(), TODAY)
    yield Line(f"ladder: facts of {size}", time.perf_counter() - started, "s")
    started = time.perf_counter()
    evaluate(shipped_ladder(), known, TODAY)
    yield Line(f"ladder: evaluation, {size}", time.perf_counter() - started, "s", at_most=2)


async def _answering(settings: Settings) -> AsyncIterator[Line]:
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client,
    ):
        await enter(client, Role.OFFICER)
        yield Line("ladder: first page, all worked out", await _seconds(client, "/ladder"), "s")
        for what, address in PAGES.items():
            seconds = [await _seconds(client, address) for _ in range(REPEATS)]
            yield Line(f"ladder: {what}, median", statistics.median(seconds) * 1000, "ms")
            yield Line(f"ladder: {what}, slowest", max(seconds) * 1000, "ms", at_most=200)


async def _seconds(client: httpx.AsyncClient, address: str) -> float:
    started = time.perf_counter()
    (await client.get(address)).raise_for_status()
    return time.perf_counter() - started
