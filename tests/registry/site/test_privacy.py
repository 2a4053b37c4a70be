"""What the public must not see: personal fields, and everything about imports."""

import httpx
import pytest

from tests.registry.site.records import CONTACT, PERSON, PHONE, REEL, SHILANG_CODE, number

pytestmark = pytest.mark.anyio

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
async def test_imports_do_not_exist_for_the_public(site: httpx.AsyncClient, address: str) -> None:
    assert (await site.get(address)).status_code == 404
    assert "/imports" not in (await site.get(f"/patents/{number(REEL)}")).text


async def test_an_import_report_withholds_personal_and_unmatched_columns(inside: httpx.AsyncClient) -> None:
    answer = await inside.get("/imports/1")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert "202119907741.8" in answer.text
    assert PHONE not in answer.text


async def test_a_row_is_shown_as_written_but_for_such_columns(inside: httpx.AsyncClient) -> None:
    answer = await inside.get("/imports/1/rows/0/2")
    assert answer.status_code == 200
    assert "ZL202119903127.1" in answer.text
    assert PHONE not in answer.text
    assert (await inside.get("/imports/1/rows/0/99")).status_code == 404
    assert (await inside.get("/imports/1/rows/9/2")).status_code == 404
