"""What is wrong with a text of criteria is told by line, place and plain words."""

import pytest

from registry.enterprises.ladder.criteria import SHIPPED, CriteriaUnreadable, read_ladder
from registry.enterprises.ladder.faults import Fault
from registry.site.languages import Language

TEXT = SHIPPED.read_text(encoding="utf-8")


def faults(text: str) -> list[Fault]:
    with pytest.raises(CriteriaUnreadable) as refused:
        read_ladder(text)
    return refused.value.faults


def told(fault: Fault) -> str:
    return fault.text.in_language(Language.CHINESE)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("at_least = 10 }", "at_least = 0 }", "不能小于 1，写的是“0”"),
        ("at_least = 10 }", 'at_least = "十" }', "应为整数，写的是“十”"),
        ("at_least = 20 }", "at_least = 120 }", "不能大于 100，写的是“120”"),
        (
            'key = "high_value_share"',
            'key = "High Value"',
            "只能用小写字母、数字和下划线，写的是“High Value”",
        ),
        (
            'kinds = ["ip_standard"]',
            'kinds = ["iso"]',
            "“iso”不是可用的值，可用的有：ip_advantage、ip_demonstration",
        ),
        (
            'type = "open_offers"',
            'type = "magic"',
            "没有“magic”这种条件，可用的有：patents、high_value_share",
        ),
        ('title = "转化运用"', 'title = "转化运用与开放许可的情况"', "最长 8 个字"),
        ('title = "转化运用"', 'titel = "转化运用"', "缺少这一项"),
        ('level = "district"', 'level = "district"\ncolour = "red"', "没有这个字段"),
        ("holds_from = 2024-01-01", 'holds_from = "明年"', "应为日期，如 2024-01-01，写的是“明年”"),
        ("holds_from = 2024-01-01", "holds_from = 明年", "文字要放在英文引号里"),
        ('key = "district_advantage"', "key  district_advantage", "字段名后要有等号"),
        (
            'need = { type = "open_offers", at_least = 1 }',
            'need = { type = "open_offers", at_least = 1',
            "没有闭合",
        ),
    ],
)
def test_a_fault_is_told_at_its_line_in_plain_words(before: str, after: str, words: str) -> None:
    assert before in TEXT
    changed = TEXT.replace(before, after, 1)
    found = faults(changed)
    line = changed[: changed.index(after)].count("\n") + 1
    shown = [one for one in found if words in told(one)]
    assert shown, [told(one) for one in found]
    assert shown[0].line is not None
    assert line - 2 <= shown[0].line <= line + 1


def test_every_fault_of_a_text_is_told_at_once() -> None:
    changed = TEXT.replace("at_least = 10 }", "at_least = 0 }").replace(
        'type = "open_offers"', 'type = "magic"'
    )
    found = faults(changed)
    assert {one.place for one in found} == {
        "tiers.4.criteria.1.need.patents.at_least",
        "tiers.3.criteria.3.need",
    }
    lines = changed.splitlines()
    assert [
        "at_least = 0" in lines[(one.line or 0) - 1] or "magic" in lines[(one.line or 0) - 1] for one in found
    ] == [
        True,
        True,
    ]


def test_a_list_is_not_called_short_for_what_is_refused_in_it() -> None:
    (fault,) = faults(TEXT.replace('kinds = ["ip_standard"]', 'kinds = ["iso"]', 1))
    assert fault.place.endswith("kinds.1")
    assert any(
        "至少要有 1 项" in told(one)
        for one in faults(TEXT.replace('kinds = ["ip_standard"]', "kinds = []", 1))
    )


def test_keys_given_twice_are_told_by_name() -> None:
    (fault,) = faults(TEXT.replace('key = "national_advantage"', 'key = "provincial_advantage"'))
    assert "provincial_advantage" in told(fault)


@pytest.mark.parametrize(
    "text", ["", "tiers = 3", "[[tiers]]", "title = 1\nholds_from = 1\ntiers = [1]", '"']
)
def test_any_text_is_answered(text: str) -> None:
    assert all(told(fault) for fault in faults(text))
