"""The sheets of the file of an enterprise: kept by officers, each change logged and taken back, shown to whom they concern."""

import asyncio
import contextvars
import re
from datetime import date
from decimal import Decimal

import httpx
import pytest

from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.enterprises.dossier import keeping
from registry.enterprises.dossier.entries import Subject, entries, removed, shows, subject
from registry.enterprises.dossier.sheets import CONFIRMATIONS, CONTACTS, PRODUCTS, TRAININGS, Sheet
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, enter
from tests.registry.imports.desk import fetch, value
from tests.registry.site.conftest import client_of, opened
from tests.registry.site.records import REEL, SHILANG_CODE, YANLI_CODE, number

pytestmark = pytest.mark.anyio
OWN, OTHER = f"/enterprises/{SHILANG_CODE}", f"/enterprises/{YANLI_CODE}"
PRODUCT = {"name": "碳纤维鱼竿 X1", "filing_number": "BA2024001", "filed_on": "2024-03-05", "state": "filed"}
CONTACT = {"name": "许知夏", "duty": "知识产权主管", "phone": "0631-5209911", "email": "xu@example.cn"}


def hidden(page: httpx.Response, name: str) -> str:
    return re.findall(rf'name="{name}" value="(\d+)"', page.text)[0]


async def test_an_entry_is_added_changed_removed_and_put_back(district: Settings) -> None:
    sheet = f"{OWN}/file/products"
    async with opened(district) as app, client_of(app) as officer, client_of(app) as second:
        for client in (officer, second):
            client.headers.update(SAME_ORIGIN)
            await enter(client, Role.OFFICER)
        assert (await officer.post(sheet, data=PRODUCT)).status_code == 303
        entry = f"{sheet}/{await value('SELECT max(id) FROM enterprise_product')}"
        stale = hidden(await second.get(entry), "version")
        changed = {**PRODUCT, "state": "recognised", "sales_revenue": "1,200,000.5", "version": stale}
        assert (await officer.post(entry, data=changed)).status_code == 303
        overtaken = await second.post(entry, data={**PRODUCT, "name": "另一个名称", "version": stale})
        assert overtaken.status_code == 422
        assert "已被改动" in overtaken.text
        assert "另一个名称" in overtaken.text
        assert await value("SELECT sales_revenue FROM enterprise_product") == Decimal("1200000.50")
        assert "已认定" in (await officer.get(OWN)).text
        back = {"act": "undo", "change": hidden(await officer.get(sheet), "change")}
        assert (await officer.post(entry, data=back)).status_code == 303
        assert await value("SELECT state FROM enterprise_product") == "filed"
        again = await second.post(entry, data=back)
        assert again.status_code == 422
        version = hidden(await officer.get(entry), "version")
        gone = {"act": "remove", "version": version}
        assert (await officer.post(entry, data=gone)).status_code == 303
        page = await officer.get(sheet)
        assert "已删除" in page.text
        back["change"] = hidden(page, "change")
        assert (await officer.post(entry, data=back)).status_code == 303
        assert await value("SELECT name FROM enterprise_product") == PRODUCT["name"]
        assert "专利产品备案" in (await officer.get(f"{OWN}/timeline?topic=products")).text
        logged = await fetch(
            "SELECT o.kind, c.action FROM change_entry c JOIN operation o ON o.id = c.operation_id"
            " WHERE c.kind = 'enterprise_product' ORDER BY c.id"
        )
    assert [tuple(row) for row in logged] == [
        ("file", "insert"), ("file", "update"), ("undo", "update"), ("file", "delete"), ("undo", "insert"),
    ]  # fmt: skip


async def test_of_two_who_act_on_an_entry_at_once_one_is_told(district: Settings) -> None:
    """Nobody's change is written over, and what was removed comes back once."""
    async with opened(district):
        of = await subject(Scope.system(), SHILANG_CODE)
        assert of is not None
        entry = await keeping.add(TRAININGS, of, {"title": "实务", "held_on": "2024-05-17"}, "first")
        (held,) = await entries(Scope.system(), TRAININGS, of)
        async with transaction() as other:
            await other.execute(
                "UPDATE enterprise_training SET title = '导航', version = 2 WHERE id = $1", entry
            )
            second = keeping.undo(TRAININGS, of, entry, held.change, "second")
            late = asyncio.create_task(second, context=contextvars.Context())  # not in this transaction
            await asyncio.sleep(0.3)
        with pytest.raises(keeping.Refused):
            await late
        assert await value("SELECT title FROM enterprise_training WHERE id = $1", entry) == "导航"
        await keeping.remove(TRAININGS, of, entry, 2, "first")
        (gone,) = await removed(Scope.system(), TRAININGS, of)
        again = [keeping.undo(TRAININGS, of, entry, gone.change, name) for name in ("first", "second")]
        told = await asyncio.gather(*again, return_exceptions=True)
        assert sorted(type(one).__name__ for one in told) == ["NoneType", "Refused"]
        await keeping.remove(TRAININGS, of, entry, 3, "first")


