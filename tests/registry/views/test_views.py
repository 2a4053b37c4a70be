"""Saved views: kept, opened, changed, shared, taken away and brought back, by whom they may be."""

import re

import httpx
import pytest

from registry.accounts.permissions import Role
from registry.database.engine import transaction
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.views import actions
from registry.views.places import PLACES, lasting, outdated, without
from tests.registry.candidates.conftest import Desk

pytestmark = pytest.mark.anyio

LADDER = shipped_ladder()
ASKED = "target=national_advantage&gap=2&township=张村镇&sort=name"


async def kept(client: httpx.AsyncClient, name: str, **form: str) -> str:
    """Keep a view of the ladder; the address of it."""
    given = {"place": "ladder", "query": ASKED, "name": name, **form}
    answer = await client.post("/views", data=given)
    assert answer.status_code == 303, answer.text
    listed = await client.get("/views")
    return re.findall(rf'href="(/views/\d+)">{name}<', listed.text)[0]


async def test_a_view_is_kept_opened_renamed_taken_away_and_brought_back(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        page = await client.get(f"/ladder?{ASKED}&page=1")
        (link,) = re.findall(r'href="(/views\?place=ladder&amp;at=[^"]+)"', page.text)
        form = await client.get(link.replace("&amp;", "&"))
        (query,) = re.findall(r'name="query" value="([^"]+)"', form.text)
        assert "page=" not in query
        view = await kept(client, "差两项的", query=query.replace("&amp;", "&"))
        opened = await client.get(view)
        assert opened.status_code == 303
        shown = await client.get(opened.headers["location"])
        assert all(f'value="{value}" selected' in shown.text for value in ("2", "张村镇", "name"))
        double = await client.post("/views", data={"place": "ladder", "query": "", "name": "差两项的"})
        assert (double.status_code, "已有名为" in double.text) == (422, True)
        assert (await client.post(view, data={"name": "走访名单"})).status_code == 303
        assert (await client.post(view, data={"name": " "})).status_code == 422
        assert (await client.post(view, data={"act": "remove"})).status_code == 303
        gone = await client.get("/views")
        assert all(text in gone.text for text in ("还没有视图", "走访名单", "撤销删除"))
        again = await kept(client, "走访名单")
        refused = await client.post(view, data={"act": "restore"})
        assert (refused.status_code, "已有名为" in refused.text) == (422, True)
        await client.post(again, data={"act": "remove"})
        assert (await client.post(view, data={"act": "restore"})).status_code == 303
        assert f'href="{view}">走访名单' in (await client.get("/views")).text
        assert (await client.get("/en/views")).status_code == 200


async def test_only_so_many_views_are_kept_and_only_so_many_can_come_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(Role.REVIEWER) as client:
        first, second = await kept(client, "甲"), await kept(client, "乙")
        await client.post(first, data={"act": "remove"})
        monkeypatch.setattr(actions, "MOST", 1)
        full = await client.post(first, data={"act": "restore"})
        assert (full.status_code, "最多保存" in full.text) == (422, True)
        monkeypatch.setattr(actions, "REMOVED_KEPT", 1)
        await client.post(second, data={"act": "remove"})
        assert (await client.post(first, data={"act": "restore"})).status_code == 404
        assert (await client.post(second, data={"act": "restore"})).status_code == 303
        await client.post(second, data={"act": "remove"})


async def test_a_view_is_its_owners_unless_it_is_shared_with_the_bureau(desk: Desk) -> None:
    async with desk(Role.OFFICER) as officer:
        own, shared = await kept(officer, "自己的"), await kept(officer, "大家的", shared="1")
        roster = await officer.post(
            "/views", data={"place": "roster", "query": "", "name": "台账", "shared": "1"}
        )
        assert roster.status_code == 303
    async with desk(Role.REVIEWER) as reviewer:
        listed = (await reviewer.get("/views")).text
        assert "大家的" in listed
        assert "自己的" not in listed
        assert "台账" not in listed
        assert [(await reviewer.get(one)).status_code for one in (own, shared)] == [404, 303]
        for act in ("remove", "change"):
            assert (await reviewer.post(shared, data={"act": act, "name": "我的"})).status_code == 404
    async with desk(Role.TOWNSHIP_OFFICER) as township:
        assert "大家的" not in (await township.get("/views")).text
        assert [(await township.get(one)).status_code for one in (own, shared)] == [404, 404]
        given = {"place": "ladder", "query": ASKED, "name": "本镇", "shared": "1"}
        assert "只有区局人员" in (await township.post("/views", data=given)).text
        assert (
            await township.post("/views", data={**given, "place": "roster", "shared": ""})
        ).status_code == 422


async def test_what_means_nothing_any_more_is_said_and_the_rest_still_opens(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        view = await kept(client, "旧标准", query=f"{ASKED}&lacking=abolished&colour=red")
        page = await client.get(view)
        assert page.status_code == 200
        assert all(f"<code>{name}</code>" in page.text for name in ("colour", "lacking"))
        assert "<code>gap</code>" not in page.text
        (rest,) = re.findall(r'href="(/ladder\?[^"]+)">按其余的条件打开', page.text)
        assert (await client.get(rest.replace("&amp;", "&"))).status_code == 200
    async with transaction() as database:
        assert await database.fetchval("SELECT query FROM saved_view WHERE name = '旧标准'") != ""


@pytest.mark.parametrize(
    ("place", "query", "gone"),
    [
        ("ladder", "gap=2&lacking=", set()),
        ("ladder", "gap=99&target=galactic", {"gap", "target"}),
        ("ladder", "target=galactic&sort=name", {"target"}),
        ("candidates", "round=3&state=applied&sort=missing", set()),
        ("candidates", "state=unheard&round=x", {"state", "round"}),
        ("roster", "columns=size&columns=tags&lacking=cluster", set()),
        ("roster", "columns=password&lacking=cluster", {"columns"}),
        ("titles", "within=30&plan=1&kind=nonsense", {"kind"}),
        ("imports", "state=committed&colour=red", {"colour"}),
    ],
)
def test_what_a_list_takes_today_is_told_from_what_it_does_not(
    place: str, query: str, gone: set[str]
) -> None:
    assert outdated(PLACES[place], query, LADDER) == gone
    assert outdated(PLACES[place], without(query, gone), LADDER) == frozenset()


def test_a_page_and_an_operation_are_not_kept() -> None:
    assert lasting("page=3&q=%E9%B1%BC&step=7&gap=\x002") == "q=%E9%B1%BC&gap=2"
