"""Every route and every role, anonymous first: who gets in, and that no answer to anybody is dangerous or tells too much."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Callable

import openpyxl
import pytest

from registry.accounts.permissions import Permission, Role, granted
from registry.settings import Settings
from tests.registry.accounts import hostile
from tests.registry.accounts.entering import PEOPLE
from tests.registry.accounts.hostile import CODE, SECRET
from tests.registry.accounts.walking import Answer, Walk, walk
from tests.registry.site.district import build_index, fill

FORMULA = tuple("=+-@\t\r")
TABLES = (
    "text/csv",
    "application/jsonl",
    "application/x-ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
OPEN_DATA = "/open-data"
"""Files that are the same for everybody, and public."""
SEES_ALL = (Role.OFFICER, Role.REVIEWER, Role.AUDITOR)


@pytest.fixture(scope="module")
def walked(make_settings: Callable[[], Settings]) -> Walk:
    """The invented district and a hostile record of every kind, walked through once."""
    settings = make_settings()

    async def run() -> Walk:
        await fill(settings)
        await hostile.write(settings)
        await build_index(settings)
        return await walk(settings)

    return asyncio.run(run())


def pages(walked: Walk) -> list[Answer]:
    """The answers that a browser would show."""
    return [answer for answer in walked.answers if answer.kind == "text/html"]


def test_anyone_is_led_to_the_sign_in_or_told_to_show_a_token(walked: Walk) -> None:
    wrong = []
    for answer in walked.answers:
        if answer.role is None and answer.route.permission is not Permission.PUBLIC:
            shown = answer.route.reads and not answer.route.api
            place = answer.response.headers.get("location", "").removeprefix("/en")
            led = place.startswith("/sign-in?next=") if shown else place == ""
            if answer.response.status_code != (303 if shown else 401) or not led:
                wrong.append(answer)
    assert wrong == []


def test_a_role_gets_what_it_was_granted_and_nothing_else(walked: Walk) -> None:
    wrong = [
        answer
        for answer in walked.answers
        if answer.role
        and (answer.response.status_code != 403) != (answer.route.permission in granted([answer.role]))
    ]
    assert wrong == []


def test_nothing_that_is_asked_for_breaks_the_site(walked: Walk) -> None:
    assert [answer for answer in walked.answers if answer.response.status_code >= 500] == []


def test_personal_values_of_others_are_in_no_answer(walked: Walk) -> None:
    told = [answer for answer in walked.answers if SECRET in answer.response.text]
    assert [answer for answer in told if answer.role not in SEES_ALL] == []
    assert {answer.address for answer in told} >= {f"/enterprises/{CODE}", f"/api/v1/enterprises/{CODE}"}


def test_no_text_of_a_record_or_a_person_becomes_part_of_a_page(walked: Walk) -> None:
    shown = pages(walked)
    assert [answer for answer in shown if "<script>alert" in answer.response.text] == []
    assert [answer for answer in shown if "<img src=x" in answer.response.text] == []
    assert [answer for answer in shown if "&#39;&gt;&lt;script&gt;alert" in answer.response.text]
    assert [answer for answer in shown if "onerror=alert(1)>49" in answer.response.text] == []
    assert [answer for answer in shown if "{{7*7}}" in answer.response.text]


def test_every_answer_says_what_a_browser_may_do_with_it(walked: Walk) -> None:
    wrong = []
    for answer in walked.answers:
        headers = answer.response.headers
        policy = headers.get("content-security-policy", "")
        page = answer.kind == "text/html" and answer.response.text
        if headers.get("x-content-type-options") != "nosniff" or (page and "default-src" not in policy):
            wrong.append(answer)
        if "unsafe" in policy:
            wrong.append(answer)
    assert wrong == []


def test_nobody_is_led_to_another_site(walked: Walk) -> None:
    wrong = []
    for answer in walked.answers:
        place = answer.response.headers.get("location", "/")
        if not place.startswith("/") or place.removeprefix("/en").startswith(("//", "/\\")):
            wrong.append(answer)
    assert wrong == []


def test_answers_to_people_are_kept_by_no_cache(walked: Walk) -> None:
    assert [
        answer
        for answer in walked.answers
        if answer.role and answer.response.headers.get("cache-control") != "private, no-store"
    ] == []


def test_what_nobody_may_set_is_set_by_no_form(walked: Walk) -> None:
    assert walked.roles_after == walked.roles_before


def test_nobody_changes_a_record_that_is_not_theirs(walked: Walk) -> None:
    assert walked.changed_by_others == []


def test_every_table_that_somebody_takes_away_is_an_entry_of_the_log(walked: Walk) -> None:
    taken = Counter(
        PEOPLE[answer.role][0]
        for answer in walked.answers
        if answer.role and answer.response.status_code == 200 and answer.kind in TABLES
        if not answer.route.path.startswith(OPEN_DATA)
    )
    assert taken
    assert walked.exports == dict(taken)


def test_tables_taken_away_run_no_formulas(walked: Walk) -> None:
    taken = [answer for answer in walked.answers if answer.response.status_code == 200]
    books = [answer for answer in taken if answer.kind.endswith("spreadsheetml.sheet")]
    texts = [answer for answer in taken if answer.kind == "text/csv"]
    assert books
    assert texts
    for answer in texts:
        rows = csv.reader(io.StringIO(answer.response.text.removeprefix("\ufeff")))
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)], answer
    for answer in books:
        book = openpyxl.load_workbook(io.BytesIO(answer.response.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], answer
        assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FORMULA)]
