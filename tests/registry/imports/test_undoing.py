"""Taking a batch back, and back again."""

from typing import Any

import pytest

from registry.imports import actions, editing
from registry.imports.outcome import Outcome
from registry.imports.reports import undone_as_text
from tests.registry.imports.desk import (
    BOOKKEEPING,
    Desk,
    contents,
    counts,
    fetch,
    keep_export,
    number,
    records,
    value,
)
from tests.registry.imports.test_importing import SEARCH, row

pytestmark = pytest.mark.anyio

MAPPING = {
    "号": "patent.application_number",
    "名称": "patent.title",
    "发明人": "patent.inventors",
    "申请日": "patent.filing_date",
    "声明": "offer.declaration",
    "金额": "offer.fee_amount",
    "条件": "offer.conditions",
}


async def take(desk: Desk, *rows: dict[str, str], name: str = "") -> Outcome:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    name = name or f"表-{len(list(desk.folder.iterdir()))}.csv"
    path = desk.write(name, headers, [[row.get(header) for header in headers] for row in rows])
    return await desk.take(path, mapping={header: MAPPING[header] for header in headers})


async def take_as(desk: Desk, source: str, *rows: dict[str, str | None]) -> int:
    """Import rows as an export of a source; returns the number of the batch."""
    folder = desk.folder / f"{source}-{len(list(desk.folder.iterdir()))}"
    folder.mkdir()
    kept = await keep_export(
        folder, rows, source=source, mapping={header: MAPPING[header] for header in rows[0]}
    )
    return kept["batch"]


def without_origins(held: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        table: [{field: value for field, value in record.items() if field != "origins"} for record in rows]
        for table, rows in held.items()
    }


def left(undone: Any) -> set[tuple[str, str | None, str]]:
    return {(kind, field, reason) for kind, _record, field, reason in undone.left}


async def log_accounts_for_every_record() -> None:
    """The last entry of every record is no delete, and what it last said of every field stands in the record."""
    for table in ("patent", "offer", "enterprise", "recognition"):
        held = {r["id"]: r for r in await fetch(f"SELECT id, to_jsonb(t) AS said FROM {table} t")}
        entries = await fetch("SELECT * FROM change_log WHERE kind = $1 ORDER BY id", table)
        state: dict[int, dict[str, Any]] = {}
        for entry in entries:
            if entry["action"] == "delete":
                assert state.pop(entry["record_id"]) is not None
            elif entry["action"] == "insert":
                assert entry["record_id"] not in state
                state[entry["record_id"]] = dict(entry["after"] or {})
            else:
                state[entry["record_id"]] |= entry["after"]
        assert set(state) == set(held)
        for number_, said in state.items():
            now = held[number_]["said"]
            for field, held_value in said.items():
                if field not in BOOKKEEPING and not field.startswith("origin"):
                    assert now[field] == held_value, (table, field)
        for entry in entries:
            assert entry["operation_id"] is not None
            assert entry["actor"] == "tester"


async def test_new_records_are_removed_and_return_as_they_were(desk: Desk) -> None:
    outcome = await take(
        desk,
        {
            "号": number(1),
            "名称": "甲",
            "发明人": "张三;李四",
            "申请日": "2020-01-02",
            "声明": "一",
            "金额": "5",
        },
        {"号": number(2), "名称": "乙", "发明人": "", "申请日": "", "声明": "", "金额": "7"},
        {"号": number(1), "名称": "", "发明人": "", "申请日": "", "声明": "二", "金额": "9"},
    )
    before = await records()
    undone = await desk.undo(outcome)
    assert (undone.removed, undone.restored, undone.returned, undone.left) == (5, 0, 0, [])
    assert await value("SELECT count(*) FROM patent") == 0
    again = await desk.undo(outcome)
    assert (again.removed, again.returned, again.left) == (0, 5, [])
    assert await records() == before
    await log_accounts_for_every_record()
    third = await desk.undo(outcome)
    assert third.removed == 5
    assert await value("SELECT count(*) FROM patent") == await value("SELECT count(*) FROM offer") == 0


async def test_changed_fields_are_restored_one_by_one(desk: Desk) -> None:
    await take(desk, {"号": number(1), "名称": "甲", "发明人": "张三", "申请日": ""})
    before = await records()
    second = await take(desk, {"号": number(1), "名称": "乙", "发明人": "王五;赵六", "申请日": "2020-02-03"})
    after = await records()
    undone = await desk.undo(second)
    assert (undone.removed, undone.restored, undone.left) == (0, 1, [])
    assert await records() == before
    await desk.undo(second)
    assert await records() == after
    await desk.undo(second)
    assert await records() == before
    await log_accounts_for_every_record()


async def test_a_field_filled_by_a_repeated_row_is_taken_back_with_the_rest(desk: Desk) -> None:
    await take(desk, {"号": number(1), "名称": "甲"})
    before = await records()
    second = await take(
        desk,
        {"号": number(1), "名称": "", "申请日": ""},
        {"号": number(1), "名称": "乙", "申请日": "2020-02-03"},
    )
    after = await records()
    assert after["patent"][0]["title"] == "乙"
    await desk.undo(second)
    assert await records() == before
    await desk.undo(second)
    assert await records() == after


