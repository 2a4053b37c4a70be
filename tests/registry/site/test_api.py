"""The JSON: lists with a total, details with provenance and history, natural keys, one description."""

from typing import Any

import httpx
import pytest

from tests.registry.site.records import REEL, SHILANG, SHILANG_CODE, number

pytestmark = pytest.mark.anyio


async def json(client: httpx.AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("kind", "total"), [("patents", 8), ("enterprises", 5), ("offers", 5), ("projects", 2)]
)
async def test_lists_give_items_total_page_and_size(site: httpx.AsyncClient, kind: str, total: int) -> None:
    found = await json(site, f"/api/v1/{kind}?size=2&page=1")
    assert set(found) == {"items", "total", "page", "size"}
    assert (found["total"], found["page"], found["size"], len(found["items"])) == (total, 1, 2, 2)
    assert all("id" not in item for item in found["items"])


async def test_a_patent_gives_exact_values_under_its_natural_key(site: httpx.AsyncClient) -> None:
    found = await json(site, "/api/v1/patents/ZL2021199031271")
    assert found["record"]["application_number"] == number(REEL)
    assert found["record"]["filing_date"] == "2021-03-15"
    assert found["owners"] == [
        {"name": SHILANG, "enterprise": {"key": SHILANG_CODE, "name": SHILANG, "township": "张村镇"}}
    ]
    assert found["offers"][0]["fee_amount"] == "30000.00"
    assert "contact" not in found["offers"][0]
    assert "id" not in found["record"]


async def test_a_detail_says_where_every_field_comes_from_and_what_lost(site: httpx.AsyncClient) -> None:
    found = await json(site, f"/api/v1/patents/{number(REEL)}")
    groups = found["provenance"]["groups"]
    first = groups[0]
    assert (first["origin"]["batch"], first["origin"]["row"], first["origin"]["sheet"]) == (1, 37, "专利清单")
    title = next(field for field in first["fields"] if (field["kind"], field["field"]) == ("patent", "title"))
    assert [lost["value"] for lost in title["lost"]] == ["碳纤维鱼竿分段缠绕装置"]
    by_hand = next(group for group in groups if group["origin"]["by_hand"])
    assert [field["field"] for field in by_hand["fields"]] == ["area"]
    assert by_hand["origin"]["reason"] == "依据声明公告文本补录"
    edit = found["history"]["changes"][0]
    assert (edit["kind"], edit["action"], edit["actor"]) == (
        "offer",
        "update",
        None,
    )  # persons are not public
    assert edit["fields"] == [{"field": "area", "before": "中国境内", "after": "中国境内（含港澳台除外）"}]


async def test_the_description_names_every_route_and_parameter(site: httpx.AsyncClient) -> None:
    described = await json(site, "/api/v1/openapi.json")
    assert {"/api/v1/patents", "/api/v1/patents/{number}", "/api/v1/offers"} <= set(described["paths"])
    parameters = {item["name"] for item in described["paths"]["/api/v1/patents"]["get"]["parameters"]}
    assert {"q", "type", "status", "offer", "township", "page", "size"} <= parameters
    assert not [path for path in described["paths"] if not path.startswith("/api/v1/")]
