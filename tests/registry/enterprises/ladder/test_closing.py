"""What an answer rests on, and what would close a gap."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from pydantic import TypeAdapter

from registry.enterprises.ladder.closing import closing
from registry.enterprises.ladder.criteria import Criterion, Ladder, Need, Tier
from registry.enterprises.ladder.evaluating import Facts, evaluate
from registry.enterprises.ladder.evidence import Evidence, evidence
from registry.enterprises.ladder.standing import gaps
from registry.site.languages import Language
from tests.registry.enterprises.ladder.test_evaluating import invention, known, title

TODAY = date(2024, 6, 27)
NEED: TypeAdapter[Need] = TypeAdapter(Need)


def numbered(*patents: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**patent, "patent": place} for place, patent in enumerate(patents, 1)]


def told(facts: Facts, **need: Any) -> list[str]:
    """The advice for enterprise 1 in Chinese."""
    criterion = Criterion(key="one", title="一", text="一", source="一", need=NEED.validate_python(need))
    tier = Tier(key="tier", title="级", kind="ip_advantage", level="national", criteria=(criterion,))
    ladder = Ladder(title="一", holds_from=TODAY, tiers=(tier,))
    (gap,) = gaps(tier, evaluate(ladder, facts, TODAY), 1)
    return [text.in_language(Language.CHINESE) for text in closing(criterion.need, gap, facts, 1, TODAY)]


@pytest.mark.parametrize(
    ("facts", "need", "advice"),
    [
        (known([invention()] * 2), {"type": "patents", "at_least": 2}, []),
        (known([invention()] * 2), {"type": "patents", "at_least": 5}, ["再有 3 件符合条件的专利即达标"]),
        (
            known([invention()] * 2 + [invention(in_force=None)]),
            {"type": "patents", "at_least": 3},
            ["1 件缺数据，补全后可能计入"],
        ),
        (
            known([invention(in_force=None)]),
            {"type": "patents", "at_least": 3},
            ["再有 3 件符合条件的专利即达标", "1 件缺数据，补全后可能计入"],
        ),
        (known(offers=1), {"type": "open_offers", "at_least": 2}, ["再声明 1 件开放许可即达标"]),
        (
            known([invention()] * 10),
            {"type": "high_value_share", "at_least": 20},
            ["再有 2 件有效发明属于高价值发明即达标"],
        ),
        (
            known(
                [invention(filing_date=date(2014, 9, 1))] + [invention(high_value=True)] + [invention()] * 9
            ),
            {"type": "high_value_share", "at_least": 20},
            ["再有 2 件有效发明属于高价值发明即达标", "最早一件发明在 2024-09-01 满 10 年，此后计入高价值"],
        ),
        (known(level=1), {"type": "iso56005", "at_least": 2}, ["把 ISO 56005 分级评价提升到 2 级"]),
        (known(), {"type": "iso56005", "at_least": 2}, ["登记 ISO 56005 分级评价等级；要求 2 级"]),
        (known(), {"type": "tag", "any_of": ["甲", "乙"]}, ["由经办登记标签：甲、乙"]),
        (
            known(titles=[title(held_since=date(2022, 6, 1))]),
            {"type": "recognition", "kinds": ["ip_advantage"], "held_years": 3},
            ["称号在 2025-06-01 满 3 年"],
        ),
        (
            known(titles=[title(held_since=None)]),
            {"type": "recognition", "kinds": ["ip_advantage"], "held_years": 3},
            ["登记称号的认定年份，才能算满几年"],
        ),
        (
            known(titles=[title(held_until=date(2024, 6, 26))]),
            {"type": "recognition", "kinds": ["ip_advantage"]},
            ["称号已到期或被取消", "取得或登记称号：知识产权优势企业"],
        ),
        (
            known(level=1),
            {
                "type": "any",
                "needs": [
                    {"type": "recognition", "kinds": ["ip_standard"]},
                    {"type": "iso56005", "at_least": 2},
                ],
            },
            ["有一种办法即可：", "取得或登记称号：知识产权贯标企业", "把 ISO 56005 分级评价提升到 2 级"],
        ),
    ],
)
def test_what_would_close_a_gap(facts: Facts, need: dict[str, Any], advice: list[str]) -> None:
    shown = told(facts, **need)
    assert shown[: len(advice)] == advice
    assert bool(shown) == bool(advice)


def behind(facts: Facts, **need: Any) -> Evidence:
    return evidence(NEED.validate_python(need), facts, 1, TODAY)


def test_every_number_has_its_records() -> None:
    patents = numbered(invention(high_value=True), invention(in_force=None), invention(patent_type="design"))
    facts = known(patents, titles=[title(recognition=7), title(recognition=8, held=False)], level=2)
    of_inventions = behind(facts, type="patents", patent_types=["invention"], at_least=1)
    assert (of_inventions.patents, of_inventions.patents_maybe) == ((1,), (2,))
    share = behind(facts, type="high_value_share", at_least=20)
    assert (share.patents, share.among) == ((1,), 1)
    held = behind(facts, type="recognition", kinds=["ip_advantage"])
    assert (held.titles, held.titles_not) == ((7,), (8,))
    both = behind(
        facts,
        type="any",
        needs=[{"type": "recognition", "kinds": ["ip_advantage"]}, {"type": "iso56005", "at_least": 2}],
    )
    assert (both.titles, both.fields) == ((7,), ("iso56005_level",))
    assert behind(facts, type="tag", any_of=["甲"]).fields == ("tags",)


def test_the_records_of_an_answer_are_as_many_as_its_number() -> None:
    facts = known(numbered(*[invention()] * 4, invention(grant_date=None), invention(in_force=False)))
    need = NEED.validate_python({"type": "patents", "granted_within_years": 3, "at_least": 3})
    found = evidence(need, facts, 1, TODAY)
    criterion = Criterion(key="one", title="一", text="一", source="一", need=need)
    tier = Tier(key="tier", title="级", kind="ip_advantage", level="national", criteria=(criterion,))
    ladder = Ladder(title="一", holds_from=TODAY, tiers=(tier,))
    answers = evaluate(ladder, facts, TODAY).filter(pl.col("enterprise") == 1)
    assert answers["value"][0] == len(found.patents) == 4
    assert answers["possible"][0] == len(found.patents) + len(found.patents_maybe) == 5
