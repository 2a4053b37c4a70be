"""Deadlines on both sides of every boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.deadlines import Due, HeldTitle, deadlines, review_year

TODAY = date(2024, 6, 27)
LADDER = shipped_ladder()
TITLE = HeldTitle(1, "国家知识产权优势企业", "ip_advantage", "national", 2022, None, None)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        (TITLE, 2025),
        (replace(TITLE, kind="ip_demonstration"), 2025),
        (replace(TITLE, review_year=2026), 2026),
        (replace(TITLE, round_year=None), None),
        (replace(TITLE, level="provincial"), None),
        (replace(TITLE, kind="high_tech"), None),
    ],
)
def test_the_year_of_review_is_the_registered_one_or_three_years_after_the_round(
    title: HeldTitle, year: int | None
) -> None:
    assert review_year(LADDER, title) == year


@pytest.mark.parametrize(
    ("days", "within"),
    [(-1, 0), (0, 30), (30, 30), (31, 90), (90, 90), (91, 180), (180, 180), (181, None)],
)
def test_an_end_is_watched_from_half_a_year_on(days: int, within: int | None) -> None:
    (one,) = deadlines(LADDER, [replace(TITLE, kind="high_tech", valid_to=TODAY + timedelta(days))], TODAY)
    assert (one.due, one.within) == (Due.EXPIRY, within)


def test_a_review_is_due_until_the_last_day_of_its_year_if_the_title_lasts_that_long() -> None:
    (one,) = deadlines(LADDER, [TITLE], TODAY)
    assert (one.due, one.on) == (Due.REVIEW, date(2025, 12, 31))
    lasting = replace(TITLE, valid_to=date(2025, 1, 1))
    assert [one.due for one in deadlines(LADDER, [lasting], TODAY)] == [Due.EXPIRY, Due.REVIEW]
    ending = replace(TITLE, valid_to=date(2024, 12, 31))
    assert [one.due for one in deadlines(LADDER, [ending], TODAY)] == [Due.EXPIRY]
    over = replace(TITLE, round_year=2019, valid_to=date(2024, 6, 26))
    assert [one.due for one in deadlines(LADDER, [over], TODAY)] == [Due.EXPIRY]
    assert deadlines(LADDER, [replace(TITLE, ended=True)], TODAY) == []


def test_the_nearest_comes_first() -> None:
    later = replace(TITLE, number=2, kind="high_tech", valid_to=date(2024, 7, 1))
    assert [one.title.number for one in deadlines(LADDER, [TITLE, later], TODAY)] == [2, 1]
