"""Where sources disagree: the rank of the source, then the day of the export, then the order of files."""

import asyncio
import itertools
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from registry.database.engine import open_database, transaction
from registry.database.operations import operation
from registry.imports import editing, precedence
from registry.settings import Settings
from tests.registry.imports.desk import Desk, fetch, keep_export, number, records

MAPPING = {
    "号": "patent.application_number",
    "名称": "patent.title",
    "机构": "patent.agency",
    "发明人": "patent.inventors",
}
FIELDS = {"名称": "title", "机构": "agency", "发明人": "inventors"}
RANKS = {"cnipa": 80, "patsnap": 60, "incopat": 60, "unknown": 10}
anyio_test = pytest.mark.anyio
DAYS = (None, date(2024, 1, 1), date(2024, 6, 1))
_serials = itertools.count(1, 2)

values = st.sampled_from([None, None, "甲公司", "乙公司", "丙公司"])
rows = st.fixed_dictionaries(
    {"号": st.sampled_from([0, 1]), "名称": values, "机构": values, "发明人": values}
)


@dataclass(frozen=True)
class Export:
    source: str
    day: date | None
    rows: list[dict[str, str | None]]

    @property
    def standing(self) -> tuple[int, date]:
        return RANKS[self.source], self.day or date.min

    def says(self, application_number: str, header: str) -> str | None:
        """What the file gives for a field: its first row that says anything."""
        said = (row[header] for row in self.rows if row["号"] == application_number and row[header])
        return next(said, None)


async def with_other_ranks(named: list[Export], numbers: list[str]) -> dict[tuple[str, str], str | None]:
    """Turn the ranks upside down and back: what is held in the end is what was held before."""
    before = await held(numbers)
    await set_ranks({"unknown": 95, "cnipa": 5})
    kept = await losing(numbers)
    for key, value in before.items():
        now = (await held(numbers))[key]
        assert now == value or (*key, value) in kept
    await set_ranks({"unknown": RANKS["unknown"], "cnipa": RANKS["cnipa"]})
    assert await held(numbers) == before
    return before


exports = st.lists(
    st.builds(
        Export, st.sampled_from(list(RANKS)), st.sampled_from(DAYS), st.lists(rows, min_size=1, max_size=3)
    ),
    min_size=2,
    max_size=5,
)


def with_numbers(files: list[Export]) -> tuple[list[Export], list[str]]:
    """The files about two patents that no earlier example spoke of."""
    serial = next(_serials)
    numbers = [number(serial), number(serial + 1)]
    named = [
        Export(file.source, file.day, [{**row, "号": numbers[row["号"]]} for row in file.rows])
        for file in files
    ]
    return named, numbers


async def take(file: Export) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        return await keep_export(
            Path(folder), file.rows, source=file.source, exported_on=file.day, mapping=MAPPING
        )


async def held(numbers: list[str]) -> dict[tuple[str, str], str | None]:
    found = {}
    for row in await fetch("SELECT * FROM patent WHERE application_number = ANY($1)", numbers):
        for header, field in FIELDS.items():
            value = row[field]
            found[row["application_number"], header] = (value or [None])[0] if field == "inventors" else value
    return found


async def losing(numbers: list[str]) -> set[tuple[str, str, str]]:
    rows = await fetch(
        "SELECT p.application_number, h.field, h.value FROM held_value h JOIN patent p ON p.id = h.record_id"
        " WHERE h.kind = 'patent' AND p.application_number = ANY($1)",
        numbers,
    )
    headers = {field: header for header, field in FIELDS.items()}
    return {(r[0], headers[r[1]], r[2][0] if isinstance(r[2], list) else r[2]) for r in rows}


def winner(files: list[Export], application_number: str, header: str) -> str | None:
    """The value of the export that stands highest; of equals, the later file. One again stands as at first."""
    best: tuple[tuple[int, date], str] | None = None
    for place, file in enumerate(files):
        if file in files[:place]:
            continue
        said = file.says(application_number, header)
        if said and (best is None or file.standing >= best[0]):
            best = file.standing, said
    return best[1] if best else None


async def changes_nothing(files: list[Export]) -> None:
    """What the files say is known already."""
    for file in files:
        fates = await take(file)
        assert fates["new"] == fates["changed"] == 0, (file, fates)


