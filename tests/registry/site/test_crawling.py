"""What search engines and other sites are told of the pages: addresses, languages, what to leave alone."""

import xml.etree.ElementTree as ET

import httpx
import pytest

from registry.settings import Settings
from tests.registry.site.conftest import open_site
from tests.registry.site.records import REEL, SHILANG_CODE, number

pytestmark = pytest.mark.anyio
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://registry.test"


async def located(site: httpx.AsyncClient, address: str) -> dict[str, ET.Element]:
    answer = await site.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/xml")
    return {one.findtext(f"{SITEMAP}loc", ""): one for one in ET.fromstring(answer.text)}  # noqa: S314  our own answer


async def test_every_record_is_in_a_part_in_both_languages_with_its_last_change(
    site: httpx.AsyncClient,
) -> None:
    parts = await located(site, "/sitemap.xml")
    assert set(parts) == {
        f"{BASE}/sitemaps/{name}.xml" for name in ("pages", "patents-0", "enterprises-0", "projects-0")
    }
    pages: dict[str, ET.Element] = {}
    for part in parts:
        pages |= await located(site, part)
    assert len(pages) == 2 * (7 + 8 + 5 + 2)
    for wanted in (f"/patents/{number(REEL)}", f"/en/enterprises/{SHILANG_CODE}", "/projects/id-1"):
        entry = pages[f"{BASE}{wanted}"]
        assert entry.findtext(f"{SITEMAP}lastmod", "").startswith("2")
        languages = {link.attrib["hreflang"] for link in entry if "hreflang" in link.attrib}
        assert languages == {"zh-CN", "en"}
    for address in pages:
        assert (await site.get(address)).status_code == 200, address


async def test_parts_that_are_not_there_are_not_found(site: httpx.AsyncClient) -> None:
    for name in (
        "patents-9.xml",
        "patents-x.xml",
        "nosuch-0.xml",
        "patents-0",
        "patents--1.xml",
        f"patents-{'9' * 40}.xml",
    ):
        assert (await site.get(f"/sitemaps/{name}")).status_code == 404, name


async def test_robots_are_led_to_the_records_and_away_from_lists_and_from_an_invented_district(
    site: httpx.AsyncClient, district: Settings
) -> None:
    told = (await site.get("/robots.txt")).text.splitlines()
    assert told[0] == "User-agent: *"
    assert told[-1] == f"Sitemap: {BASE}/sitemap.xml"
    assert {"Disallow: /search?", "Disallow: /en/search?", "Disallow: /patents?"} <= set(told)
    assert not any(line.endswith(("/patents", "/patents/", ": /")) for line in told)
    async with open_site(district.model_copy(update={"demo": True})) as demo:
        assert "Disallow: /\n" in (await demo.get("/robots.txt")).text


async def test_pages_say_under_which_address_they_stand_and_what_they_are_about(
    site: httpx.AsyncClient, district: Settings
) -> None:
    page = (await site.get(f"/en/patents/{number(REEL)}")).text
    assert f'<link rel="canonical" href="{BASE}/en/patents/{number(REEL)}">' in page
    assert f'hreflang="zh-CN" href="{BASE}/patents/{number(REEL)}"' in page
    assert f'hreflang="x-default" href="{BASE}/patents/{number(REEL)}"' in page
    assert 'property="og:title" content="一种碳纤维渔竿分段缠绕成型装置及其成型方法"' in page
    assert "：本发明公开一种碳纤维渔竿" in page
    missing = await site.get("/patents/nosuch")
    assert (missing.status_code, "canonical" in missing.text) == (404, False)
    public = district.model_copy(update={"public_address": "https://ip.example.cn"})
    async with open_site(public) as named:
        assert (
            '<link rel="canonical" href="https://ip.example.cn/patents?q=x">'
            in (await named.get("/patents?q=x")).text
        )
