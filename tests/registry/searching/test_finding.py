"""Searches over a real database and index: every parameter, on the page and as JSON."""

import httpx
import pytest

from tests.registry.searching.asking import json, listed, page, partly, words
from tests.registry.site.records import FORMER, REEL, SHILANG, SHILANG_CODE, YANLI_CODE, number

pytestmark = pytest.mark.anyio
TENSION, RING, TUBE, NET, PAINT, GRIP = (
    "202019901846", "202229907715", "202119905580", "202129910263", "201919904492", "202339900417",
)  # fmt: skip
CLOSED = "202119903127.4"


PATENTS = [
    ("q=ZL 2021 1 9903127.1", [REEL]),
    ("q=缠绕成型", [REEL]),
    ("q=碳纤维 -渔竿 -钓竿", [RING, TUBE, NET]),
    ('q="碳纤维渔竿"', [REEL]),
    ("q=发明人:许知夏", [REEL]),
    ("q=inventor:许知夏", [REEL]),
    ("q=标题:握把", [GRIP]),
    ("q=ipc:G01N", [TUBE]),
    ("q=申请号:202119905580", [TUBE]),
    ("q=权利人:衍力", [TENSION, PAINT]),
    ("type=design&type=utility_model", [GRIP, RING, NET]),
    ("status=lapsed_fee", [PAINT]),
    ("owner_type=enterprise", [REEL]),
    ("cluster=碳纤维及复合材料", [TENSION, PAINT]),
    ("township=竹岛街道&township=嵩山街道", [NET, TUBE]),
    ("district=环翠区&type=invention", [REEL, TENSION]),
    (f"owner={FORMER}", [GRIP]),
    ("ipc=A01K", [REEL, RING, NET]),
    ("ipc=A01K87&ipc=C", [REEL, RING, PAINT]),
    ("mode=free&mode=lump_sum", [REEL, RING]),
    ("year_from=2023", [TENSION, TUBE, GRIP]),
    ("fee_from=1&fee_to=30000", [REEL, TENSION, NET]),
    ("fee_to=0", [RING]),
    ("offer=open", [REEL, TENSION, RING]),
    ("offer=declared&type=utility_model", [RING, NET]),
    ("offer=none&type=design", [GRIP]),
]


async def test_patents_are_found_by_every_parameter_on_the_page_and_as_json(site: httpx.AsyncClient) -> None:
    for query, found in PATENTS:
        wanted = (query, sorted(map(number, found)))
        assert (query, sorted(await listed(site, f"/search?{query}"))) == wanted
        answer = await json(site, f"/api/v1/search?{query}")
        assert (query, sorted(hit["key"] for hit in answer["hits"])) == wanted
        assert answer["total"] == len(found)


async def test_where_few_have_all_words_those_that_have_some_follow(site: httpx.AsyncClient) -> None:
    assert await listed(site, "/search?q=碳纤维 渔竿 许知夏") == [number(REEL)]
    some = await partly(site, "/search?q=碳纤维 渔竿 许知夏")
    assert {number(RING), number(TUBE), number(NET)} <= set(some)
    assert number(REEL) not in some
    narrowed = await partly(site, "/search?q=碳纤维 渔竿 许知夏&ipc=A01K87&ipc=C")
    assert set(narrowed) == {number(RING), number(PAINT)}
    for whole in ("碳纤维", '"碳纤维渔竿"', "202119905580", "碳纤维 许知夏&sort=filed"):
        assert await partly(site, f"/search?q={whole}") == []


OFFERS = [
    ("kind=offer&q=渔竿", [REEL, PAINT]),
    ("kind=offer&state=withdrawn", [PAINT]),
    ("kind=offer&q=2024-0117", [REEL]),
    ("kind=offer&year_from=2024&year_to=2024&mode=free", [RING]),
]


async def test_offers_lead_to_their_patents(site: httpx.AsyncClient) -> None:
    for query, found in OFFERS:
        assert (query, sorted(await listed(site, f"/search?{query}"))) == (query, sorted(map(number, found)))


ENTERPRISES = [
    (f"q={SHILANG}", SHILANG_CODE),
    (f"q={FORMER}", SHILANG_CODE),
    (f"q={SHILANG_CODE[:14]}", SHILANG_CODE),
    ("level=district&level=national", SHILANG_CODE),
    ("tag=重点培育", SHILANG_CODE),
    ("cluster=碳纤维及复合材料&township=羊亭镇", YANLI_CODE),
    ("year_from=2012&year_to=2012", YANLI_CODE),
]


