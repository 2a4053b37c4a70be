"""Which enterprise a row means, and which enterprise an owner's name means."""

import pytest

from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.enterprises import ownership
from schemas.credit_code import check_character, organisation_check
from tests.registry.imports.desk import Desk, contents, counts, fetch, number, value

pytestmark = pytest.mark.anyio

MAPPING = {
    "企业名称": "enterprise.name",
    "统一社会信用代码": "enterprise.credit_code",
    "注册号": "enterprise.registration_number",
    "曾用名": "enterprise.former_names",
    "地址": "enterprise.address",
}
HEADERS = tuple(MAPPING)


def code(serial: int) -> str:
    """A valid credit code."""
    organisation = f"{serial:08d}"
    body = f"91371002{organisation}{organisation_check(organisation)}"
    return body + check_character(body)


REGISTERED = ("3710022800017", "3710022800025")


async def take(desk: Desk, *rows: tuple[str | None, ...]):
    path = desk.write(f"企业-{len(list(desk.folder.iterdir()))}.csv", HEADERS, rows)
    return await desk.take(path, mapping=MAPPING)


async def enterprises() -> list[tuple[str, str | None]]:
    return [tuple(row) for row in await fetch("SELECT name, credit_code FROM enterprise ORDER BY id")]


async def test_by_code_though_the_name_changed(desk: Desk) -> None:
    await take(desk, ("甲有限公司", code(1), None, None, None))
    outcome = await take(desk, ("甲新名有限公司", code(1), None, None, "一号"))
    assert counts(outcome) == {"changed": 1}
    assert await enterprises() == [("甲新名有限公司", code(1))]


async def test_by_registration_number_where_there_is_no_code(desk: Desk) -> None:
    await take(desk, ("甲有限公司", None, REGISTERED[0], None, None))
    outcome = await take(desk, ("甲有限责任公司", None, REGISTERED[0], None, "一号"))
    assert counts(outcome) == {"changed": 1}
    assert await value("SELECT count(*) FROM enterprise") == 1


async def test_by_name_and_the_code_is_filled_in(desk: Desk) -> None:
    await take(desk, ("甲有限公司", None, None, None, "一号"))
    outcome = await take(desk, ("甲有限公司", code(1), None, None, None))
    assert counts(outcome) == {"changed": 1}
    assert await enterprises() == [("甲有限公司", code(1))]


async def test_by_former_name(desk: Desk) -> None:
    await take(desk, ("乙有限公司", code(2), None, "旧乙厂;老乙社", None))
    outcome = await take(desk, ("老乙社", None, None, None, "二号"))
    assert counts(outcome) == {"changed": 1}
    assert await value("SELECT count(*) FROM enterprise") == 1
    assert await value("SELECT address FROM enterprise") == "二号"
    assert await value("SELECT former_names FROM enterprise") == ["旧乙厂", "老乙社"]


async def test_an_old_name_does_not_replace_the_new_one(desk: Desk) -> None:
    await take(desk, ("乙有限公司", code(2), None, "老乙社", None))
    await take(desk, ("老乙社", None, None, None, "二号"))
    assert await enterprises() == [("乙有限公司", code(2))]


async def test_rows_without_code_adopt_the_code_of_their_namesake(desk: Desk) -> None:
    outcome = await take(
        desk,
        ("甲有限公司", None, None, None, "一号"),
        ("甲有限公司", code(1), None, None, None),
        ("甲有限公司", "-", None, None, None),
    )
    assert counts(outcome) == {"new": 1, "repeated": 2} or counts(outcome) == {
        "new": 1,
        "changed": 1,
        "repeated": 1,
    }
    assert await enterprises() == [("甲有限公司", code(1))]
    assert await value("SELECT address FROM enterprise") == "一号"


async def test_one_name_with_two_codes_is_two_enterprises_and_a_doubtful_owner(desk: Desk) -> None:
    await take(desk, ("甲有限公司", code(1), None, None, None), ("甲有限公司", code(2), None, None, None))
    again = await take(desk, ("甲有限公司", code(2), None, None, "二号"))
    assert counts(again) == {"changed": 1}
    assert await enterprises() == [("甲有限公司", code(1)), ("甲有限公司", code(2))]
    patents = desk.write("专利.csv", ("号", "人"), [(number(1), "甲有限公司"), (number(2), "甲有限公司")])
    await desk.take(patents, mapping={"号": "patent.application_number", "人": "patent.owners"})
    async with transaction():
        doubts = await ownership.doubtful(Scope.system())
    assert {(d.name, d.patents, d.enterprise_code, d.doubt) for d in doubts} == {
        ("甲有限公司", 2, code(1), "several"),
        ("甲有限公司", 2, code(2), "several"),
    }
    await ownership.decide("甲有限公司", code(1), "same", "tester")
    await ownership.decide("甲有限公司", code(2), "different", "tester")
    async with transaction():
        assert await ownership.doubtful(Scope.system()) == []
        names = "(SELECT '甲有限公司'::text AS name, NULL::text AS code)"
        found = await fetch(ownership.links(names))
    assert [(row["basis"]) for row in found] == ["decision"]


