"""What tests ask of the site."""

import re
from typing import Any

import httpx

from tests.registry.site.documents import Document

HIT = re.compile(r'class="hit-title"><a href="([^"]+)"')


async def page(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


async def words(client: httpx.AsyncClient, address: str) -> str:
    """The texts of a page, one after the other."""
    return " ".join(" ".join(Document(await page(client, address)).texts).split())


async def listed(client: httpx.AsyncClient, address: str) -> list[str]:
    """The last parts of the addresses of the hits, in their order."""
    return [found.rsplit("/", 1)[1] for found in HIT.findall(await page(client, address))]


async def json(client: httpx.AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()
