"""Pages over a real database: what they show, how they are found, what they never do."""

import re

import httpx
import pytest

from registry.database.engine import transaction
from registry.database.operations import operation
from registry.settings import Settings
from tests.registry.site.conftest import open_site
from tests.registry.site.district import add
from tests.registry.site.documents import Document
from tests.registry.site.records import FORMER, HOSTILE, REEL, SHILANG, SHILANG_CODE, YANLI, number

pytestmark = pytest.mark.anyio

REEL_NUMBER = number(REEL)
PUBLIC = [
    "/",
    "/patents",
    "/patents?q=碳纤维&type=invention&offer=open&sort=granted",
    f"/patents/{REEL_NUMBER}",
    f"/patents/{number('202419900888')}",
    "/enterprises",
    f"/enterprises/{SHILANG_CODE}",
    "/enterprises?titled=1",
    "/offers",
    "/offers?available=1&mode=free",
    "/projects",
    "/projects/id-1",
    "/projects/id-2",
]
INTERNAL = ["/imports", "/imports/1", "/imports/1?severity=error", "/imports/2"]


async def page(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_page_renders_without_inline_code_or_outside_addresses(
    inside: httpx.AsyncClient, prefix: str
) -> None:
    for address in [*PUBLIC, *INTERNAL]:
        document = Document(await page(inside, prefix + address if address != "/" or not prefix else "/en"))
        assert "style" not in document.tags
        assert not [name for name, _ in document.attributes if name == "style" or name.startswith("on")]
        assert document.tags.count("script") == 2
        outside = [found for found in document.addresses if not found.startswith(("/", "#", "?"))]
        assert outside == []


@pytest.mark.parametrize("address", PUBLIC + INTERNAL)
async def test_english_pages_speak_english_and_mark_the_register_s_own_words(
    inside: httpx.AsyncClient, address: str
) -> None:
    document = Document(await page(inside, "/en" if address == "/" else f"/en{address}"))
    assert ("lang", "en") in document.attributes
    title = next(text for text in document.texts if "IP Registry" in text)
    assert [text for text in document.unmarked_chinese if text not in title] == []


async def test_links_stay_in_the_language_and_the_switch_keeps_the_query(site: httpx.AsyncClient) -> None:
    document = Document(await page(site, "/en/patents?q=碳纤维&offer=open"))
    inner = [
        found for found in document.addresses if found.startswith("/") and not found.startswith("/static/")
    ]
    chinese = [found for found in inner if not found.startswith(("/en", "/api/"))]
    assert set(chinese) == {"/patents?q=%E7%A2%B3%E7%BA%A4%E7%BB%B4&offer=open"}


async def test_hostile_text_of_the_register_is_shown_and_never_run(inside: httpx.AsyncClient) -> None:
    for address in [*PUBLIC, *INTERNAL, f"/patents?q={HOSTILE}", f"/enterprises?q={HOSTILE}&tag={HOSTILE}"]:
        text = await page(inside, address)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;alert" in await page(inside, "/patents")


@pytest.mark.parametrize(
    "spelling",
    [
        "ZL202119903127.1",
        "ZL 2021 1 9903127.1",
        "CN202119903127.1",
        "2021199031271",
        "202119903127",
        "102021009903127",
        "CN199031270B",
        "CN 199031270 A",
        "CN199031270",
        "199031270",
    ],
)
async def test_other_spellings_of_a_number_lead_to_the_canonical_address(
    site: httpx.AsyncClient, spelling: str
) -> None:
    answer = await site.get(f"/patents/{spelling}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/patents/{REEL_NUMBER}")
    english = await site.get(f"/en/patents/{spelling}")
    assert english.headers["location"] == f"/en/patents/{REEL_NUMBER}"


async def test_a_wrong_check_digit_is_told_with_the_right_number(site: httpx.AsyncClient) -> None:
    answer = await site.get("/patents/202119903127.4")
    assert answer.status_code == 404
    assert "校验位不对" in answer.text
    assert f'href="/patents/{REEL_NUMBER}"' in answer.text
    assert f'href="/patents/{REEL_NUMBER}"' in await page(site, "/patents?q=202119903127.4")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ZL 2021 1 9903127.1", [REEL]),
        ("q=渔竿 缠绕", [REEL]),
        (f"owner={FORMER}", ["202339900417"]),
        ("township=竹岛街道", ["202129910263"]),
        ("ipc=G", ["202119905580"]),
        ("year_from=2022&year_to=2022", ["202229907715", REEL]),
        ("type=design", ["202339900417"]),
        ("offer=open", ["202229907715", REEL, "202019901846"]),
        ("offer=none&status=in_force", ["202339900417", "202119905580"]),
        ("q=100%25", []),
    ],
)
async def test_the_list_of_patents_is_narrowed_by_its_address(
    site: httpx.AsyncClient, query: str, found: list[str]
) -> None:
    text, _, _ = (await page(site, f"/patents?{query}")).partition("hits-also")  # some of the words only
    results = re.findall(r'class="hit-title"><a href="([^"]+)"', text)
    assert sorted(results) == sorted(f"/patents/{number(digits)}" for digits in found)


