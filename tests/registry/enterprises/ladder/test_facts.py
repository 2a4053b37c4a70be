from datetime import date

import polars as pl
import pytest

from registry.accounts.scope import Scope
from registry.database.engine import RegistryEngine, transaction
from registry.enterprises.ladder.facts import facts
from registry.enterprises.ladder.queries import RungQuery, rungs
from registry.settings import Settings
from tests.registry.imports.desk import Desk, number

pytestmark = pytest.mark.anyio
TODAY = date(2024, 6, 27)
CODE = "91371002706087777P"
PATENTS = ("申请号", "专利名称", "专利类型", "专利权人", "申请日", "授权公告日", "法律状态", "新兴产业分类")


@pytest.fixture
async def desk(settings: Settings, database: RegistryEngine, tmp_path: object) -> Desk:
    desk = Desk(settings, tmp_path / "exports")  # type: ignore[operator]
    await desk.take(
        desk.write(
            "企业名录.csv",
            ("企业名称", "统一社会信用代码", "曾用名", "镇街"),
            [
                ("威海甲渔具有限公司", CODE, "威海旧渔具厂", "张村镇"),
                ("威海乙机械有限公司", "", "", "羊亭镇"),
            ],
        )
    )
    await desk.take(
        desk.write(
            "专利.csv",
            PATENTS,
            [
                (number(1), "鱼竿", "发明", "威海甲渔具有限公司", "2013-06-26", "2016-01-01", "有效", ""),
                (number(2), "渔轮", "发明", "威海旧渔具厂", "2020-01-01", "2022-01-01", "有效", "新材料产业"),
                (number(3), "渔线", "发明", "威海甲渔具有限公司", "2020-01-01", "2022-01-01", "", ""),
                (
                    number(4),
                    "渔网",
                    "实用新型",
                    "威海甲渔具有限公司;威海乙机械有限公司",
                    "2020-01-01",
                    "",
                    "失效",
                    "",
                ),
            ],
        )
    )
    return desk


async def test_patents_belong_to_enterprises_by_their_names_former_ones_included(desk: Desk) -> None:
    async with transaction():
        known = await facts(Scope.system(), TODAY)
    first, second = known.enterprises["enterprise"].to_list()
    assert known.patents.group_by("enterprise").len().sort("enterprise").rows() == [(first, 4), (second, 1)]
    states = known.patents.filter(pl.col("enterprise") == first).sort(
        "filing_date", "in_force", nulls_last=True
    )
    assert set(states.select("patent_type", "in_force", "high_value").rows()) == {
        ("invention", True, True),
        ("invention", None, None),
        ("utility_model", False, None),
    }


async def test_a_pledge_counts_once_an_officer_confirmed_it_and_is_not_denied_before(desk: Desk) -> None:
    own = "(SELECT id FROM patent WHERE application_number = $1)"
    writes = (
        f"UPDATE patent SET strategic_industry = '', family_countries = '{{CN,WO}}' WHERE id = {own}",
        f"INSERT INTO pledge (patent_id, registration_number) VALUES ({own}, 'Y1')",
        f"INSERT INTO value_confirmation (enterprise_id, patent_id, ground, name) VALUES (1, {own}, 'pledged', '2000 万元')",
        f"UPDATE patent SET filing_date = NULL WHERE id = {own}",
    )
    told = []
    for write in writes:
        async with transaction() as held:
            await held.execute(write, number(3))
            known = await facts(Scope.system(), TODAY)
            patent = await held.fetchval("SELECT id FROM patent WHERE application_number = $1", number(3))
        told += known.patents.filter(pl.col("patent") == patent)["high_value"].to_list()
    assert told == [False, None, True, True]


async def test_an_enterprise_is_told_what_it_lacks_for_its_next_rung(desk: Desk) -> None:
    async with transaction():
        (one,) = await rungs(Scope.system(), RungQuery(key=CODE), TODAY)
        (other,) = await rungs(Scope.system(), RungQuery(target="national_advantage", text="甲渔具"), TODAY)
        ready = await rungs(Scope.system(), RungQuery(most_missing=0), TODAY)
    assert (one.name, one.held, one.target) == ("威海甲渔具有限公司", None, "区级培育库")
    assert [(gap.criterion, gap.answer, gap.value) for gap in one.gaps] == [("patents", "unknown", 2)]
    answers = {gap.criterion: gap.answer for gap in other.gaps}
    assert answers["inventions"] == "missing"
    assert answers["management"] == "unknown"
    assert {gap.shortfall for gap in other.gaps if gap.criterion == "inventions"} == {8}
    assert [rung.key for rung in ready] == [CODE]
