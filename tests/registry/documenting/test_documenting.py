"""The description of the API: whole, in both languages, true, and shown without anything from outside."""

import re
from typing import Any

import httpx
import pytest

from registry.documenting.schema import PROBLEM_EXAMPLE, SEARCH_EXAMPLE
from registry.documenting.words import PARAMETERS, SUMMARIES
from tests.registry.site.conftest import application, district, site
from tests.registry.site.documents import CHINESE, Document

__all__ = ["application", "district", "site"]
pytestmark = pytest.mark.anyio


async def description(site: httpx.AsyncClient, language: str) -> Any:
    answer = await site.get("/api/v1/openapi.json", headers={"accept-language": language})
    assert answer.status_code == 200
    assert "Accept-Language" in answer.headers["vary"]
    return answer.json()


def references(value: Any) -> set[str]:
    """Every reference inside a value."""
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


async def test_every_address_and_parameter_is_described_in_both_languages(site: httpx.AsyncClient) -> None:
    for language, chinese in (("zh-CN", True), ("en", False)):
        told = await description(site, language)
        calls = {
            (path if method == "get" else f"{method.upper()} {path}"): operation
            for path, item in ((path.removeprefix("/api/v1"), item) for path, item in told["paths"].items())
            for method, operation in item.items()
        }
        assert set(calls) == set(SUMMARIES)
        named = set()
        for path, operation in calls.items():
            texts = [operation["summary"]]
            for parameter in operation.get("parameters", ()):
                named.add(parameter["name"])
                texts.append(parameter["description"])
                assert "null" not in str(parameter["schema"]), (path, parameter["name"])
            assert all(texts)
            assert all(bool(CHINESE.search(text)) is chinese for text in texts), path
        assert named == {name.rpartition(" ")[2] for name in PARAMETERS}
        schemas = {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}
        assert references(told) <= schemas
        assert all(re.fullmatch(r"#/components/schemas/\w+", name) for name in schemas)
        assert "#/components/schemas/PatentSummaryPage" in schemas


async def test_errors_and_files_are_told(site: httpx.AsyncClient) -> None:
    paths = (await description(site, "zh"))["paths"]
    patent = paths["/api/v1/patents/{number}"]["get"]["responses"]
    assert list(patent["404"]["content"]) == ["application/problem+json"]
    book = paths["/api/v1/search.xlsx"]["get"]["responses"]
    assert set(book) == {"200", "400", "422", "503"}
    (media,) = book["200"]["content"]
    assert media.startswith("application/vnd.openxmlformats")
    listed = {one["name"]: one for one in paths["/api/v1/projects"]["get"]["parameters"]}
    assert set(listed["sort"]["schema"]["enum"]) == {"approved", "title"}
    assert "invention" not in listed["type"]["schema"]["enum"]


async def test_the_examples_are_true(site: httpx.AsyncClient) -> None:
    found = (await site.get("/api/v1/search", params={"q": "渔竿"})).json()
    assert set(found) == set(SEARCH_EXAMPLE)
    assert set(found["hits"][0]) == set(SEARCH_EXAMPLE["hits"][0])  # type: ignore[index]  # a list
    refused = (await site.get("/api/v1/patents", params={"page": "abc"})).json()
    assert refused == PROBLEM_EXAMPLE


async def test_the_page_shows_every_address_and_its_examples_work(site: httpx.AsyncClient) -> None:
    for address, word in (("/api/v1/docs", "怎样调用"), ("/en/api/v1/docs", "How to call it")):
        answer = await site.get(address)
        assert answer.status_code == 200
        page = Document(answer.text)
        assert word in page.text
        assert not [path for path in SUMMARIES if f"/api/v1{path.rpartition(' ')[2]}" not in page.text]
        if address.startswith("/en"):
            schemas = (await description(site, "en"))["components"]["schemas"].values()
            assert set(page.unmarked_chinese) <= {one.get("description") for one in schemas}
        anchors = {value for name, value in page.attributes if name == "id"}
        assert {found[1:] for found in page.addresses if found.startswith("#")} <= anchors
        for example in {
            found for found in page.addresses if found.startswith("/api/v1/") and "docs" not in found
        }:
            assert (await site.get(example)).status_code == 200, example
    assert 'href="/en/api/v1/docs"' in (await site.get("/en/patents")).text
