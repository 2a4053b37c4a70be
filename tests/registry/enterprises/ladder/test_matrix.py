"""The matrix over a small board: what is listed, in what order, and for whom."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from registry.accounts.scope import Scope
from registry.enterprises.ladder import facts as tables
from registry.enterprises.ladder.boards import ENTERPRISES, Board, board_of
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.evaluating import Facts
from registry.enterprises.ladder.matrix import MatrixQuery, choices, matrix, rung_counts, seen, target_of
from registry.site.filters import InvalidQueryError

TODAY = date(2024, 6, 27)
LADDER = shipped_ladder()
DISTRICT = Scope(personal=False, ladder=True)
PLACES = [
    (1, "91371002706087777P", "威海甲渔具有限公司", "张村镇", "钓具渔具", ["重点培育"]),
    (2, None, "威海乙机械有限公司", "羊亭镇", "海洋装备", []),
    (3, None, "威海丙新材料有限公司", "张村镇", None, []),
    (4, None, "威海丁电子有限公司", None, "海洋装备", []),
]


def patent(enterprise: int, place: int, **told: Any) -> dict[str, Any]:
    return {
        "enterprise": enterprise,
        "patent": enterprise * 1000 + place,
        "patent_type": "invention",
        "in_force": True,
        "filing_date": date(2020, 1, 1),
        "grant_date": date(2022, 1, 1),
        "high_value": False,
        "offered": False,
        **told,
    }


@pytest.fixture(scope="module")
def board() -> Board:
    """1 has ten inventions, 2 nine and one of an unknown type, 3 none; 4 is a national advantage already."""
    patents = (
        [patent(1, n) for n in range(10)]
        + [patent(2, n) for n in range(9)]
        + [patent(2, 9, patent_type=None)]
    )
    title = {"enterprise": 4, "recognition": 1, "kind": "ip_advantage", "level": "national", "held": True}
    known = Facts(
        enterprises=pl.DataFrame(
            {"enterprise": [1, 2, 3, 4], "tags": [[]] * 4, "iso56005_level": [3, None, None, None]},
            tables.ENTERPRISES,
        ),
        patents=pl.DataFrame(patents, tables.PATENTS),
        recognitions=pl.DataFrame([{**title, "held_since": date(2020, 1, 1)}], tables.RECOGNITIONS),
    )
    return board_of(LADDER, known, pl.DataFrame(PLACES, ENTERPRISES, orient="row"), TODAY, 1)


def listed(board: Board, scope: Scope = DISTRICT, **asked: Any) -> list[str]:
    query = MatrixQuery(**asked)
    rows = matrix(board, seen(board, scope), target_of(LADDER, query), query)
    return [row.name[2] for row in rows.items]


def test_who_lacks_least_comes_first_and_who_stands_there_already_is_left_out(board: Board) -> None:
    query = MatrixQuery()
    tier = target_of(LADDER, query)
    rows = matrix(board, seen(board, DISTRICT), tier, query)
    assert tier.key == "national_advantage"
    assert [(row.name[2], row.missing, row.unknown) for row in rows.items] == [
        ("甲", 1, 1),
        ("乙", 1, 3),
        ("丙", 3, 2),
    ]
    assert [gap.answer for gap in rows.items[0].gaps] == ["met", "missing", "met", "met", "unknown"]
    assert rows.items[0].gaps[1].shortfall == 20
    assert rows.items[0].key == "91371002706087777P"
    assert rows.items[1].key == "id-2"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"township": "张村镇"}, ["甲", "丙"]),
        ({"cluster": "海洋装备"}, ["乙"]),
        ({"cluster": "海洋装备", "target": "national_demonstration"}, ["乙", "丁"]),
        ({"held": "national_advantage", "target": "national_demonstration"}, ["丁"]),
        ({"held": "none", "target": "national_demonstration"}, ["甲", "乙", "丙"]),
        ({"gap": "1"}, ["甲", "乙"]),
        ({"gap": "ready"}, []),
        ({"gap": "ready", "target": "district_advantage"}, ["甲", "乙"]),
        ({"gap": "unknown", "target": "district_advantage"}, []),
        ({"lacking": "inventions"}, ["丙"]),
        ({"q": "机械 乙"}, ["乙"]),
        ({"q": "706087777p"}, ["甲"]),
        ({"q": "机械."}, []),
        ({"size": 1, "page": 2}, ["乙"]),
        ({"size": 1, "page": 9}, []),
    ],
)
def test_the_matrix_is_narrowed(board: Board, asked: dict[str, Any], names: list[str]) -> None:
    assert sorted(listed(board, **asked)) == sorted(names)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (Scope(personal=False, townships=frozenset(["张村镇"])), ["甲", "丙"]),
        (Scope(personal=False, enterprises=frozenset(["91371002706087777P"])), ["甲"]),
        (Scope.public(), []),
        (Scope.system(), ["甲", "乙", "丙"]),
    ],
)
def test_the_scope_decides_who_is_listed_and_agrees_with_itself(
    board: Board, scope: Scope, names: list[str]
) -> None:
    assert listed(board, scope) == names
    ranked = [name[2] for _, code, name, township, *_ in PLACES if scope.ranks(township, code)]
    assert sorted(seen(board, scope)["name"].str.slice(2, 1)) == sorted(ranked)


def test_rungs_are_counted_with_those_ready_for_the_next(board: Board) -> None:
    counted = rung_counts(board, seen(board, DISTRICT))
    assert [(one.tier.key, one.holders, one.ready) for one in counted][3:] == [
        ("national_advantage", 1, 0),
        ("national_demonstration", 0, 0),
    ]
    assert choices(seen(board, DISTRICT), "township") == ["张村镇", "羊亭镇"]


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"target": "galactic"}, ["target"]),
        ({"held": "galactic"}, ["held"]),
        ({"lacking": "galactic"}, ["lacking"]),
        ({"target": "district_advantage", "lacking": "inventions"}, ["lacking"]),
        ({"target": "galactic", "held": "galactic", "lacking": "x"}, ["target", "held"]),
    ],
)
def test_a_tier_or_criterion_that_there_is_not_is_refused_by_name(
    asked: dict[str, Any], refused: list[str]
) -> None:
    with pytest.raises(InvalidQueryError) as problem:
        target_of(LADDER, MatrixQuery(**asked))
    assert [one.parameter for one in problem.value.problems] == refused