async def test_a_patent_shows_offer_owner_events_source_and_history(site: httpx.AsyncClient) -> None:
    text = await page(site, f"/patents/{REEL_NUMBER}")
    for words in (
        "ZL 2021 1 9903127.1",
        "¥30,000",
        "一次总付",
        "2041-03-15",
        "实质审查的生效",
        "环翠农商银行",
        "运营平台导出-2024-05.xlsx",
        "第 37 行",
        "碳纤维鱼竿分段缠绕装置",
        "未采用：另一来源优先",
        "人工修改",
        "依据声明公告文本补录",
        f'href="/enterprises/{SHILANG_CODE}"',
    ):
        assert words in text, words


async def test_a_former_name_on_a_patent_leads_to_the_enterprise_of_today(site: httpx.AsyncClient) -> None:
    text = await page(site, f"/patents/{number('202339900417')}")
    assert f"现名 {SHILANG}" in text
    assert f'href="/enterprises/{SHILANG_CODE}"' in text


async def test_an_enterprise_shows_its_names_titles_and_patents(site: httpx.AsyncClient) -> None:
    text = await page(site, f"/enterprises/{SHILANG_CODE}")
    for words in (
        FORMER,
        "知识产权优势企业",
        "高新技术企业",
        "重点培育",
        "钓竿握把",
        "渔竿表面用水性耐盐雾涂料",
        YANLI[:2],
    ):
        assert words in text, words


async def test_an_enterprise_without_credit_code_has_an_address_too(site: httpx.AsyncClient) -> None:
    listed = Document(await page(site, "/enterprises?q=澜钩")).addresses
    (address,) = {found for found in listed if found.startswith("/enterprises/id-")}
    assert "威海澜钩钓具有限公司" in await page(site, address)


async def test_an_empty_register_says_so_on_every_list(bare: httpx.AsyncClient) -> None:
    for address, words in {
        "/": "还没有导入任何表格",
        "/patents": "还没有导入专利",
        "/enterprises": "还没有导入企业",
        "/offers": "还没有导入开放许可公告",
        "/projects": "还没有导入专利导航项目",
        "/imports": "还没有导入任何表格",
    }.items():
        assert words in await page(bare, address)


async def test_paging_leads_on_and_a_page_beyond_the_end_leads_back(site: httpx.AsyncClient) -> None:
    first = await page(site, "/patents?size=3")
    assert "第 1 至 3 件，共 8 件" in first
    assert 'rel="next"' in first
    assert "没有第 9 页" in await page(site, "/patents?size=3&page=9")


