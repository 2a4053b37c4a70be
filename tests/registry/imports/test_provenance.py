"""Every field answers which file and row it came from, whatever happened since; the log accounts for all."""

import itertools
import random
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.imports import actions, editing
from tests.registry.imports.desk import Desk, fetch, keep_export, number, records
from tests.registry.imports.test_undoing import log_accounts_for_every_record

pytestmark = pytest.mark.anyio

MAPPING = {
    "号": "patent.application_number",
    "名称": "patent.title",
    "机构": "patent.agency",
    "发明人": "patent.inventors",
    "声明": "offer.declaration",
    "条件": "offer.conditions",
    "地域": "offer.area",
}
HEADERS = {field.split(".")[1]: header for header, field in MAPPING.items()}
SOURCES = ("cnipa", "patsnap", "incopat", "unknown")
WORDS = (None, None, "甲", "乙", "丙")
Files = dict[int, list[dict[str, str | None]]]


def random_rows(dice: random.Random) -> list[dict[str, str | None]]:
    """Up to three rows about three patents, some with an offer."""
    made = []
    for _ in range(dice.randint(1, 3)):
        row: dict[str, str | None] = {header: dice.choice(WORDS) for header in ("名称", "机构", "发明人")}
        row["号"] = number(dice.randint(1, 3))
        offered = dice.random() < 0.5
        row |= {header: dice.choice(WORDS) if offered else None for header in ("声明", "条件", "地域")}
        made.append(row)
    return made


async def every_field_has_its_row(files: Files) -> None:
    """The cell that a field says it came from bears its value; a hand-written one names its operation."""
    for table in ("patent", "offer"):
        for record in await fetch(f"SELECT * FROM {table}"):
            for field in ("title", "agency", "inventors", "conditions", "area"):
                held = record.get(field)
                if not held:
                    continue
                origin: dict[str, Any] = record["origins"].get(field) or {
                    "batch": record["origin_batch"],
                    "sheet": record["origin_sheet"],
                    "row": record["origin_row"],
                }
                if origin.get("hand"):
                    assert await fetch("SELECT FROM operation WHERE id = $1", origin["operation"])
                    continue
                cell = files[origin["batch"]][origin["row"] - 2][HEADERS[field]]
                assert cell == (held[0] if isinstance(held, list) else held), (table, field, origin)


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_imports_edits_and_undoings(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - for repeatable tests, not for secrets
    files: Files = {}
    serial = itertools.count()
    for _ in range(25):
        act = dice.random()
        if act < 0.55 or not files:
            rows = dice.choice(list(files.values())) if files and dice.random() < 0.2 else random_rows(dice)
            day = dice.choice((None, date(2024, 1, 1), date(2024, 6, 1)))
            with tempfile.TemporaryDirectory() as folder:
                fates = await keep_export(
                    Path(folder), rows, source=dice.choice(SOURCES), exported_on=day, mapping=MAPPING
                )
            files[fates["batch"]] = rows
        elif act < 0.7:
            held = [record["application_number"] for record in (await records())["patent"]]
            if held:
                field = dice.choice(("title", "agency"))
                await editing.edit(
                    "patent", dice.choice(held), {field: f"人工{next(serial)}"}, "tester", "更正"
                )
        else:
            await undo_and_perhaps_undo_that(dice.choice(list(files)), keep=dice.random() < 0.6)
        await every_field_has_its_row(files)
    await log_accounts_for_every_record()


async def undo_and_perhaps_undo_that(batch: int, *, keep: bool) -> None:
    before = await records()
    undone = await actions.undo(batch, "tester")
    after = await records()
    await actions.undo(batch, "tester")
    assert await records() == before, undone
    if keep:
        await actions.undo(batch, "tester")
        assert await records() == after