def test_the_highest_standing_value_wins_and_a_second_pass_changes_nothing(settings: Settings) -> None:
    """Neither in the order of the first pass nor in another, nor after ranks were changed and changed back."""

    @hypothesis_settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # shrinking would import for minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(exports, st.randoms(use_true_random=False), st.permutations(["same", "shuffled", "reranked"]))
    def check(files: list[Export], random, later: list[str]) -> None:
        async def go() -> None:
            named, numbers = with_numbers(files)
            for file in named:
                await take(file)
            after = await held(numbers)
            for (application_number, header), value in after.items():
                assert value == winner(named, application_number, header), (application_number, header)
            kept = await losing(numbers)
            for file, (application_number, header) in itertools.product(named, after):
                said = file.says(application_number, header)
                if said and said != after[application_number, header]:
                    assert (application_number, header, said) in kept
            for what in later:
                if what == "reranked":
                    after = await with_other_ranks(named, numbers)
                else:
                    again = random.sample(named, len(named)) if what == "shuffled" else named
                    await changes_nothing(again)
                assert await held(numbers) == after

        runner.run(go())

    with asyncio.Runner() as runner:
        manager = open_database(settings)
        runner.run(manager.__aenter__())
        try:
            check()
        finally:
            runner.run(manager.__aexit__(None, None, None))


async def set_ranks(ranks: dict[str, int]) -> int:
    """As `registry sources --set` does."""
    async with transaction() as here, operation("precedence", "tester"):
        for name, rank in ranks.items():
            await precedence.set_rank(here, name, rank)
        return await precedence.settle(here)


@anyio_test
async def test_an_administrator_changes_the_precedence_and_back(desk: Desk) -> None:
    row = {"号": number(1), "名称": "低", "机构": "同", "发明人": None}
    low = Export("unknown", None, [row])
    high = Export("cnipa", None, [{**row, "名称": "高", "发明人": "张三"}])
    await take(low)
    await take(high)
    assert (await held([number(1)]))[number(1), "名称"] == "高"
    before = await records()
    assert await set_ranks({"unknown": 99}) == 1
    assert (await held([number(1)]))[number(1), "名称"] == "低"
    assert await losing([number(1)]) >= {(number(1), "名称", "高")}
    logged = await fetch(
        "SELECT o.kind, c.before, c.after FROM change_log c JOIN operation o ON o.id = operation_id"
    )
    assert [
        (entry["before"]["title"], entry["after"]["title"])
        for entry in logged
        if entry["kind"] == "precedence"
    ] == [("高", "低")]
    fates = await take(high)
    assert fates["changed"] == 0
    assert await set_ranks({"unknown": 10}) == 1
    assert [r["title"] for r in (await records())["patent"]] == [r["title"] for r in before["patent"]]
    with pytest.raises(precedence.SourceUnknown):
        await set_ranks({"gibt-es-nicht": 1})


@anyio_test
async def test_a_hand_edit_stands_above_every_source_and_is_listed_as_a_conflict(desk: Desk) -> None:
    row = {"号": number(1), "名称": "甲", "机构": "乙", "发明人": "张三"}
    await take(Export("unknown", None, [row]))
    await editing.edit(
        "patent", number(1), {"title": "人工", "inventors": "李四；王五", "agency": ""}, "tester", "更正"
    )
    fates = await take(Export("cnipa", date(2025, 1, 1), [{**row, "名称": "丙"}]))
    assert (fates["conflicting"], fates["changed"]) == (1, 0)
    (patent,) = (await records())["patent"]
    assert (patent["title"], patent["inventors"], patent["agency"]) == ("人工", ["李四", "王五"], None)
    by_hand = await fetch("SELECT field, value FROM held_value WHERE reason = 'by_hand' ORDER BY field")
    assert [tuple(r) for r in by_hand] == [("agency", "乙"), ("inventors", ["张三"]), ("title", "丙")]
    assert await set_ranks({"unknown": 99}) == 0
    again = await take(Export("cnipa", date(2025, 1, 1), [{**row, "名称": "丙"}]))
    assert (again["new"], again["changed"]) == (0, 0)


@anyio_test
@pytest.mark.parametrize("said", [("甲", "乙"), (None, "甲", "乙"), (None, None, "甲", "乙")])
async def test_of_several_rows_the_first_that_says_anything_speaks_for_the_file(
    desk: Desk, said: tuple[str | None, ...]
) -> None:
    row = {"号": number(1), "机构": "丙", "发明人": None}
    await take(Export("unknown", None, [{**row, "名称": "甲"}]))
    higher = Export("cnipa", None, [{**row, "名称": title} for title in said])
    for _ in range(2):
        await take(higher)
        assert (await held([number(1)]))[number(1), "名称"] == "甲"
    fates = await take(Export("patsnap", None, [{**row, "名称": "丁"}]))
    assert fates["conflicting"] == 1
    assert (await held([number(1)]))[number(1), "名称"] == "甲"
