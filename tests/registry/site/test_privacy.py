"""What the public must not see: personal fields, and everything about imports."""

from collections.abc import AsyncIterator

import httpx
import pytest

from registry.accounts.permissions import Role
from registry.settings import Settings
from tests.registry.site.conftest import open_site
from tests.registry.site.records import CONTACT, PERSON, PHONE, REEL, SHILANG_CODE, number

pytestmark = pytest.mark.anyio

ACTOR = "林若川"
PERSONAL = (PHONE, PERSON, "0631-5200188", "0631-5200777")
RECORDS = [
    "/patents",
    f"/patents/{number(REEL)}",
    "/enterprises",
    f"/enterprises/{SHILANG_CODE}",
    "/offers",
    "/projects",
]


@pytest.mark.parametrize("prefix", ["", "/en", "/api/v1"])
async def test_personal_fields_appear_neither_as_values_nor_as_losers_nor_in_history(
    site: httpx.AsyncClient, prefix: str
) -> None:
    for address in RECORDS:
        text = (await site.get(prefix + address)).text
        assert not [value for value in PERSONAL if value in text], address
    assert CONTACT not in (await site.get(f"{prefix}/enterprises/{SHILANG_CODE}")).text


@pytest.mark.parametrize("address", ["/imports", "/imports/1", "/imports/1/rows/0/2", "/en/imports/1"])
async def test_imports_lead_the_public_to_the_sign_in(site: httpx.AsyncClient, address: str) -> None:
    answer = await site.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].removeprefix("/en").startswith("/sign-in?next=")
    assert answer.text == ""
    assert "/imports" not in (await site.get(f"/patents/{number(REEL)}")).text


async def test_an_officer_of_the_bureau_sees_personal_fields(inside: httpx.AsyncClient) -> None:
    answer = await inside.get(f"/enterprises/{SHILANG_CODE}")
    assert PHONE in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert PHONE in (await inside.get(f"/api/v1/enterprises/{SHILANG_CODE}")).text
    assert PHONE in (await inside.get("/imports/1/rows/0/2")).text


@pytest.fixture
async def importer(district: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The site as a township officer sees it who made the first import."""
    async with open_site(district, role=Role.TOWNSHIP_OFFICER, login=ACTOR) as client:
        yield client


async def test_a_township_officer_sees_no_imports_of_others(district: Settings) -> None:
    async with open_site(district, role=Role.TOWNSHIP_OFFICER) as client:
        assert "还没有导入任何表格" in (await client.get("/imports")).text
        assert (await client.get("/imports/1")).status_code == 404
        assert (await client.get("/imports/1/rows/0/2")).status_code == 404


async def test_an_import_report_withholds_personal_and_unmatched_columns(importer: httpx.AsyncClient) -> None:
    answer = await importer.get("/imports/1")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert "202119907741.8" in answer.text
    assert PHONE not in answer.text


async def test_a_row_is_shown_as_written_but_for_such_columns(importer: httpx.AsyncClient) -> None:
    answer = await importer.get("/imports/1/rows/0/2")
    assert answer.status_code == 200
    assert "ZL202119903127.1" in answer.text
    assert PHONE not in answer.text
    assert (await importer.get("/imports/1/rows/0/99")).status_code == 404
    assert (await importer.get("/imports/1/rows/9/2")).status_code == 404
