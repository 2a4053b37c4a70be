"""An export in: what becomes of its rows, again and again."""

import asyncio

import pytest

from registry.database.engine import transaction
from registry.imports import actions
from registry.imports.files import keep_file
from tests.registry.imports.desk import (
    Desk,
    assert_adds_up,
    contents,
    counts,
    fetch,
    number,
    records,
    silent,
    table_sizes,
    value,
)

pytestmark = pytest.mark.anyio

SEARCH = ("申请号", "专利名称", "公开（公告）号", "申请（专利权）人", "发明人", "申请日", "IPC分类号", "摘要")


def row(serial: int, **cells: str | None) -> list[str | None]:
    """A row of a search list; cells by header."""
    usual = {
        "申请号": number(serial),
        "专利名称": f"一种第{serial}号装置",
        "公开（公告）号": f"CN{110000000 + serial}A",
        "申请（专利权）人": "示例甲有限公司;示例乙研究院",
        "发明人": "王一;李二",
        "申请日": "2020-03-04",
        "IPC分类号": "G06F17/30;G06F17/27",
        "摘要": f"本发明公开了第{serial}号装置，“引号”、反斜杠 \\N 与 {{花括号}}, 逗号。",
    }
    return [{**usual, **cells}[header] for header in SEARCH]


@pytest.mark.usefixtures("reading_in_child")
async def test_rows_new_repeated_refused_and_blank_add_up(desk: Desk) -> None:
    rows = [row(1), row(2), row(1), [None] * 8, row(3, 申请号="2.0098E+12", **{"公开（公告）号": None})]
    outcome = await desk.take(desk.write("检索结果.csv", SEARCH, rows))
    assert outcome.rows[0]["read"] == 5
    assert counts(outcome) == {"new": 2, "repeated": 1, "refused": 1, "blank": 1}
    held = await fetch("SELECT * FROM patent ORDER BY application_number")
    assert [record["application_number"] for record in held] == [number(1), number(2)]
    assert held[0]["owners"] or held[0]["applicants"] == ["示例甲有限公司", "示例乙研究院"]
    assert held[0]["abstract"] == "本发明公开了第1号装置，“引号”、反斜杠 \\N 与 {花括号}, 逗号。"


async def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk) -> None:
    path = desk.write("检索结果.csv", SEARCH, [row(1), row(2), row(2, 专利名称="另一名称"), row(3)])
    first = await desk.take(path)
    before = await records()
    second = await desk.take(path)
    assert first.same_as is None
    assert second.same_as == first.batch
    assert second.nothing_new
    assert counts(second)["unchanged"] == 3
    assert await records() == before


async def test_every_row_answers_for_itself_however_the_rows_are_kept(desk: Desk) -> None:
    rows = [row(n) for n in range(1, 12)]
    rows[3] = row(4, 申请号="2.0098E+12", **{"公开（公告）号": None})
    rows[6] = row(7, 申请号=f"{number(7)};{number(77)}")
    rows.append(row(2))
    outcome = await desk.take(desk.write("检索结果.csv", SEARCH, rows))
    assert counts(outcome) == {"new": 10, "repeated": 1, "refused": 1}
    told = await fetch(
        "SELECT r.row, r.item, r.fate, p.application_number FROM row_fate r"
        " LEFT JOIN patent p ON p.id = r.record_id ORDER BY row, item"
    )
    expected = [(n + 1, 0, 1, number(n)) for n in range(1, 12)]
    expected[3] = (5, 0, 6, None)
    expected[7:7] = [(8, 1, 1, number(77))]
    assert [tuple(line) for line in told] == [*expected, (13, 0, 5, number(2))]
    assert await value("SELECT count(*) FROM import_row") < len(told)
    again = await desk.take(desk.write("检索结果.csv", SEARCH, rows))
    assert counts(again) == {"unchanged": 10, "repeated": 1, "refused": 1}


async def test_a_copy_under_another_name_changes_nothing(desk: Desk) -> None:
    rows = [row(1), row(2)]
    first = await desk.take(desk.write("一.csv", SEARCH, rows))
    second = await desk.take(desk.write("二.csv", SEARCH, rows))
    assert second.same_as == first.batch
    assert counts(second) == {"unchanged": 2}


async def test_one_changed_cell_changes_one_field(desk: Desk) -> None:
    await desk.take(desk.write("一.csv", SEARCH, [row(n) for n in range(1, 40)]))
    changed = [row(n) for n in range(1, 40)]
    changed[16] = row(17, 专利名称="改名之后")
    outcome = await desk.take(desk.write("二.csv", SEARCH, changed))
    assert counts(outcome) == {"changed": 1, "unchanged": 38}
    assert outcome.changed_fields == 1
    logged = await fetch("SELECT before, after FROM change_log WHERE action = 'update'")
    assert len(logged) == 1
    assert {k: v for k, v in logged[0]["after"].items() if k != "origins"} == {"title": "改名之后"}
    assert logged[0]["before"]["title"] == "一种第17号装置"


async def test_empty_cells_never_erase(desk: Desk) -> None:
    await desk.take(desk.write("一.csv", SEARCH, [row(1), row(2)]))
    before = await contents()
    emptied = [[number(n), *(["-"] * 7 if n == 1 else [None] * 7)] for n in (1, 2)]
    outcome = await desk.take(desk.write("二.csv", SEARCH, emptied), profile="cnipa_search")
    assert counts(outcome) == {"unchanged": 2}
    assert await contents() == before


