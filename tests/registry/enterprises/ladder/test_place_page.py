"""The page of one enterprise on the ladder, and who sees it."""

import pytest

from registry.accounts import actions
from registry.accounts.actions import NewAccount
from registry.accounts.permissions import Organisation, Role
from registry.database.engine import open_database
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.settings import Settings
from tests.registry.accounts.entering import PASSWORD
from tests.registry.site.conftest import open_site
from tests.registry.site.records import SHILANG, SHILANG_CODE, YANLI_CODE

pytestmark = pytest.mark.anyio
PLACE, OTHER = f"/enterprises/{SHILANG_CODE}/ladder", f"/enterprises/{YANLI_CODE}/ladder"


async def test_an_officer_sees_the_gaps_of_every_tier_with_the_records_behind_them(
    district: Settings,
) -> None:
    async with open_site(district, role=Role.OFFICER) as client:
        page = await client.get(PLACE)
        english = await client.get("/en" + PLACE)
        record = await client.get(f"/enterprises/{SHILANG_CODE}")
        nobody = await client.get("/enterprises/id-999999/ladder")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    for tier in shipped_ladder().keys:
        assert f'id="{tier}"' in page.text
    assert "距国家优势还差" in page.text
    assert "计入的" in page.text
    assert 'href="/patents/' in page.text
    assert "再有" in page.text
    assert "2026-11-30" in page.text
    assert "missing for" in english.text
    assert PLACE in record.text
    assert nobody.status_code == 404


async def test_a_township_and_an_enterprise_see_their_own_and_nobody_elses(district: Settings) -> None:
    async with open_site(district, role=Role.TOWNSHIP_OFFICER) as client:
        answers = [(await client.get(address)).status_code for address in (PLACE, OTHER)]
        other = await client.get(f"/enterprises/{YANLI_CODE}")
    assert answers == [200, 404]
    assert "培育差距" not in other.text
    async with open_database(district):
        kind, roles = Organisation.ENTERPRISE, frozenset((Role.ENTERPRISE,))
        await actions.make_with_password(
            NewAccount("qiye-yanli", "甲", "", kind, YANLI_CODE, roles), PASSWORD, "test"
        )
    async with open_site(district, role=Role.ENTERPRISE, login="qiye-yanli") as client:
        answers = [(await client.get(address)).status_code for address in (PLACE, OTHER, "/ladder")]
        own = await client.get(f"/enterprises/{YANLI_CODE}")
    assert answers == [404, 200, 403]
    assert OTHER in own.text


async def test_nobody_who_is_not_signed_in_sees_it_or_a_link_to_it(district: Settings) -> None:
    async with open_site(district) as client:
        answer, record = await client.get(PLACE), await client.get(f"/enterprises/{SHILANG_CODE}")
    assert answer.status_code == 303
    assert SHILANG in record.text
    assert PLACE not in record.text