async def test_enterprises_are_found_by_name_code_and_choice(site: httpx.AsyncClient) -> None:
    for query, found in ENTERPRISES:
        assert (query, found) in [
            (query, key) for key in await listed(site, f"/search?kind=enterprise&{query}")
        ]


async def test_projects_are_found(site: httpx.AsyncClient) -> None:
    assert len(await listed(site, "/search?kind=project&type=industry&state=accepted")) == 1
    assert await listed(site, "/projects?q=编号:WHHC-2024") == await listed(
        site, "/projects?cluster=钓具渔具"
    )


async def test_an_exact_number_comes_first_and_says_why(site: httpx.AsyncClient) -> None:
    answer = await json(site, f"/api/v1/search?q={number(REEL)}")
    assert (answer["hits"][0]["key"], answer["hits"][0]["reason"]) == (number(REEL), "identifier")
    assert "号码相符" in await page(site, f"/search?q={number(REEL)}")


async def test_hits_stand_in_the_order_asked_for(site: httpx.AsyncClient) -> None:
    for sort, first in {"fee": RING, "filed": "202419900888", "granted": GRIP, "declared": REEL}.items():
        assert (sort, (await listed(site, f"/search?sort={sort}"))[0]) == (sort, number(first))


async def test_who_looks_around_sees_first_what_can_be_licensed_now(site: httpx.AsyncClient) -> None:
    every = await listed(site, "/patents?size=3") + await listed(site, "/patents?size=3&page=2")
    every += await listed(site, "/patents?size=3&page=3")
    assert every[:3] == [number(REEL), number(TENSION), number(RING)]
    assert len(set(every)) == len(every) == 8


async def test_a_facet_counts_as_if_nothing_of_it_were_chosen(site: httpx.AsyncClient) -> None:
    def counts(answer: object, name: str) -> dict[str, int]:
        return {one["value"]: one["count"] for one in answer["facets"][name]}  # type: ignore[index]

    free = await json(site, "/api/v1/search")
    narrowed = await json(site, "/api/v1/search?type=design&year_from=2023")
    assert counts(free, "type") == {"invention": 5, "utility_model": 2, "design": 1}
    assert counts(narrowed, "type") == {"invention": 2, "design": 1}
    assert counts(narrowed, "status") == {"in_force": 1}
    assert narrowed["years"] == [{"year": 2023, "count": 1}]


async def test_a_value_that_no_hit_has_stays_to_be_seen_and_cannot_be_chosen(site: httpx.AsyncClient) -> None:
    text = await page(site, "/search?q=握把")
    assert 'name="type" value="invention" disabled>' in text
    assert 'name="type" value="design">' in text


async def test_the_tree_of_classes_opens_where_one_is_chosen(site: httpx.AsyncClient) -> None:
    text = await page(site, "/search?ipc=A01K")
    assert 'href="/search?ipc=A01K87"' in text
    assert 'aria-current="true"><span class="key">A01K</span>' in text
    assert 'href="/search?ipc=A01"' in text


async def test_every_kind_is_counted_for_what_was_typed(site: httpx.AsyncClient) -> None:
    said = await words(site, "/search?q=碳纤维&type=design")
    assert "专利 0 开放许可公告 5 企业 1 专利导航 1" in said


async def test_what_is_typed_may_become_a_word_or_lead_to_a_record(site: httpx.AsyncClient) -> None:
    async def suggested(typed: str) -> list[tuple[str, str]]:
        found = (await json(site, f"/suggest?q={typed}"))["suggestions"]
        return [(one["source"], one["path"] or one["text"]) for one in found]

    fibre = await suggested("碳纤")
    assert fibre[0] == ("word", "碳纤维")
    assert ("enterprise", f"/enterprises/{SHILANG_CODE}") in fibre
    assert fibre[-1][0] == "project"
    assert ("word", "渔竿 碳纤维") in await suggested("渔竿 txw")
    assert await suggested("ZL2021199031271") == [("patent", f"/patents/{number(REEL)}")]
    assert await suggested("龙") == []
