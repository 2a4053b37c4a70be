"""Which enterprises look like one, on both sides of every boundary, and what a person has to choose between two."""

import pytest

from registry.enterprises.merging.rules import (
    Known,
    Likeness,
    Side,
    compared,
    loose_code,
    loose_name,
    pairs,
    united,
)

CODE = "91371002MA3XH91K03"


def known(
    identity: int, name: str, code: str | None = None, former: tuple[str, ...] = (), **more: str
) -> Known:
    return Known(identity, name, former, code, more.get("number"), more.get("organisation"))


def why(*enterprises: Known) -> list[tuple[int, int, tuple[Likeness, ...]]]:
    return [(pair.first, pair.second, pair.likenesses) for pair in pairs(enterprises, [])]


@pytest.mark.parametrize(
    ("first", "second", "likenesses"),
    [
        (known(1, "威海甲渔具有限公司"), known(2, "威海甲渔具股份有限公司"), (Likeness.NAME,)),
        (known(1, "威海甲渔具（集团）有限公司"), known(2, "威海甲渔具(集团)有限公司"), (Likeness.NAME,)),
        (known(1, "威海甲渔具有限公司"), known(2, "威海乙渔具有限公司"), None),
        (known(1, "甲渔具有限公司"), known(2, "甲渔具股份有限公司"), None),
        (known(1, "甲乙渔具有限公司"), known(2, "甲乙渔具股份有限公司"), (Likeness.NAME,)),
        (known(1, "威海新名有限公司", former=("威海旧渔具厂",)), known(2, "威海旧渔具厂"), (Likeness.FORMER,)),
        (known(1, "威海甲一公司", former=("威海旧渔具厂",)), known(2, "威海乙二公司", former=("威海旧渔具厂",)), None),
        (known(1, "甲公司", CODE), known(2, "乙公司", "9137IOO2MA3XH91K03"), (Likeness.CODE, Likeness.ORGANISATION)),
        (known(1, "甲公司", CODE), known(2, "乙公司", CODE[:17] + "X"), (Likeness.CODE, Likeness.ORGANISATION)),
        (known(1, "甲公司", CODE), known(2, "乙公司", CODE[:7] + "8" + CODE[8:]), (Likeness.ORGANISATION,)),
        (known(1, "甲公司", CODE), known(2, "乙公司", CODE[:16] + "13"), None),
        (known(1, "甲公司", CODE), known(2, "乙公司", organisation="MA3XH91K-0"), (Likeness.ORGANISATION,)),
        (known(1, "甲公司", number="371002200099001"), known(2, "乙公司", number="371002200099001"), (Likeness.NUMBER,)),
        (known(1, "甲公司", number="371002200099001"), known(2, "乙公司", number="371002200099002"), None),
    ],
)  # fmt: skip
def test_two_look_like_one_by_what_they_share(
    first: Known, second: Known, likenesses: tuple[Likeness, ...] | None
) -> None:
    assert why(second, first) == ([(1, 2, likenesses)] if likenesses else [])


def test_what_a_person_called_distinct_is_not_asked_again_and_the_surest_come_first() -> None:
    twins = [
        known(1, "威海甲渔具有限公司"),
        known(2, "威海甲渔具股份有限公司"),
        known(3, "丙", CODE),
        known(4, "丁", CODE[:17] + "X"),
    ]
    assert [(pair.first, pair.second) for pair in pairs(twins, [])] == [(3, 4), (1, 2)]
    assert [(pair.first, pair.second) for pair in pairs(twins, [(1, 2)])] == [(3, 4)]


def test_spellings_are_made_alike() -> None:
    assert loose_code("９１３７１００２ｍａ３ｘｈ９１ｋ０３") == loose_code(CODE) == CODE[:17]
    assert loose_code("91371002") == ""
    assert loose_name("威海 · 甲渔具－有限责任公司") == "威海甲渔具"


def test_a_person_chooses_only_where_both_say_something_else() -> None:
    kept = {"name": "甲", "phone": "1", "address": None, "size": "", "tags": ["a"], "city": "威海市"}
    other = {"name": "乙", "phone": "1", "address": "环翠", "size": None, "tags": ["b"], "city": None}
    rows = {row.field: row.chosen for row in compared(list(kept), kept, other)}
    assert rows == {
        "name": None,
        "phone": Side.KEPT,
        "address": Side.OTHER,
        "tags": Side.KEPT,
        "city": Side.KEPT,
    }
    assert united("乙", ["丙"], ["甲", "乙"], ["丙", "丁"]) == ["丙", "甲", "丁"]
