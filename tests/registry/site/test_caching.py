"""What visitors may keep, how it is told apart, and what is sent to whom: tags, 304, compression, HEAD."""

import gzip
from typing import Any

import brotli
import httpx
import pytest

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.serving.heads import answering_heads
from registry.settings import Settings
from tests.registry.site.conftest import open_site

pytestmark = pytest.mark.anyio
KEPT = {
    "/patents": "Cookie",
    "/en/offers?fragment=1": "Cookie",
    "/api/v1/patents?size=2": "Cookie, Authorization",
    "/api/v1/search?q=%E7%A2%B3%E7%BA%A4%E7%BB%B4": "Cookie, Authorization",
    "/api/v1/openapi.json": "Accept-Language,Cookie, Authorization",
}


async def test_what_is_public_is_revalidated_and_not_sent_twice(site: httpx.AsyncClient) -> None:
    plain = {"accept-encoding": "identity"}
    for address, told_apart_by in KEPT.items():
        first = await site.get(address, headers=plain)
        assert first.status_code == 200
        assert "set-cookie" not in first.headers
        assert first.headers["cache-control"] == "public, no-cache"
        assert first.headers["vary"] == told_apart_by
        tag = first.headers["etag"]
        for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            again = await site.get(address, headers={"if-none-match": held})
            assert (again.status_code, again.content) == (304, b""), address
            assert again.headers["etag"] == tag
            assert again.headers["content-security-policy"]
        assert (await site.get(address, headers={"if-none-match": '"other"'})).status_code == 200


async def test_texts_are_compressed_as_asked_for_under_the_same_tag(site: httpx.AsyncClient) -> None:
    whole = await site.get("/patents", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in whole.headers
    for encoding, opened in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        async with site.stream("GET", "/patents", headers={"accept-encoding": encoding}) as answer:
            body = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == encoding
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["etag"] == whole.headers["etag"]
        assert opened(body) == whole.content
        assert len(body) < len(whole.content) / 3
    packed = await site.get("/search.xlsx")
    assert packed.status_code == 200
    assert "content-encoding" not in packed.headers


async def test_who_has_signed_in_keeps_nothing(district: Settings) -> None:
    async with open_site(district, role=Role.OFFICER) as officer:
        for address in ("/patents", "/api/v1/patents"):
            answer = await officer.get(address, headers={"if-none-match": "*"})
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
            assert "etag" not in answer.headers


async def test_a_head_is_told_what_a_get_would_be(district: Settings) -> None:
    app = create_app(district)
    seen: list[dict[str, Any]] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        await answering_heads(app)(scope, receive, send)
        seen.append({"method": scope["method"], "template": scope["path_template"]})

    transport = httpx.ASGITransport(app=watched)
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="http://x.test") as client:
        got = await client.get("/api/v1/patents")
        head = await client.head("/api/v1/patents")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == got.headers["etag"]
        assert head.headers["content-length"] == got.headers["content-length"]
        held = await client.head("/api/v1/patents", headers={"if-none-match": head.headers["etag"]})
        assert held.status_code == 304
        assert (await client.head("/nosuch")).status_code == 404
    assert seen[1] == {"method": "HEAD", "template": "/api/v1/patents"}
