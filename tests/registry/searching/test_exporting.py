"""What is found as a file: all of it, no more than the page may show, and safe to import again."""

import asyncio
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import httpx
import openpyxl
import pytest

from registry.database.engine import open_database, transaction
from registry.searching import exporting
from registry.settings import Settings
from tests.registry.imports.desk import Desk, contents, counts
from tests.registry.imports.test_round_trip import fill
from tests.registry.site.conftest import open_site
from tests.registry.site.district import build_index
from tests.registry.site.records import PERSON, PHONE, REEL, SHILANG, number

pytestmark = pytest.mark.anyio
KINDS = ("patent", "offer", "enterprise", "project")


def cells(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def imported(make_settings: Callable[[], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Records that came by imports, with texts that spreadsheets trip over, and their index."""
    settings = make_settings()

    async def make() -> None:
        async with open_database(settings):
            await fill(Desk(settings, tmp_path_factory.mktemp("desk")))
        await build_index(settings)

    asyncio.run(make())
    return settings


@pytest.mark.parametrize("form", exporting.FORMS)
async def test_what_is_exported_is_imported_again_without_change(
    imported: Settings, tmp_path: Path, form: str
) -> None:
    desk = Desk(imported, tmp_path / "desk")
    async with open_site(imported) as site:
        before = await contents()
        for kind, total in {"patent": 3, "offer": 3, "enterprise": 3, "project": 2}.items():
            answer = await site.get(f"/search.{form}", params={"kind": kind})
            assert answer.status_code == 200, answer.text
            assert answer.headers["x-total-count"] == answer.headers["x-given-count"] == str(total)
            path = desk.folder / f"{kind}.{form}"
            path.write_bytes(answer.content)
            outcome = await desk.take(path)
            assert outcome.report.profile == f"own_{kind}"
            assert outcome.nothing_new, (kind, outcome.changes)
            assert counts(outcome) == {"unchanged": total}
        assert await contents() == before


async def test_no_cell_of_a_workbook_or_a_csv_is_a_formula(imported: Settings) -> None:
    async with open_site(imported) as site:
        book = await site.get("/search.xlsx", params={"kind": "patent"})
        table = await site.get("/search.csv", params={"kind": "patent"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    titles = {row["专利名称"] for row in cells(table)}
    assert titles == {'\'=HYPERLINK("x")', "''单引号", "007"}
    assert titles == {row[1].value for row in sheet.iter_rows(min_row=2)}


async def test_a_file_holds_what_the_page_finds_in_its_order_under_a_dated_name(
    site: httpx.AsyncClient,
) -> None:
    found = (await site.get("/api/v1/search", params={"q": "碳纤维", "offer": "open", "size": 100})).json()
    answer = await site.get("/search.csv", params={"q": "碳纤维", "offer": "open", "size": "2", "page": "2"})
    listed = [row["申请号"] for row in cells(answer)]
    assert listed == [hit["key"] for hit in found["hits"]]
    assert len(listed) > 2
    kept = answer.headers["content-disposition"]
    assert kept.startswith('attachment; filename="patent-2')
    assert "filename*=UTF-8''%E4%B8%93%E5%88%A9-2" in kept
    assert answer.headers["cache-control"] == "no-store"
    same = await site.get("/api/v1/search.csv", params={"q": "碳纤维", "offer": "open"})
    assert same.content == answer.content


async def test_offers_say_of_which_patent_they_are(site: httpx.AsyncClient) -> None:
    rows = cells(await site.get("/search.csv", params={"kind": "offer", "q": number(REEL)}))
    assert [(row["申请号"], row["专利权人"]) for row in rows] == [(number(REEL), SHILANG)]
    assert rows[0]["许可费金额"] == "30000"


async def test_what_was_meant_is_exported_as_it_is_shown(site: httpx.AsyncClient) -> None:
    page = (await site.get("/api/v1/search", params={"q": "tanxianwei"})).json()
    assert page["instead"] == "碳纤维"
    rows = cells(await site.get("/search.csv", params={"q": "tanxianwei"}))
    assert [row["申请号"] for row in rows] == [hit["key"] for hit in page["hits"]]


async def test_nothing_personal_and_nothing_to_run_is_in_a_public_file(
    site: httpx.AsyncClient, inside: httpx.AsyncClient
) -> None:
    for kind in KINDS:
        for form in ("csv", "jsonl"):
            text = (await site.get(f"/search.{form}", params={"kind": kind})).text
            assert not [secret for secret in (PHONE, PERSON, "0631-5200188") if secret in text], kind
    assert PHONE in (await inside.get("/search.csv", params={"kind": "enterprise"})).text
    assert PERSON in (await inside.get("/search.jsonl", params={"kind": "enterprise"})).text
    async with transaction() as database:
        noted = await database.fetch(
            "SELECT actor, details FROM audit_event WHERE event = 'export:make' AND subject = 'enterprise' ORDER BY id"
        )
    assert [entry["details"]["format"] for entry in noted] == ["csv", "jsonl"]
    assert all(entry["actor"] and entry["details"]["personal"] for entry in noted)


async def test_more_than_the_limit_is_cut_and_said(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 3)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    answer = await site.get("/search.jsonl")
    assert (answer.headers["x-total-count"], answer.headers["x-given-count"]) == ("8", "3")
    assert unquote(answer.headers["content-disposition"]).endswith("前 3 条.jsonl")
    numbers = [json.loads(line)["application_number"] for line in answer.text.splitlines()]
    whole = (await site.get("/api/v1/search")).json()
    assert numbers == [hit["key"] for hit in whole["hits"][:3]]


async def test_an_empty_result_is_a_table_without_rows(site: httpx.AsyncClient) -> None:
    answer = await site.get("/search.csv", params={"q": "查无此词"})
    assert (answer.status_code, cells(answer)) == (200, [])
    assert "专利名称" in answer.text
    assert (await site.get("/search.jsonl", params={"q": "查无此词"})).text == ""
    book = openpyxl.load_workbook(
        io.BytesIO((await site.get("/search.xlsx", params={"q": "查无此词"})).content)
    )
    assert [row[0].value for row in book.worksheets[0].iter_rows()] == ["申请号"]


async def test_a_wrong_value_is_named_as_on_the_page(site: httpx.AsyncClient) -> None:
    answer = await site.get("/search.csv", params={"year_from": "abc"})
    assert answer.status_code == 400
    assert "year_from" in answer.text
    told = (await site.get("/api/v1/search.csv", params={"type": "nosuch"})).json()
    assert [problem["parameter"] for problem in told["problems"]] == ["type"]


async def test_what_cannot_be_given_now_says_so_and_when_to_ask_again(
    imported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_site(imported) as site:
        library = site._transport.app.state.library  # type: ignore[attr-defined]  # that of the application
        for _ in range(2):
            await library.workbooks.acquire()
        busy = await site.get("/search.xlsx")
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "30")
        assert "请选" in busy.text or "选 CSV" in busy.text
        assert (await site.get("/search.csv")).status_code == 200
        current = imported.index_folder / "patent" / "current"
        before = current.read_text()
        current.write_text("{")
        down = await site.get("/api/v1/search.csv")
        current.write_text(before)
    assert down.status_code == 503
    assert down.json()["detail"] == "检索引擎暂时不能用，不能导出检索结果"
    assert down.json()["id"] is None


async def test_a_text_longer_than_a_cell_leads_to_another_form(settings: Settings, tmp_path: Path) -> None:
    async with open_database(settings):
        desk = Desk(settings, tmp_path / "desk")
        headers = {"号": "patent.application_number", "摘要": "patent.abstract"}
        await desk.take(desk.write("长.csv", list(headers), [[number(REEL), "长"]]), mapping=headers)
        async with transaction() as older:  # no import takes so much today
            await older.execute("UPDATE patent SET abstract = repeat('长', 40000)")
    await build_index(settings)
    async with open_site(settings) as site:
        refused = await site.get("/search.xlsx")
        assert (refused.status_code, "CSV" in refused.text) == (422, True)
        (row,) = cells(await site.get("/search.csv"))
    assert row["摘要"] == "长" * 40_000


async def test_the_page_links_to_its_files_and_says_how_much_they_hold(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        await site.get("/en/patents", params={"q": "碳纤维", "offer": "open", "page": "1", "size": "2"})
    ).text
    assert 'href="/en/search.xlsx?q=%E7%A2%B3%E7%BA%A4%E7%BB%B4&amp;offer=open"' in page
    assert "/search.csv?kind=offer" in (await site.get("/offers")).text
    assert "导出全部 8 条" in (await site.get("/patents")).text
    monkeypatch.setattr(exporting, "MOST", 3)
    assert "导出前 3 条，共 8 条" in (await site.get("/patents")).text
    assert "/search.csv" not in (await site.get("/patents", params={"q": "查无此词"})).text
