"""The site is there under its own names only, if it is told them."""

import httpx
import pytest

from registry.app import create_app
from registry.settings import Settings

pytestmark = pytest.mark.anyio


async def status(settings: Settings, host: str, address: str = "/api/v1/openapi.json") -> int:
    transport = httpx.ASGITransport(app=create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        return (await client.get(address, headers={"host": host})).status_code


@pytest.mark.parametrize("host", ["ip.example.cn", "IP.example.cn:8443", "[2001:db8::7]:443"])
async def test_known_names_are_served_on_any_port(host: str) -> None:
    assert await status(Settings(hosts="ip.example.cn, 2001:db8::7"), host) == 200


@pytest.mark.parametrize(
    "host", ["other.example", "ip.example.cn.other.example", "", "[", "a@ip.example.cn:x"]
)
async def test_other_names_are_refused_but_for_monitoring(host: str) -> None:
    settings = Settings(hosts="ip.example.cn")
    assert await status(settings, host) == 421
    assert await status(settings, host, "/healthz") == 200


async def test_any_name_will_do_where_none_is_set() -> None:
    assert await status(Settings(), "whatever") == 200
