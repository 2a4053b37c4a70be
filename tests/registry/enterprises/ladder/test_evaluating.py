"""Every rule on both sides of its boundary, and in between where something is not known."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from pydantic import TypeAdapter

from registry.enterprises.ladder import facts as tables
from registry.enterprises.ladder.criteria import Need, shipped_ladder
from registry.enterprises.ladder.evaluating import Facts, answer_need, evaluate

TODAY = date(2024, 6, 27)
NEED: TypeAdapter[Need] = TypeAdapter(Need)


def known(
    patents: list[dict[str, Any]] | None = None,
    titles: list[dict[str, Any]] | None = None,
    offers: int = 0,
    tags: list[str] | None = None,
    level: int | None = None,
    tags_of_another: list[str] | None = None,
) -> Facts:
    """Enterprise 1 as told, and enterprise 2 of which there is nothing."""
    return Facts(
        enterprises=pl.DataFrame(
            {
                "enterprise": [1, 2],
                "tags": [tags or [], tags_of_another or []],
                "iso56005_level": [level, None],
            },
            tables.ENTERPRISES,
        ),
        patents=pl.DataFrame(
            [{"enterprise": 1, **one} for one in [*(patents or []), *[{"offered": True}] * offers]],
            tables.PATENTS,
        ),
        recognitions=pl.DataFrame([{"enterprise": 1, **one} for one in titles or []], tables.RECOGNITIONS),
        tags_in_use=frozenset([*(tags or []), *(tags_of_another or [])]),
    )


def answered(facts: Facts, **need: Any) -> str:
    answers = answer_need(NEED.validate_python(need), facts, TODAY)
    return str(answers.filter(pl.col("enterprise") == 1)["answer"][0])


def invention(**told: Any) -> dict[str, Any]:
    return {
        "patent_type": "invention",
        "in_force": True,
        "filing_date": date(2020, 1, 1),
        "grant_date": date(2022, 1, 1),
        "high_value": False,
        "offered": False,
        **told,
    }


@pytest.mark.parametrize(
    ("patents", "answer"),
    [
        ([invention()] * 3, "met"),
        ([invention()] * 2, "missing"),
        ([invention()] * 2 + [invention(in_force=None)], "unknown"),
        ([invention(), invention(in_force=None)], "missing"),
        ([invention()] * 2 + [invention(in_force=False)], "missing"),
        ([invention()] * 2 + [invention(patent_type="utility_model")], "missing"),
        ([invention()] * 2 + [invention(patent_type=None)], "unknown"),
        ([invention()] * 2 + [invention(patent_type=None, in_force=False)], "missing"),
        ([], "missing"),
    ],
)
def test_inventions_in_force_are_counted(patents: list[dict[str, Any]], answer: str) -> None:
    assert answered(known(patents), type="patents", patent_types=["invention"], at_least=3) == answer


@pytest.mark.parametrize(
    ("granted", "answer"),
    [
        (date(2021, 6, 28), "met"),
        (date(2021, 6, 27), "missing"),
        (None, "unknown"),
    ],
)
def test_the_last_three_years_begin_after_the_same_day(granted: date | None, answer: str) -> None:
    facts = known([invention(grant_date=granted)])
    assert answered(facts, type="patents", granted_within_years=3, at_least=1) == answer


@pytest.mark.parametrize(
    ("filed", "answer"), [(date(2014, 6, 27), "met"), (date(2014, 6, 28), "missing"), (None, "unknown")]
)
def test_ten_years_are_full_on_the_same_day(filed: date | None, answer: str) -> None:
    facts = known([invention(filing_date=filed)])
    assert answered(facts, type="patents", min_age_years=10, at_least=1) == answer


@pytest.mark.parametrize(
    ("patents", "answer"),
    [
        ([invention(high_value=True)] + [invention()] * 4, "met"),
        ([invention(high_value=True)] + [invention()] * 5, "missing"),
        ([invention(high_value=None)] + [invention()] * 4, "unknown"),
        ([invention(high_value=True)] + [invention()] * 4 + [invention(in_force=None)], "unknown"),
        ([invention(high_value=True, patent_type="design")], "missing"),
        ([], "missing"),
    ],
)
def test_the_share_of_high_value_inventions(patents: list[dict[str, Any]], answer: str) -> None:
    assert answered(known(patents), type="high_value_share", at_least=20) == answer


def title(**told: Any) -> dict[str, Any]:
    return {
        "kind": "ip_advantage",
        "level": "national",
        "held": True,
        "held_since": date(2021, 6, 27),
        "held_until": None,
        **told,
    }


@pytest.mark.parametrize(
    ("titles", "answer"),
    [
        ([title()], "met"),
        ([title(held_since=date(2021, 6, 28))], "missing"),
        ([title(held_since=None)], "unknown"),
        ([title(held_until=date(2024, 6, 27))], "met"),
        ([title(held_until=date(2024, 6, 26))], "missing"),
        ([title(held=False)], "missing"),
        ([title(level="provincial")], "unknown"),
        ([title(kind="high_tech")], "unknown"),
        ([title(held_since=None), title()], "met"),
        ([], "unknown"),
    ],
)
def test_a_title_held_for_three_years(titles: list[dict[str, Any]], answer: str) -> None:
    need = {"type": "recognition", "kinds": ["ip_advantage"], "levels": ["national"], "held_years": 3}
    assert answered(known(titles=titles), **need) == answer


@pytest.mark.parametrize(("level", "answer"), [(2, "met"), (1, "missing"), (None, "unknown")])
def test_a_level_of_iso_56005(level: int | None, answer: str) -> None:
    assert answered(known(level=level), type="iso56005", at_least=2) == answer


def test_a_tag_that_nobody_has_is_not_known_to_be_missing() -> None:
    need = {"type": "tag", "any_of": ["地理标志用标"]}
    assert answered(known(tags=["地理标志用标"]), **need) == "met"
    assert answered(known(), **need) == "unknown"
    assert answered(known(tags_of_another=["地理标志用标"]), **need) == "missing"


@pytest.mark.parametrize(("offers", "answer"), [(1, "met"), (0, "missing")])
def test_open_offers(offers: int, answer: str) -> None:
    assert answered(known(offers=offers), type="open_offers", at_least=1) == answer


@pytest.mark.parametrize(
    ("level", "titles", "answer"),
    [
        (2, [], "met"),
        (1, [title(kind="ip_standard")], "met"),
        (1, [title(kind="ip_standard", held=False)], "missing"),
        (1, [], "unknown"),
        (None, [title(kind="ip_standard", held=False)], "unknown"),
    ],
)
def test_one_of_two_ways_is_enough(level: int | None, titles: list[dict[str, Any]], answer: str) -> None:
    needs = [{"type": "recognition", "kinds": ["ip_standard"]}, {"type": "iso56005", "at_least": 2}]
    assert answered(known(level=level, titles=titles), type="any", needs=needs) == answer


def test_everyone_is_answered_for_every_criterion_of_every_tier() -> None:
    ladder = shipped_ladder()
    answers = evaluate(ladder, known([invention()] * 20), TODAY)
    criteria = sum(len(tier.criteria) for tier in ladder.tiers)
    assert answers.height == 2 * criteria
    assert answers["answer"].null_count() == 0
    twenty = answers.filter(
        (pl.col("enterprise") == 1)
        & (pl.col("tier") == "national_demonstration")
        & (pl.col("criterion") == "inventions")
    )
    assert twenty.select("value", "needed", "answer").row(0) == (20.0, 20.0, "met")
