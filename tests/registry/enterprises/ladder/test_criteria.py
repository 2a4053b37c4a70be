import re

import pytest

from registry.enterprises.ladder.criteria import SHIPPED, CriteriaUnreadable, read_ladder, shipped_ladder

TEXT = SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_criteria_are_readable_and_say_where_each_comes_from() -> None:
    ladder = shipped_ladder()
    assert ladder.keys == (
        "district_advantage",
        "provincial_advantage",
        "provincial_demonstration",
        "national_advantage",
        "national_demonstration",
    )
    assert all(criterion.source for tier in ladder.tiers for criterion in tier.criteria)


def test_only_what_is_established_is_no_example() -> None:
    established = [one.key for tier in shipped_ladder().tiers for one in tier.criteria if not one.example]
    assert established == ["cultivation"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("at_least = 10 }", "at_least = 0 }", "at_least"),
        ('key = "inventions"', 'key = "Inventions!"', "key"),
        ('type = "iso56005", at_least = 3', 'type = "iso56005", at_least = 6', "at_least"),
        ('type = "open_offers"', 'type = "magic"', "need"),
        ('kinds = ["ip_standard"]', 'kinds = ["no_such_title"]', "kinds"),
        ("holds_from = 2024-01-01", "holds_from = soon", "TOML"),
        ('key = "national_advantage"', 'key = "provincial_advantage"', "provincial_advantage"),
        ('key = "recent_grants"', 'key = "inventions"', "inventions"),
        ('text = "有效专利不少于 3 件"', 'text = "有效专利不少于 3 件"\n  colour = "red"', "colour"),
    ],
)
def test_criteria_that_cannot_be_used_are_refused_with_the_place(before: str, after: str, told: str) -> None:
    assert before in TEXT
    with pytest.raises(CriteriaUnreadable, match=re.escape(told)):
        read_ladder(TEXT.replace(before, after, 1))


def test_an_unknown_tier_is_no_tier() -> None:
    with pytest.raises(KeyError):
        shipped_ladder().tier("galactic")