async def test_what_a_person_edited_since_is_left_alone_and_listed(desk: Desk) -> None:
    await take(desk, {"号": number(1), "名称": "甲", "申请日": "2020-01-01"})
    second = await take(desk, {"号": number(1), "名称": "乙", "申请日": "2020-01-02"})
    await editing.edit("patent", number(1), {"title": "人工"}, "tester", "更正")
    undone = await desk.undo(second)
    assert left(undone) == {("patent", "title", "edited")}
    (held,) = (await records())["patent"]
    assert (held["title"], held["filing_date"].isoformat()) == ("人工", "2020-01-01")
    assert held["origins"]["title"]["hand"] is True
    await desk.undo(second)
    (held,) = (await records())["patent"]
    assert (held["title"], held["filing_date"].isoformat()) == ("人工", "2020-01-02")


async def test_a_new_record_edited_since_stays(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲"}, {"号": number(2), "名称": "乙"})
    await editing.edit("patent", number(1), {"title": "人工"}, "tester", "更正")
    undone = await desk.undo(first)
    assert left(undone) == {("patent", None, "edited")}
    assert undone.removed == 1
    assert await value("SELECT title FROM patent") == "人工"


async def test_a_record_in_use_stays(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲"}, {"号": number(2), "名称": "乙"})
    second = await take(desk, {"号": number(1), "声明": "一", "金额": "5"})
    undone = await desk.undo(first)
    assert left(undone) == {("patent", None, "used")}
    assert undone.removed == 1
    assert (await desk.undo(second)).removed == 1
    await desk.undo(second)
    assert await value("SELECT count(*) FROM offer") == 1


async def test_undoing_in_order_comes_back_to_nothing(desk: Desk) -> None:
    before = await records()
    done = [
        await take(desk, {"号": number(1), "名称": "甲"}),
        await take(desk, {"号": number(1), "名称": "乙", "声明": "一", "金额": "5"}),
        await take(
            desk, {"号": number(1), "名称": "丙", "声明": "一", "金额": "6"}, {"号": number(2), "名称": "丁"}
        ),
    ]
    states = []
    for outcome in reversed(done):
        states.append(await records())
        assert (await desk.undo(outcome)).left == []
    assert await records() == before
    for outcome in done:
        assert (await desk.undo(outcome)).left == []
        assert await records() == states.pop()
    await log_accounts_for_every_record()


async def test_undoing_the_first_after_a_second_changed_the_same_field_keeps_the_second(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲"})
    await take(desk, {"号": number(1), "名称": "乙"})
    third = await take(desk, {"号": number(1), "名称": "丙", "申请日": "2020-01-01"})
    fourth = await take(desk, {"号": number(1), "名称": "丁"})
    undone = await desk.undo(third)
    assert left(undone) == {("patent", "title", "edited")}
    (held,) = (await records())["patent"]
    assert (held["title"], held["filing_date"]) == ("丁", None)
    assert left(await desk.undo(first)) == {("patent", None, "edited")}
    await desk.undo(fourth)
    (held,) = (await records())["patent"]
    assert held["title"] == "乙"  # of the second; the third, which it was before, is taken back itself


async def test_a_batch_that_changed_nothing_is_taken_back_without_effect(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲"}, name="一.csv")
    again = await take(desk, {"号": number(1), "名称": "甲"}, name="二.csv")
    before = await records()
    undone = await desk.undo(again)
    assert (undone.removed, undone.restored, undone.left) == (0, 0, [])
    assert await records() == before
    assert (await desk.undo(first)).removed == 1


async def test_an_undone_file_can_be_imported_again(desk: Desk) -> None:
    path = desk.write("一.csv", SEARCH, [row(1), row(2)])
    first = await desk.take(path)
    before = await records("id", "origin_batch")
    await desk.undo(first)
    again = await desk.take(path)
    assert counts(again) == {"new": 2}
    assert again.same_as is None
    assert await records("id", "origin_batch") == before
    undone = await desk.undo(first)
    assert left(undone) == {("patent", None, "replaced")}
    assert await records("id", "origin_batch") == before


async def test_only_committed_batches_can_be_taken_back(desk: Desk) -> None:
    with pytest.raises(actions.BatchNotFound):
        await actions.undo(99, "tester")


async def test_a_record_that_a_later_file_also_has_stays_with_what_that_file_gives(desk: Desk) -> None:
    first = await take(
        desk,
        {"号": number(1), "名称": "甲", "发明人": "张三", "申请日": "2020-01-02"},
        {"号": number(2), "名称": "乙", "发明人": "李四", "申请日": "2020-01-03"},
    )
    before = await records()
    second = await take(desk, {"号": number(1), "名称": "甲", "申请日": "2020-01-02"})
    assert counts(second) == {"unchanged": 1}
    undone = await desk.undo(first)
    assert (undone.removed, left(undone)) == (1, {("patent", None, "named")})
    (held,) = (await records())["patent"]
    assert (held["title"], held["filing_date"].isoformat(), held["inventors"]) == ("甲", "2020-01-02", [])
    assert (held["origin_batch"], held["origin_row"], held["origins"]) == (second.batch, 2, {})
    again = await desk.undo(first)
    assert (again.returned, again.restored, again.left) == (1, 1, [])
    assert await records() == before
    await log_accounts_for_every_record()
    await desk.undo(second)
    assert (await desk.undo(first)).removed == 2


async def test_the_same_file_imported_again_keeps_all_its_records_when_the_first_is_undone(
    desk: Desk,
) -> None:
    rows = [{"号": number(n), "名称": f"第{n}", "声明": "一", "金额": "5"} for n in range(1, 4)]
    first = await take(desk, *rows, name="一.csv")
    before = await contents()
    second = await take(desk, *rows, name="二.csv")
    undone = await desk.undo(first)
    assert undone.removed == 0
    assert {reason for _, _, _, reason in undone.left} <= {"named", "used"}
    assert await contents() == before
    await desk.undo(second)
    assert await contents() == before


async def test_fields_that_only_a_third_file_gave_come_from_there(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲", "发明人": "张三", "申请日": "2020-01-02"})
    second = await take(desk, {"号": number(1), "名称": "甲"})
    third = await take(
        desk, {"号": number(9), "申请日": "2020-01-03"}, {"号": number(1), "申请日": "2020-01-02"}
    )
    await desk.undo(first)
    held = (await records())["patent"][0]
    assert (held["title"], held["filing_date"].isoformat(), held["inventors"]) == ("甲", "2020-01-02", [])
    assert held["origin_batch"] == second.batch
    assert held["origins"] == {"filing_date": {"batch": third.batch, "sheet": 0, "row": 3}}


async def test_a_removed_record_is_not_kept_by_a_file_that_is_taken_back_or_refused(desk: Desk) -> None:
    first = await take(desk, {"号": number(1), "名称": "甲"})
    later = await take(
        desk, {"号": number(1), "名称": "甲"}, {"号": "2.0098E+12", "名称": "乙"}, name="二.csv"
    )
    await desk.undo(later)
    assert (await desk.undo(first)).removed == 1


async def test_what_lost_to_an_undone_file_steps_in(desk: Desk) -> None:
    await take(desk, {"号": number(1), "名称": "甲", "申请日": "2020-01-01"})
    second = await take(desk, {"号": number(1), "名称": "乙", "申请日": ""})
    third = await take(desk, {"号": number(1), "名称": "丙", "申请日": "2020-01-03"})
    fourth = await take(desk, {"号": number(1), "名称": "丁", "申请日": ""})
    after = await records()
    await desk.undo(fourth)
    assert [held["title"] for held in (await records())["patent"]] == ["丙"]
    await desk.undo(third)
    (held,) = (await records())["patent"]
    assert (held["title"], held["filing_date"].isoformat()) == ("乙", "2020-01-01")
    await desk.undo(second)
    assert [held["title"] for held in (await records())["patent"]] == ["甲"]
    for outcome in (second, third, fourth):
        await desk.undo(outcome)
    assert await records("origins") == without_origins(after)
    await log_accounts_for_every_record()


async def test_a_value_that_never_stood_fills_the_field_that_an_undoing_empties(desk: Desk) -> None:
    await take(desk, {"号": number(1), "发明人": "张三"})
    high = await take_as(desk, "cnipa", {"号": number(1), "名称": "高"})
    low = await take_as(desk, "unknown", {"号": number(1), "名称": "低"})
    assert [held["title"] for held in (await records())["patent"]] == ["高"]
    undone = await actions.undo(high, "tester")
    assert (undone.restored, undone.settled) == (1, 1)
    assert "换用其他来源的值 1 处" in undone_as_text(high, undone)
    (held,) = (await records())["patent"]
    assert (held["title"], held["origins"]["title"]["batch"]) == ("低", low)
    await actions.undo(high, "tester")
    assert [held["title"] for held in (await records())["patent"]] == ["高"]


async def test_what_a_person_cleared_stays_empty_after_an_undoing(desk: Desk) -> None:
    await take(desk, {"号": number(1), "名称": "甲", "发明人": "张三"})
    second = await take(desk, {"号": number(1), "名称": "乙", "发明人": "李四"})
    await editing.edit("patent", number(1), {"title": ""}, "tester", "清空")
    await desk.undo(second)
    (held,) = (await records())["patent"]
    assert (held["title"], held["inventors"]) == (None, ["张三"])


async def test_undoing_deletes_no_value_that_a_later_file_gave_again(desk: Desk) -> None:
    """The value of the undone batch returns to what it was, also after it had been confirmed."""
    await take(desk, {"号": number(1), "名称": "甲"})
    second = await take(desk, {"号": number(1), "名称": "乙"})
    await take(desk, {"号": number(1), "名称": "乙", "申请日": "2020-01-01"})
    undone = await desk.undo(second)
    (held,) = (await records())["patent"]
    assert held["title"] in {"甲", "乙"}
    assert undone.restored + len(undone.left) == 1