async def test_a_later_decision_replaces_the_earlier_and_an_unknown_code_is_refused(desk: Desk) -> None:
    await take(desk, ("甲有限公司", code(1), None, None, None))
    await ownership.decide("甲厂", code(1), "same", "tester")
    await ownership.decide("甲厂", code(1), "different", "other")
    assert [tuple(r) for r in await fetch("SELECT verdict, actor FROM owner_decision")] == [
        ("different", "other")
    ]
    with pytest.raises(ownership.EnterpriseUnknown):
        await ownership.decide("甲厂", code(9), "same", "tester")


async def test_a_row_without_number_among_several_namesakes_is_another_enterprise(desk: Desk) -> None:
    await take(desk, ("甲有限公司", code(1), None, None, None), ("甲有限公司", code(2), None, None, None))
    outcome = await take(desk, ("甲有限公司", None, None, None, "三号"))
    rows = await fetch("SELECT credit_code, address FROM enterprise ORDER BY id")
    before = await contents()
    again = await take(desk, ("甲有限公司", None, None, None, "三号"))
    assert again.nothing_new
    assert await contents() == before
    assert outcome.total("new") + outcome.total("changed") == 1
    assert sum(row["address"] == "三号" for row in rows) == 1


async def test_two_records_that_turn_out_to_be_one_do_not_stop_the_import(desk: Desk) -> None:
    """One known by its registration number, one by its code; then a row bears both."""
    await take(
        desk, ("甲有限公司", None, REGISTERED[0], None, None), ("乙有限公司", code(1), None, None, None)
    )
    outcome = await take(desk, ("甲有限公司", code(1), REGISTERED[0], None, "一号"))
    again = await take(desk, ("甲有限公司", code(1), REGISTERED[0], None, "一号"))
    assert outcome.total("refused") == 0
    assert again.nothing_new


async def test_two_rows_that_claim_one_code_in_one_file(desk: Desk) -> None:
    rows = [
        ("甲有限公司", None, REGISTERED[0], None, None),
        ("甲有限公司", code(1), None, None, "一号"),
        ("乙有限公司", code(1), REGISTERED[1], None, "二号"),
        ("甲有限公司", code(1), REGISTERED[0], None, "三号"),
        ("乙有限公司", None, REGISTERED[1], None, None),
    ]
    await take(
        desk, ("乙有限公司", None, REGISTERED[1], None, None), ("甲有限公司", None, REGISTERED[0], None, None)
    )
    await take(desk, *rows)
    before = await contents()
    assert (await take(desk, *rows)).nothing_new
    assert await contents() == before


async def test_two_held_names_that_turn_out_to_bear_one_code(desk: Desk) -> None:
    rows = [("甲有限公司", code(1), None, None, None), ("乙有限公司", code(1), None, None, None)]
    await take(desk, ("甲有限公司", None, None, None, None), ("乙有限公司", None, None, None, None))
    await take(desk, *rows)
    before = await contents()
    assert dict(await enterprises()) == {"甲有限公司": code(1), "乙有限公司": None}
    assert (await take(desk, *rows)).nothing_new
    assert await contents() == before


async def test_a_held_name_without_code_that_turns_out_to_be_two_enterprises(desk: Desk) -> None:
    rows = [("甲有限公司", code(1), None, None, None), ("甲有限公司", code(2), None, None, None)]
    await take(desk, ("甲有限公司", None, None, None, None))
    outcome = await take(desk, *rows)
    assert counts(outcome) == {"changed": 1, "new": 1}
    before = await contents()
    assert {held for _, held in await enterprises()} == {code(1), code(2)}
    assert (await take(desk, *rows)).nothing_new
    assert await contents() == before


async def test_a_held_name_that_turns_out_to_have_two_registration_numbers(desk: Desk) -> None:
    rows = [("甲有限公司", None, number, None, None) for number in REGISTERED]
    await take(desk, ("甲有限公司", None, None, None, None))
    await take(desk, *rows)
    before = await contents()
    assert await value("SELECT count(*) FROM enterprise") == 2
    assert (await take(desk, *rows)).nothing_new
    assert await contents() == before
