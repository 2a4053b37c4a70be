"""The five kinds of inventions of high value, on both sides of every boundary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from registry.patents.high_value import (
    Confirmation,
    Ground,
    GroundFound,
    PledgeProof,
    ValuedFacts,
    grounds,
    high_value,
    pledge_proof,
)
from registry.site.languages import Language

TODAY = date(2024, 6, 27)
PLAIN = ValuedFacts(filing_date=date(2020, 1, 1), strategic_industry="")
PLEDGE = PledgeProof("Y2023990017", "¥2,000,000")
AWARD = Confirmation(Ground.AWARDED, "第二十四届中国专利优秀奖", "国知发运字〔2023〕22号")
LARGE = Confirmation(Ground.PLEDGED, "2023 年质押贷款 2000 万元")


def found(facts: ValuedFacts, ground: Ground) -> GroundFound:
    (one,) = [one for one in grounds(facts, TODAY) if one.ground is ground]
    return one


def proof(one: GroundFound) -> str:
    return one.proof if isinstance(one.proof, str) else one.proof.in_language(Language.CHINESE)


@pytest.mark.parametrize(
    ("change", "ground", "met", "proved"),
    [
        ({"strategic_industry": "新材料产业"}, Ground.STRATEGIC, True, "新材料产业"),
        ({"strategic_industry": ""}, Ground.STRATEGIC, False, "不属于"),
        ({"strategic_industry": None}, Ground.STRATEGIC, None, "没有战略性新兴产业分类数据"),
        ({"family_countries": ["CN", "US", "EP"]}, Ground.ABROAD, True, "US、EP"),
        ({"family_countries": ["CN", "中国"]}, Ground.ABROAD, False, "没有海外同族"),
        ({"family_countries": ["CN", "WO", "世界知识产权组织"]}, Ground.ABROAD, False, "没有海外同族"),
        ({"family_countries": []}, Ground.ABROAD, False, "没有海外同族"),
        ({"filing_date": date(2014, 6, 26)}, Ground.LONG_HELD, True, "2014-06-26"),
        ({"filing_date": date(2014, 6, 27)}, Ground.LONG_HELD, False, "2014-06-27"),
        ({"filing_date": None}, Ground.LONG_HELD, None, "没有申请日"),
        ({"pledges": [PLEDGE]}, Ground.PLEDGED, None, "Y2023990017 ¥2,000,000"),
        ({"pledges": []}, Ground.PLEDGED, False, "没有质押登记"),
        ({"pledges": [PLEDGE], "confirmed": [LARGE]}, Ground.PLEDGED, True, LARGE.name),
        ({"pledges": [PLEDGE], "confirmed": [AWARD]}, Ground.PLEDGED, None, "待确认"),
        ({"confirmed": [AWARD]}, Ground.AWARDED, True, "国知发运字〔2023〕22号"),
        ({"confirmed": [LARGE]}, Ground.AWARDED, False, "没有获奖记录"),
    ],
)
def test_each_kind_has_its_proof(
    change: dict[str, object], ground: Ground, met: bool | None, proved: str
) -> None:
    one = found(replace(PLAIN, **change), ground)  # type: ignore[arg-type]
    assert one.met is met
    assert proved in proof(one)


@pytest.mark.parametrize(
    ("change", "high"),
    [
        ({}, False),
        ({"strategic_industry": None}, None),
        ({"filing_date": None}, None),
        ({"pledges": [PLEDGE]}, None),
        ({"strategic_industry": None, "confirmed": [AWARD]}, True),
        ({"strategic_industry": None, "filing_date": date(2014, 6, 26)}, True),
    ],
)
def test_one_kind_is_enough_and_what_is_not_known_is_not_denied(
    change: dict[str, object], high: bool | None
) -> None:
    assert high_value(grounds(replace(PLAIN, **change), TODAY)) is high  # type: ignore[arg-type]


def test_ten_years_from_a_leap_day_end_on_the_last_of_february() -> None:
    filed = replace(PLAIN, filing_date=date(2014, 2, 28))
    day_of = {day: grounds(filed, day)[2].met for day in (date(2024, 2, 28), date(2024, 2, 29))}
    assert day_of == {date(2024, 2, 28): False, date(2024, 2, 29): False}
    assert grounds(filed, date(2024, 3, 1))[2].met is True


def test_an_amount_is_shown_only_where_it_is_registered() -> None:
    assert pledge_proof("Y1", Decimal(2000000), "CNY").amount == "¥2,000,000"
    assert pledge_proof("Y1", None, "CNY").amount == ""