async def test_a_value_of_several_items_is_replaced_as_a_whole(desk: Desk) -> None:
    await desk.take(desk.write("一.csv", SEARCH, [row(1)]))
    await desk.take(desk.write("二.csv", SEARCH, [row(1, 发明人="张\"三\\;O'Brien;{王五}")]))
    assert await value("SELECT inventors FROM patent") == ['张"三\\', "O'Brien", "{王五}"]


async def test_nothing_is_interpreted_on_the_way_to_the_database(desk: Desk) -> None:
    titles = [
        "\\N",
        '"',
        "NULL x",
        "a\tb",
        "行一 行二",
        "'; DROP TABLE patent; --",
        "{,}",
        "$1 %s {kind}",
        "\\.",
    ]
    await desk.take(desk.write("一.csv", SEARCH, [row(n, 专利名称=title) for n, title in enumerate(titles)]))
    held = await fetch("SELECT title FROM patent ORDER BY application_number")
    assert [record["title"] for record in held] == ["\\N", '"', "NULL x", "a b", *titles[4:]]


async def test_a_preview_leaves_nothing_and_foretells_the_import(desk: Desk) -> None:
    await desk.take(desk.write("一.csv", SEARCH, [row(1), row(2), row(3)]))
    changed = [row(1, 专利名称="改名"), row(2), row(4), row(4, 申请日="2020-03-05"), row(5, 申请号="坏")]
    path = desk.write("二.csv", SEARCH, changed)
    sizes, before = await table_sizes(), await records()
    foretold = await desk.preview(path)
    assert await table_sizes() == sizes
    assert await records() == before
    assert not foretold.committed
    assert foretold.batch is None
    done = await desk.take(path)
    assert foretold.rows == done.rows
    assert foretold.changes == done.changes
    assert foretold.problems.equals(done.problems)
    assert foretold.changed_fields == done.changed_fields
    assert list(desk.settings.spool_folder.iterdir()) == []


async def test_two_imports_of_one_file_at_once_are_as_one_after_the_other(desk: Desk) -> None:
    path = desk.write("一.csv", SEARCH, [row(n) for n in range(1, 200)])
    outcomes = await asyncio.gather(*(desk.take(path) for _ in range(5)))
    assert sorted(outcome.total("new") for outcome in outcomes) == [0, 0, 0, 0, 199]
    assert sorted(outcome.total("unchanged") for outcome in outcomes) == [0, 199, 199, 199, 199]
    assert await value("SELECT count(*) FROM patent") == 199
    assert await value("SELECT count(*) FROM import_batch WHERE state = 'received'") == 0


async def test_overlapping_imports_at_once_end_as_one_after_the_other(desk: Desk) -> None:
    one = desk.write("一.csv", SEARCH, [row(n) for n in range(1, 120)])
    two = desk.write("二.csv", SEARCH, [row(n) for n in range(60, 180)])
    outcomes = await asyncio.gather(desk.take(one), desk.take(two))
    assert sum(outcome.total("new") for outcome in outcomes) == 179
    assert sum(outcome.total("unchanged") for outcome in outcomes) == 60
    again = [await desk.take(one), await desk.take(two)]
    assert all(outcome.nothing_new for outcome in again)


async def test_a_preview_beside_an_import_disturbs_neither(desk: Desk) -> None:
    path = desk.write("一.csv", SEARCH, [row(n) for n in range(1, 100)])
    previewed, done = await asyncio.gather(desk.preview(path), desk.take(path))
    assert_adds_up(previewed)
    assert counts(done) == {"new": 99}


@pytest.mark.usefixtures("reading_in_child")
async def test_a_file_that_cannot_be_imported_fails_for_good_and_blocks_nothing(desk: Desk) -> None:
    path = desk.write("一.csv", SEARCH, [row(1)])
    with pytest.raises(actions.FAILURES):
        await desk.take(path, profile="gibt-es-nicht")
    assert await value("SELECT state FROM import_batch") == "failed"
    assert await value("SELECT failure FROM import_batch") is not None
    assert await actions.resume(desk.settings, silent) == []
    assert counts(await desk.take(path)) == {"new": 1}


async def test_interrupted_imports_are_finished_even_beside_one_that_fails(desk: Desk) -> None:
    """As a killed process leaves them: received, kept, and nobody at work on them."""
    good, bad = desk.write("一.csv", SEARCH, [row(1)]), desk.write("二.csv", SEARCH, [row(2)])
    async with transaction() as here:
        for path, profile in ((bad, "gibt-es-nicht"), (good, None)):
            kept = keep_file(path, desk.settings.files_folder)
            request = {"profile": profile, "sheet": None, "mapping": {}, "reason": "早"}
            await here.execute(
                "INSERT INTO import_batch (sha256, file_name, size, stored_as, actor, report)"
                " VALUES ($1, $2, $3, $4, 'someone', $5)",
                kept.sha256,
                path.name,
                kept.size,
                kept.stored_as,
                {"request": request},
            )
    (finished,) = await actions.resume(desk.settings, silent)
    assert (finished.batch, counts(finished)) == (2, {"new": 1})
    states = await fetch("SELECT state, actor FROM import_batch ORDER BY id")
    assert [tuple(row) for row in states] == [("failed", "someone"), ("committed", "someone")]
    assert await value("SELECT reason FROM operation WHERE kind = 'import'") == "早"
    assert counts(await desk.take(good)) == {"unchanged": 1}
