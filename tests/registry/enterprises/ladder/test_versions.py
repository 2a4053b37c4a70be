"""Which version holds, and what another one would change."""

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from registry.enterprises.ladder.criteria import SHIPPED, Ladder, read_ladder, shipped_ladder
from registry.enterprises.ladder.versions import Version, in_force, shipped_version, state_of
from registry.enterprises.ladder.whatif import what_if
from tests.registry.enterprises.ladder.test_evaluating import TODAY, invention, known

TEXT = SHIPPED.read_text(encoding="utf-8")
FIRST = Version(1, "甲", date(2024, 6, 1), TEXT, "guanli", "新年度")
LATER = replace(FIRST, number=2, holds_from=date(2024, 7, 1))
WITHDRAWN = replace(FIRST, number=3, withdrawn_by="guanli", withdrawn_at=datetime(2024, 6, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("versions", "day", "number"),
    [
        ([], date(2024, 6, 1), 0),
        ([FIRST], date(2024, 5, 31), 0),
        ([FIRST], date(2024, 6, 1), 1),
        ([LATER, FIRST], date(2024, 6, 30), 1),
        ([LATER, FIRST], date(2024, 7, 1), 2),
        ([WITHDRAWN, FIRST], date(2024, 7, 1), 1),
        ([WITHDRAWN], date(2024, 7, 1), 0),
        ([replace(FIRST, number=4), FIRST], date(2024, 6, 1), 4),
        ([replace(FIRST, number=4, holds_from=date(2020, 1, 1)), FIRST], date(2024, 6, 1), 1),
    ],
)
def test_the_version_that_holds(versions: list[Version], day: date, number: int) -> None:
    assert in_force([*versions, shipped_version()], day).number == number


def test_saving_and_taking_back_change_the_mark() -> None:
    marks = [
        state_of([*known, shipped_version()]) for known in ([], [FIRST], [LATER, FIRST], [LATER, WITHDRAWN])
    ]
    assert len(set(marks)) == 4


def changed(before: str, after: str) -> Ladder:
    assert before in TEXT
    return read_ladder(TEXT.replace(before, after, 1))


FACTS = known([invention()] * 3, level=2)
EVERYONE = pl.Series([1, 2])


def test_who_enters_and_who_leaves_is_told_with_the_criterion() -> None:
    stricter = changed(
        'need = { type = "patents", at_least = 3 }', 'need = { type = "patents", at_least = 4 }'
    )
    outcome = what_if(shipped_ladder(), stricter, FACTS, TODAY, EVERYONE)
    (change,) = outcome.changes
    assert (change.tier, change.title, change.met_before, change.met_after) == (
        "区级培育库",
        "有效专利",
        1,
        0,
    )
    assert (change.set_before, change.set_after) == (("need.at_least = 3",), ("need.at_least = 4",))
    district = outcome.shifts[0]
    assert (district.before, district.after, dict(district.leaving)) == (1, 0, {1: ("有效专利",)})
    back = what_if(stricter, shipped_ladder(), FACTS, TODAY, EVERYONE).shifts[0]
    assert (dict(back.entering), dict(back.leaving)) == ({1: ("有效专利",)}, {})
    assert all(not one.entering and not one.leaving for one in outcome.shifts[1:])


def test_the_boundary_itself_changes_nobody() -> None:
    same = changed('need = { type = "patents", at_least = 3 }', 'need = { type = "patents", at_least = 1 }')
    assert dict(what_if(shipped_ladder(), same, FACTS, TODAY, EVERYONE).shifts[0].entering) == {}
    assert what_if(shipped_ladder(), shipped_ladder(), FACTS, TODAY, EVERYONE).changes == ()


def test_only_enterprises_that_are_seen_are_counted() -> None:
    stricter = changed(
        'need = { type = "patents", at_least = 3 }', 'need = { type = "patents", at_least = 4 }'
    )
    outcome = what_if(shipped_ladder(), stricter, FACTS, TODAY, pl.Series([2]))
    assert dict(outcome.shifts[0].leaving) == {}
    assert outcome.changes[0].met_before == 0


def test_a_tier_that_is_taken_out_is_left_by_all_and_a_new_one_entered() -> None:
    head, tail = TEXT.index("[[tiers]]"), TEXT.index("[[tiers]]", TEXT.index("[[tiers]]") + 1)
    shorter = read_ladder(TEXT[:head] + TEXT[tail:])
    gone = what_if(shipped_ladder(), shorter, FACTS, TODAY, EVERYONE).shifts[-1]
    assert (gone.key, gone.after, dict(gone.leaving)) == ("district_advantage", None, {1: ()})
    new = what_if(shorter, shipped_ladder(), FACTS, TODAY, EVERYONE).shifts[0]
    assert (new.before, dict(new.entering)) == (None, {1: ()})