async def test_contacts_are_seen_by_those_whom_they_concern(district: Settings) -> None:
    sheet = f"{OWN}/file/contacts"
    async with opened(district) as app:
        async with client_of(app) as township:
            township.headers.update(SAME_ORIGIN)
            await enter(township, Role.TOWNSHIP_OFFICER)
            assert (await township.post(sheet, data=CONTACT)).status_code == 303
            assert CONTACT["phone"] in (await township.get(OWN)).text
            assert (await township.post(f"{OTHER}/file/contacts", data=CONTACT)).status_code == 404
            assert (await township.get(f"{OTHER}/file/products")).status_code == 404
        seen = {}
        for role in (None, Role.OFFICER, Role.AGENCY, Role.AUDITOR):
            async with client_of(app) as client:
                client.headers.update(SAME_ORIGIN)
                if role:
                    await enter(client, role)
                seen[role] = CONTACT["phone"] in (await client.get(OWN)).text
                if role in (Role.AGENCY, Role.AUDITOR):
                    assert (await client.get(sheet)).status_code == 403
    assert {role for role, told in seen.items() if told} == {Role.OFFICER}
    of = Subject(1, SHILANG_CODE, "", "张村镇", SHILANG_CODE)
    for scope, told in (
        (Scope(personal=False, ladder=True), False),
        (Scope(personal=False, enterprises=frozenset((SHILANG_CODE,))), True),
        (
            Scope(personal=False, enterprises=frozenset((YANLI_CODE,)), townships=frozenset(("羊亭镇",))),
            False,
        ),
    ):
        assert shows(scope, CONTACTS, of) is told
        assert shows(scope, PRODUCTS, of)


async def test_a_confirmed_prize_makes_an_invention_one_of_high_value(district: Settings) -> None:
    form = {"patent": REEL, "ground": "awarded", "name": "中国专利优秀奖", "on_day": "2023-07-01"}
    sheet = f"{OWN}/file/value"
    async with opened(district) as app, client_of(app) as officer:
        officer.headers.update(SAME_ORIGIN)
        await enter(officer, Role.OFFICER)
        for wrong in (number("202010000001"), "12", ""):
            answer = await officer.post(sheet, data={**form, "patent": wrong})
            assert answer.status_code == 422
            assert 'aria-invalid="true"' in answer.text
        assert (await officer.post(sheet, data={**form, "patent": f"ZL{REEL}"})).status_code == 303
        page = (await officer.get(OWN)).text
    assert re.search(r"获国家科学技术奖或中国专利奖</b> <span[^>]*>中国专利优秀奖", page)


@pytest.mark.parametrize(
    ("sheet", "field", "typed", "read"),
    [
        (PRODUCTS, "sales_revenue", "0", Decimal("0.00")),
        (PRODUCTS, "sales_revenue", "-1", None),
        (PRODUCTS, "profit", "-1", Decimal("-1.00")),
        (PRODUCTS, "profit", "999999999999999", Decimal("999999999999999.00")),
        (PRODUCTS, "profit", "1000000000000000", None),
        (PRODUCTS, "profit", "NaN", None),
        (PRODUCTS, "sales_year", "1900", 1900),
        (PRODUCTS, "sales_year", "1899", None),
        (PRODUCTS, "state", "sold", None),
        (TRAININGS, "held_on", "2024-02-29", date(2024, 2, 29)),
        (TRAININGS, "held_on", "2023-02-29", None),
        (TRAININGS, "attendees", "10,000,000", 10_000_000),
        (TRAININGS, "attendees", "10000001", None),
        (TRAININGS, "attendees", "-1", None),
        (CONTACTS, "email", "a@b.cn", "a@b.cn"),
        (CONTACTS, "email", "a@b", None),
        (CONTACTS, "name", "长" * 60, "长" * 60),
        (CONTACTS, "name", "长" * 61, None),
        (CONTACTS, "name", " ", None),
        (CONFIRMATIONS, "ground", "strategic", None),
    ],
)
def test_a_field_takes_what_it_can_hold_and_says_what_is_wrong_otherwise(
    sheet: Sheet, field: str, typed: str, read: object
) -> None:
    values, faults = sheet.read({field: typed})
    assert values.get(field) == read
    assert (field in faults) is (read is None)
