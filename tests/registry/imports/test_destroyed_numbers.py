"""Rows whose application number a spreadsheet destroyed: refused, unless the publication number helps."""

import pytest

from tests.registry.imports.desk import Desk, counts, fetch, number, value
from tests.registry.imports.test_importing import SEARCH, row

pytestmark = pytest.mark.anyio

GAZETTE = ("申请号", "名称", "公开号", "授权号", "地址")
MAPPING = {
    "申请号": "patent.application_number",
    "名称": "patent.title",
    "公开号": "patent.publication_number",
    "授权号": "patent.grant_number",
    "地址": "patent.address",
}
UTILITY = "CN212345678U"


def gazette(desk: Desk, *rows: tuple[str | None, ...]):
    return desk.take(
        desk.write(f"公报-{len(list(desk.folder.iterdir()))}.csv", GAZETTE, rows), mapping=MAPPING
    )


async def test_refused_with_the_reason_where_no_patent_is_known_by_the_publication_number(desk: Desk) -> None:
    outcome = await gazette(desk, ("2.0202E+12", "装置", None, UTILITY, "一号"))
    assert counts(outcome) == {"refused": 1}
    problems = await fetch("SELECT severity, code FROM import_problem WHERE column_name = '申请号'")
    assert [problem["severity"] for problem in problems] == ["error"]
    assert problems[0]["code"].startswith("application_number.")
    assert await value("SELECT count(*) FROM patent") == 0


@pytest.mark.parametrize("column", [2, 3], ids=["published", "granted"])
@pytest.mark.parametrize("held_as", ["公开号", "授权号"])
async def test_kept_where_a_patent_held_bears_the_publication_number(
    desk: Desk, column: int, held_as: str
) -> None:
    known = {"申请号": number(7, kind=2), "名称": "装置", held_as: UTILITY}
    await gazette(desk, tuple(known.get(header) for header in GAZETTE))
    destroyed: list[str | None] = ["2.0202E+12", None, None, None, "一号"]
    destroyed[column] = UTILITY
    outcome = await gazette(desk, tuple(destroyed))
    assert counts(outcome) == {"changed": 1}
    assert await value("SELECT address FROM patent") == "一号"
    assert await value("SELECT count(*) FROM import_problem WHERE severity = 'error'") == 0


async def test_kept_where_another_row_of_the_file_names_the_patent(desk: Desk) -> None:
    rows = [
        ("2.0202E+12", None, None, UTILITY, "一号"),
        (number(7, kind=2), "装置", None, UTILITY, None),
        ("2.0202E+12", None, None, "CN299999999U", "二号"),
    ]
    outcome = await gazette(desk, *rows)
    assert counts(outcome) in (
        {"new": 1, "repeated": 1, "refused": 1},
        {"new": 1, "changed": 1, "refused": 1},
    )
    assert await value("SELECT address FROM patent") == "一号"
    again = await gazette(desk, *rows)
    assert again.nothing_new
    assert again.total("refused") == 1


async def test_a_publication_number_of_two_patents_helps_nobody(desk: Desk) -> None:
    await gazette(
        desk, (number(7, kind=2), "甲", None, UTILITY, None), (number(8, kind=2), "乙", None, UTILITY, None)
    )
    outcome = await gazette(desk, ("2.0202E+12", None, None, UTILITY, "一号"))
    assert counts(outcome) == {"refused": 1}


async def test_a_refused_row_comes_in_with_its_correction(desk: Desk) -> None:
    await desk.take(desk.write("一.csv", SEARCH, [row(1, 申请号="2.0201E+12")]))
    corrected = await desk.take(desk.write("二.csv", SEARCH, [row(1)]))
    assert counts(corrected) == {"new": 1}
