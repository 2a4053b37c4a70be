"""A search as a feed: valid, with ids that stay, moments of the records, and a way to it from the page."""

import xml.etree.ElementTree as ET
from datetime import datetime

import httpx
import pytest

from registry.database.engine import transaction
from registry.database.operations import operation
from registry.settings import Settings
from registry.site.rendering import Site
from tests.registry.site.conftest import open_site
from tests.registry.site.documents import Document
from tests.registry.site.records import HOSTILE, REEL, SHILANG, number

pytestmark = pytest.mark.anyio
ATOM = "{http://www.w3.org/2005/Atom}"


async def feed(site: httpx.AsyncClient, address: str) -> ET.Element:
    answer = await site.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.text)  # noqa: S314  our own answer


def texts(root: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in root.iter(f"{ATOM}{name}")]


def links(root: ET.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}


async def test_every_kind_is_a_valid_feed_with_absolute_links(site: httpx.AsyncClient) -> None:
    for kind, total in {"patent": 8, "offer": 5, "enterprise": 5, "project": 2}.items():
        root = await feed(site, f"/search.atom?kind={kind}")
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) == total
        for one in (root, *entries):
            assert [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        moments = [datetime.fromisoformat(text) for text in texts(root, "updated")]
        assert all(moment.tzinfo for moment in moments)
        assert moments[0] == max(moments)
        assert moments[1:] == sorted(moments[1:], reverse=True)
        ids = texts(root, "id")
        assert len(set(ids)) == len(ids)
        for entry in entries:
            assert (await site.get(links(entry)["alternate"])).status_code == 200
        assert links(root)["alternate"].startswith("http://registry.test/search")
    assert f"威海{HOSTILE}有限公司" in texts(await feed(site, "/search.atom?kind=enterprise"), "title")


async def test_a_feed_follows_its_search_and_its_records_and_keeps_their_ids(district: Settings) -> None:
    moved = district.model_copy(update={"public_address": "https://ip.example.cn"})
    async with open_site(district) as site, open_site(moved) as elsewhere:
        before = await feed(site, "/search.atom?q=渔竿&page=7&size=1")
        (entry,) = [one for one in before.iter(f"{ATOM}entry") if number(REEL) in links(one)["alternate"]]
        assert SHILANG in texts(entry, "summary")[0]
        async with transaction() as database, operation("edit", "tester", "试"):
            await database.execute(
                "UPDATE offer SET updated_at = now(), area = '中国' WHERE declaration = '2024-0117'"
            )
        after = await feed(elsewhere, "/search.atom?q=渔竿")
    first = after.find(f"{ATOM}entry")
    assert first is not None
    assert links(first)["alternate"] == f"https://ip.example.cn/patents/{number(REEL)}"
    assert texts(first, "id") == texts(entry, "id")
    assert texts(first, "updated") > texts(entry, "updated")
    assert texts(after, "id")[0] == texts(before, "id")[0]


async def test_nothing_found_is_an_empty_feed_and_what_is_wrong_is_said(site: httpx.AsyncClient) -> None:
    empty = await feed(site, "/search.atom?q=查无此词而且没有")
    assert empty.find(f"{ATOM}entry") is None
    assert texts(empty, "updated")
    assert (await site.get("/search.atom?year_from=abc")).status_code == 400
    tag = (await site.get("/search.atom")).headers["etag"]
    assert (await site.get("/search.atom", headers={"if-none-match": tag})).status_code == 304


async def test_the_page_leads_to_its_feed(site: httpx.AsyncClient) -> None:
    page = Document((await site.get("/en/offers", params={"q": "渔竿"})).text)
    assert ("type", "application/atom+xml") in page.attributes
    (address,) = {found for found in page.addresses if "search.atom" in found}
    assert address == "/en/search.atom?kind=offer&q=%E6%B8%94%E7%AB%BF"
    assert (await feed(site, address)).attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"


def test_ids_differ_from_district_to_district(district: Settings) -> None:
    from registry.searching.feeds import _urn

    other = district.model_copy(update={"district": "另一区"})
    assert _urn(Site.of(district), "patent", "1") != _urn(Site.of(other), "patent", "1")
