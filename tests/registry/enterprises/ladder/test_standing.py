from datetime import date

import polars as pl
import pytest

from registry.enterprises.ladder import facts as tables
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.evaluating import Facts, evaluate
from registry.enterprises.ladder.standing import gaps, held_tiers, standings

TODAY = date(2024, 6, 27)
LADDER = shipped_ladder()
TITLES = [
    (1, "ip_advantage", "district"),
    (2, "ip_advantage", "national"),
    (2, "ip_advantage", "district"),
    (3, "ip_demonstration", "national"),
]


def known() -> Facts:
    """Enterprise 1 in the district's pool, 2 a national advantage, 3 on the highest rung, 4 on none."""
    rows = [
        {"enterprise": who, "kind": kind, "level": level, "held": True, "held_since": date(2020, 1, 1)}
        for who, kind, level in TITLES
    ]
    return Facts(
        enterprises=pl.DataFrame(
            {"enterprise": [1, 2, 3, 4], "tags": [[]] * 4, "iso56005_level": [None, 3, None, None]},
            tables.ENTERPRISES,
        ),
        patents=pl.DataFrame([], tables.PATENTS),
        recognitions=pl.DataFrame(rows, tables.RECOGNITIONS),
    )


def test_the_highest_rung_counts() -> None:
    assert held_tiers(LADDER, known(), TODAY)["held"].to_list() == [
        "district_advantage",
        "national_advantage",
        "national_demonstration",
        None,
    ]


def test_everyone_is_compared_with_the_next_rung_and_who_stands_highest_with_none() -> None:
    facts = known()
    compared = standings(LADDER, facts, evaluate(LADDER, facts, TODAY), TODAY)
    assert dict(compared.select("enterprise", "target").rows()) == {
        1: "provincial_advantage",
        2: "national_demonstration",
        4: "district_advantage",
    }
    assert compared["missing"].is_sorted()


@pytest.mark.parametrize(
    ("target", "enterprises"),
    [("national_advantage", {1, 4}), ("national_demonstration", {1, 2, 4}), ("district_advantage", {4})],
)
def test_who_holds_a_rung_is_not_compared_with_it(target: str, enterprises: set[int]) -> None:
    facts = known()
    compared = standings(LADDER, facts, evaluate(LADDER, facts, TODAY), TODAY, target)
    assert set(compared["enterprise"].to_list()) == enterprises
    assert set(compared["target"].to_list()) == {target}


def test_the_gaps_are_those_that_were_counted() -> None:
    facts = known()
    answers = evaluate(LADDER, facts, TODAY)
    for row in standings(LADDER, facts, answers, TODAY).iter_rows(named=True):
        told = gaps(LADDER.tier(row["target"]), answers, row["enterprise"])
        assert sum(gap.answer == "missing" for gap in told) == row["missing"]
        assert sum(gap.answer == "unknown" for gap in told) == row["unknown"]
