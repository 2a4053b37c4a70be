"""Errors in one shape, as a page or as JSON, in words a person can act on."""

import logging

import httpx
import pytest

from registry.settings import Settings
from registry.site.headers import CONTENT_SECURITY_POLICY
from tests.conftest import Server
from tests.registry.site.conftest import open_site

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        ("page=abc", "page", "应为整数"),
        ("page=0", "page", "不能小于 1"),
        ("size=5000", "size", "不能大于 500"),
        ("type=car", "type", "没有“car”这个选项"),
        ("sort=price", "sort", "没有“price”这个选项"),
        ("ipc=Z", "ipc", "没有“Z”这个选项"),
        ("q=" + "长" * 201, "q", "最长 200 个字"),
    ],
)
async def test_a_wrong_query_value_is_named_on_the_page_and_in_json(
    site: httpx.AsyncClient, query: str, parameter: str, message: str
) -> None:
    page = await site.get(f"/patents?{query}")
    assert page.status_code == 400
    assert message in page.text
    answer = await site.get(f"/api/v1/patents?{query}")
    assert answer.json() == {
        "type": "/api/v1/docs#bad_request",
        "title": "地址里的条件无法识别",
        "status": 400,
        "detail": "请改正下列条件，或者去掉它们。",
        "code": "bad_request",
        "problems": [{"parameter": parameter, "message": message}],
        "id": None,
    }


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/patents/202119900000.0", 404, "not_found"),
        ("GET", "/enterprises/91371002MA99A99999", 404, "not_found"),
        ("GET", "/enterprises/id-99999999999999999999", 404, "not_found"),
        ("GET", "/projects/7", 404, "not_found"),
        ("POST", "/patents", 405, "method_not_allowed"),
    ],
)
async def test_pages_and_json_agree_on_what_is_wrong(
    site: httpx.AsyncClient, method: str, address: str, status: int, code: str
) -> None:
    page = await site.request(method, address)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    answer = await site.request(method, address, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"type", "title", "status", "detail", "code", "problems", "id"}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_page_calls_what_was_typed_by_its_name(site: httpx.AsyncClient) -> None:
    page = await site.get("/patents?year_from=abc")
    assert page.status_code == 400
    assert "<dt>年份从</dt>" in page.text
    (problem,) = (await site.get("/api/v1/search?year_from=abc")).json()["problems"]
    assert problem == {"parameter": "year_from", "message": "应为整数"}


async def test_messages_follow_the_language_of_the_caller(site: httpx.AsyncClient) -> None:
    english = await site.get("/api/v1/patents?page=abc", headers={"accept-language": "en-GB"})
    assert english.json()["problems"][0]["message"] == "has to be a whole number"
    assert "There is no such page" in (await site.get("/en/nowhere")).text


async def test_an_unforeseen_error_is_logged_under_the_number_shown(
    settings: Settings, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_site(settings) as client:
        server.sql("ALTER TABLE patent RENAME TO lost", server.name(settings))
        with caplog.at_level(logging.ERROR):
            answer = await client.get("/api/v1/patents")
    assert answer.status_code == 500
    assert answer.json()["id"] in caplog.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("address", ["/", "/nowhere", "/api/v1/patents", "/patents?page=abc", "/healthz"])
async def test_every_answer_carries_the_security_headers(site: httpx.AsyncClient, address: str) -> None:
    headers = (await site.get(address)).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_what_the_api_does_not_have_is_told_as_all_its_errors(site: httpx.AsyncClient) -> None:
    answer = await site.get("/api/v1/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/patents", "/accounts", "/api/v1/search"])
async def test_which_methods_an_address_takes_may_be_asked(site: httpx.AsyncClient, address: str) -> None:
    answer = await site.options(address)
    assert answer.status_code == 204
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "OPTIONS"}