async def test_static_files_are_cached_for_ever_under_an_address_of_their_content(
    site: httpx.AsyncClient,
) -> None:
    document = Document(await page(site, "/"))
    files = [found for found in document.addresses if found.startswith("/static/")]
    assert len(files) == 7
    for address in files:
        answer = await site.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


async def test_figures_follow_every_change_of_the_register(settings: Settings) -> None:
    async with open_site(settings) as client:
        assert "还没有导入专利" in await page(client, "/patents")
        assert await figures(client) == ["0"] * 6
        async with transaction(), operation("edit", "林若川"):
            await add("patent", application_number=number(REEL), legal_status="in_force")
        assert await figures(client) == ["1", "1", "0", "0", "0", "0"]


async def figures(client: httpx.AsyncClient) -> list[str]:
    text = await page(client, "/")
    return re.findall(r'<b class="num">([0-9,]+)</b>', text)


async def test_an_offer_says_what_it_costs_and_how_long_it_lasts(site: httpx.AsyncClient) -> None:
    lump, royalty, free = [
        Document(await page(site, f"/patents/{number(digits)}")).text
        for digits in (REEL, "202019901846", "202229907715")
    ]
    assert "全期费用 ¥30,000" in lump
    assert "专利权 2041-03-15 届满" in lump
    assert "许可期限超过专利权期限，以专利权期限届满日 2041-03-15 为限。" in lump
    assert "全期费用 ¥10,000 + 净销售额 × 2%" in royalty
    assert "基数每 100 万元提成 ¥20,000" in royalty
    assert "全期费用" not in free


async def test_related_patents_are_named_once_each_with_the_reason(site: httpx.AsyncClient) -> None:
    text = Document(await page(site, f"/patents/{REEL_NUMBER}")).text
    related = text[text.index("相关专利") : text.index("数据来源")]
    of_holder, of_group = related.split("同一 IPC 主组 A01K 87")
    assert "渔竿表面用水性耐盐雾涂料及其制备方法" in of_holder
    assert "可快拆的碳纤维路亚竿导环组件" in of_group
    assert "可快拆的碳纤维路亚竿导环组件" not in of_holder
    assert "一种碳纤维渔竿分段缠绕成型装置" not in related


async def test_a_holder_on_record_is_linked_with_its_titles_and_holdings(site: httpx.AsyncClient) -> None:
    document = Document(await page(site, f"/patents/{REEL_NUMBER}"))
    holder = document.text[document.text.rindex("权利人") :]
    assert f"/enterprises/{SHILANG_CODE}" in document.addresses
    for said in (SHILANG, "张村镇", "钓具渔具", "发明 2 件", "可许可 1 件", "知识产权优势企业"):
        assert said in holder


async def test_a_project_lists_what_can_be_licensed_in_its_field_and_links_what_it_names(
    site: httpx.AsyncClient,
) -> None:
    (key,) = [
        found
        for found in Document(await page(site, "/projects?q=渔具")).addresses
        if found.startswith("/projects/")
    ]
    document = Document(await page(site, key))
    offered = {found.rsplit("/", 1)[1] for found in document.addresses if found.startswith("/patents/")}
    assert offered == {number(REEL), number("202019901846"), number("202229907715")}
    assert "本领域现在可以许可的专利 3 件" in document.text
    assert {
        "/patents?offer=open&ipc=A01K87&ipc=B29C70",
        "/projects?cluster=%E9%92%93%E5%85%B7%E6%B8%94%E5%85%B7",
    } <= set(document.addresses)


async def test_the_first_page_leads_to_the_patents_of_every_cluster_and_class(
    site: httpx.AsyncClient,
) -> None:
    document = Document(await page(site, "/"))
    assert {
        "/patents?cluster=%E9%92%93%E5%85%B7%E6%B8%94%E5%85%B7",
        "/patents?ipc=A",
        "/patents?ipc=G",
    } <= set(document.addresses)
    assert "A 人类生活必需3" in document.text
