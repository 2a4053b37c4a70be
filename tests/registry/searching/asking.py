"""What tests ask of the site."""

import re
from typing import Any

import httpx

from tests.registry.site.documents import Document

HIT = re.compile(r'class="hit-title"><a href="([^"]+)"')
PARTLY = '<h2 class="hits-also">'
"""Stands before what has only some of the words."""


async def page(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


async def words(client: httpx.AsyncClient, address: str) -> str:
    """The texts of a page, one after the other."""
    return " ".join(" ".join(Document(await page(client, address)).texts).split())


async def listed(client: httpx.AsyncClient, address: str) -> list[str]:
    """The last parts of the addresses of the hits, in their order."""
    return _keys((await page(client, address)).split(PARTLY)[0])


async def partly(client: httpx.AsyncClient, address: str) -> list[str]:
    """The same of what has only some of the words."""
    return _keys((await page(client, address)).partition(PARTLY)[2])


def _keys(text: str) -> list[str]:
    return [found.rsplit("/", 1)[1] for found in HIT.findall(text)]


async def json(client: httpx.AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()
