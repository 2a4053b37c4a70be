"""A page with everything it loads is light enough for a slow phone."""

import re
from urllib.parse import urljoin

import httpx
import pytest

from tests.registry.site.records import REEL, SHILANG_CODE, number

pytestmark = pytest.mark.anyio
MOST = 150_000
"""Bytes over the wire for a first visit, with nothing in the cache."""
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"[^>]* href|script[^>]* src|img[^>]* src)="([^"]+)"')
IMPORTED = re.compile(r'^\s*import (?:[^"]* from )?"(\.[^"]+)"', re.MULTILINE)
PAGES = [
    "/",
    "/search?q=碳纤维",
    "/patents",
    "/offers",
    "/enterprises",
    "/projects",
    "/needs?text=碳纤维渔竿的接头容易断裂",
    f"/patents/{number(REEL)}",
    f"/enterprises/{SHILANG_CODE}",
    "/en/search?q=碳纤维",
    "/nothing-here",
]


async def weights(client: httpx.AsyncClient, address: str) -> dict[str, int]:
    """Bytes over the wire by address: the page, and all that it and its modules load."""
    found: dict[str, int] = {}
    waiting = [address]
    while waiting:
        asked = waiting.pop()
        if asked in found:
            continue
        answer = await client.get(asked, headers={"accept-encoding": "gzip, br", "accept": "text/html, */*"})
        assert answer.status_code == 200 or asked == "/nothing-here", asked
        found[asked] = answer.num_bytes_downloaded
        links = LOADED if "html" in answer.headers["content-type"] else IMPORTED
        waiting += [urljoin(asked, link) for link in links.findall(answer.text)]
    return found


async def test_no_page_weighs_more_than_a_slow_phone_can_carry(site: httpx.AsyncClient) -> None:
    for address in PAGES:
        found = await weights(site, address)
        assert len(found) > 10, found
        assert (address, sum(found.values()) <= MOST) == (address, True), found
