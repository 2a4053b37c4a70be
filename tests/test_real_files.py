"""The real exports, imported each alone and all together; skipped where they are absent."""

from pathlib import Path

import pytest

from registry.database.engine import open_database
from registry.imports.outcome import Outcome
from registry.settings import Settings
from tests.registry.imports.desk import Desk, contents, counts, fetch, value

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SPREADSHEETS = sorted(
    path for path in DATA.rglob("*") if path.suffix in {".csv", ".xlsx", ".xls", ".json", ".parquet"}
)
BY_NAME = {path.name: path for path in SPREADSHEETS}
KEPT = {
    "1985_广东.csv": 972,
    "1985_广东.json": 972,
    "1985_广东.xls": 972,
    "山东省.xlsx": 1368,
    "CN_patent_utility_new.csv": 1560,
    "CN_patent_appearance_designed.csv": 482,
    "CN_patent_invention_authorized.csv": 427,
    "专利信息.xlsx": 7384,
    "训练文件.xlsx": 199,
    "enterprise_data.xlsx": 7551,
    "企业名单总.xlsx": 7551,
    "威海_工商登记_1978-2004.csv": 2284,
}
"""Rows that are not refused, of the files whose number of sound rows is known."""
BROKEN_ROW = {"quote_stray", "number_split_unsure", "row_too_long", "row_too_short"}
RAGGED = ("1988_广东.csv", "1992_浙江.csv", "2001_河南.csv")
"""Files with unbalanced quotes and rows of more fields than the header."""
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not SPREADSHEETS, reason=f"the real exports are not at {DATA}"),
]


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Desk:
    """A desk whose database the test opens, so that it can turn to another."""
    return Desk(settings, tmp_path / "exports")


def refused(outcome: Outcome) -> dict[int, str]:
    """The reason by row."""
    errors = outcome.problems.filter(
        (outcome.problems["severity"] == "error") & outcome.problems["row"].is_not_null()
    )
    return dict(errors.select("row", "code").iter_rows())


@pytest.mark.parametrize("path", SPREADSHEETS, ids=lambda path: path.name)
async def test_alone(desk: Desk, path: Path) -> None:
    async with open_database(desk.settings):
        outcome = await desk.take(path)
        kept = outcome.total("read") - outcome.total("refused") - outcome.total("blank")
        assert kept == KEPT.get(path.name, kept)
        assert outcome.total("refused") == len(
            await fetch("SELECT DISTINCT sheet, row FROM row_fate WHERE fate = 6")
        )
        unexplained = await value(
            "SELECT count(*) FROM row_fate r WHERE fate = 6 AND NOT EXISTS (SELECT FROM import_problem p"
            " WHERE p.sheet = r.sheet AND p.row = r.row AND p.severity = 'error')"
        )
        assert unexplained == 0
        if path.suffix == ".parquet":
            decoded = "SELECT count(*) FROM patent WHERE application_number ~ '^(19|20)[0-9]{10}[.][0-9X]$'"
            assert await value(decoded) > 90_000


@pytest.mark.usefixtures("reading_here")
async def test_all_together_and_a_second_pass_changes_nothing(desk: Desk) -> None:
    async with open_database(desk.settings):
        for path in SPREADSHEETS:
            await desk.take(path)
        before = await contents()
        for path in SPREADSHEETS:
            again = await desk.take(path)
            assert (again.total("new"), again.total("changed")) == (0, 0), (path.name, again.changes[:5])
            assert again.same_as is not None
        assert await contents() == before


@pytest.mark.usefixtures("reading_here")
async def test_the_six_bad_numbers_of_shandong_are_told_apart(desk: Desk) -> None:
    async with open_database(desk.settings):
        outcome = await desk.take(BY_NAME["山东省.xlsx"])
    assert counts(outcome)["refused"] == 6
    assert len(set(refused(outcome).values())) >= 5, refused(outcome)


@pytest.mark.usefixtures("reading_here")
async def test_destroyed_numbers_of_the_gazette_are_refused_unless_the_patent_is_held(desk: Desk) -> None:
    async with open_database(desk.settings):
        outcome = await desk.take(BY_NAME["CN_patent_utility_new.csv"])
        reasons = set(refused(outcome).values())
        assert reasons
        assert all(reason.startswith("application_number.") for reason in reasons), reasons


@pytest.mark.usefixtures("reading_here")
async def test_the_same_register_in_three_formats_gives_the_same_enterprises(desk: Desk) -> None:
    async with open_database(desk.settings):
        first = await desk.take(BY_NAME["1985_广东.csv"])
        assert counts(first) == {"new": 972}
        before = await contents()
        for name in ("1985_广东.xls", "1985_广东.json"):
            assert counts(await desk.take(BY_NAME[name])) == {"unchanged": 972}
        assert await contents() == before


@pytest.mark.usefixtures("reading_here")
async def test_an_earlier_half_filled_save_removes_nothing(desk: Desk) -> None:
    async with open_database(desk.settings):
        await desk.take(BY_NAME["enterprise_data.xlsx"])
        filled = await filled_fields()
        await desk.take(BY_NAME["enterprise_data - 副本.xlsx"])
        after = await filled_fields()
    assert all(after[field] >= filled[field] for field in filled)


async def filled_fields() -> dict[str, int]:
    """How many enterprises have each field."""
    rows = await fetch(
        "SELECT field.key, count(*) AS filled FROM enterprise t CROSS JOIN LATERAL jsonb_each(to_jsonb(t)) field"
        " WHERE field.value NOT IN ('null', '[]', '\"\"') AND field.key NOT IN ('seen_digest', 'origins')"
        " GROUP BY field.key"
    )
    return {row["key"]: row["filled"] for row in rows}


@pytest.mark.usefixtures("reading_here")
async def test_nine_old_numbers_without_check_digit_are_kept_with_a_warning(desk: Desk) -> None:
    async with open_database(desk.settings):
        outcome = await desk.take(BY_NAME["专利信息.xlsx"])
        assert await value("SELECT count(*) FROM patent") == 7384
    warned = outcome.problems.filter(outcome.problems["severity"] == "warning")
    assert warned["row"].n_unique() == 9


@pytest.mark.usefixtures("reading_here")
@pytest.mark.parametrize("name", RAGGED)
async def test_ragged_files_are_read_with_their_broken_rows_reported(desk: Desk, name: str) -> None:
    async with open_database(desk.settings):
        outcome = await desk.take(BY_NAME[name])
    assert set(outcome.problems["code"]) & BROKEN_ROW
