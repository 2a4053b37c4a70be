"""Two enterprises become one with all that belongs to them, addresses and imports follow, and it can be taken back."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from litestar import Litestar

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Role, granted
from registry.accounts.scope import Scope
from registry.app import create_app
from registry.database.engine import transaction
from registry.enterprises.dossier import keeping
from registry.enterprises.dossier.entries import subject
from registry.enterprises.dossier.sheets import CONTACTS
from registry.enterprises.merging.actions import Asked, Refused, merge
from registry.enterprises.merging.distinguishing import call_distinct
from registry.enterprises.ownership import decide
from registry.imports.editing import edit
from registry.settings import Settings
from tests.registry.imports.desk import Desk, contents, fetch, number, value
from tests.registry.imports.test_handing_in import browser

pytestmark = pytest.mark.anyio
KEPT, OTHER, FOREIGN = "91371002MA3XH91K03", "91371002MA3XH92T1B", "913710027060877772"
HEAD = ("企业名称", "统一社会信用代码", "曾用名", "所属镇街", "注册地址", "法定代表人", "成立日期")
ROWS = [
    ("威海甲渔具有限公司", KEPT, "", "张村镇", "环翠区旧路 1 号", "甲某", ""),
    ("威海甲渔具股份有限公司", OTHER, "威海旧渔具厂", "张村镇", "环翠区新路 2 号", "甲某", "2009-04-16"),
    ("威海丙机械有限公司", FOREIGN, "", "羊亭镇", "", "", ""),
]
TITLES = ("企业名称", "统一社会信用代码", "称号", "批次", "文号")
REASON = {"reason": "营业执照 2026-03-01 变更", "act": "merge"}
PAIR = f"/enterprises/{KEPT}/merge/{OTHER}"
ROLES = frozenset((Role.OFFICER,))
OFFICER = Caller(1, "officer", "甲", Organisation.BUREAU, "", ROLES, granted(ROLES), None, whole=True)


@pytest.fixture
async def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(settings, tmp_path_factory.mktemp("exports"))


@pytest.fixture
async def app(settings: Settings, desk: Desk) -> AsyncIterator[Litestar]:
    made = create_app(settings)
    async with made.lifespan():
        await desk.take(desk.write("企业.csv", HEAD, ROWS))
        await desk.take(
            desk.write(
                "称号.csv",
                TITLES,
                [
                    (ROWS[0][0], KEPT, "知识产权优势企业", "2023", ""),
                    (ROWS[1][0], OTHER, "知识产权优势企业", "2023", "国知发〔2023〕1号"),
                    (ROWS[1][0], OTHER, "高新技术企业", "2022", ""),
                ],
            )
        )
        await desk.take(
            desk.write(
                "专利.csv",
                ("申请号", "专利名称", "专利权人", "统一社会信用代码"),
                [
                    (number(1), "鱼竿", ROWS[0][0], ""),
                    (number(2), "渔轮", ROWS[1][0], ""),
                    (number(3), "渔线", "威海某分厂", OTHER),
                ],
            )
        )
        await _belongings()
        yield made


async def _belongings() -> None:
    await decide("威海甲渔具厂", OTHER, "same", "tester")
    await decide("威海乙渔具厂", OTHER, "same", "tester")
    await decide("威海乙渔具厂", KEPT, "different", "tester")
    async with transaction() as held:
        await held.execute(
            "INSERT INTO enterprise_contact (enterprise_id, name) SELECT id, '许知夏' FROM enterprise WHERE credit_code = $1",
            OTHER,
        )
        await held.execute(
            "INSERT INTO record_correction (enterprise_id, field, reason, proposed_by)"
            " SELECT id, 'size', '执照', 'x' FROM enterprise WHERE credit_code = $1",
            OTHER,
        )


async def choices(
    client: httpx.AsyncClient, side: str = "kept", pair: str = PAIR, **other: str
) -> dict[str, str]:
    """The form of the comparison, filled in."""
    page = (await client.get(pair)).text
    names = dict.fromkeys(re.findall(r'name="(key-\w+)"', page), side)
    versions = dict(re.findall(r'name="(\w+_version)" value="(\d+)"', page))
    return {**names, **versions, **REASON, **other}


async def state() -> tuple[Any, ...]:
    """All that a merge may touch, apart from the log of it."""
    tables = ("owner_decision", "record_correction", "enterprise_contact", "candidacy", "account")
    held = {table: await fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables}
    rows = [
        sorted((k, str(v)) for k, v in row.items() if k != "updated_at")
        for one in held.values()
        for row in one
    ]
    links = await fetch("SELECT id, enterprise_id FROM recognition ORDER BY id")
    return await contents(), rows, [tuple(row) for row in links]


async def test_a_merge_moves_everything_and_its_undoing_puts_all_back(app: Litestar, desk: Desk) -> None:
    async with browser(app, Role.OFFICER) as officer, browser(app, Role.ENTERPRISE) as enterprise:
        async with transaction() as held:
            await held.execute("UPDATE account SET organisation = $1 WHERE login = 'enterprise'", OTHER)
        before = await state()
        assert "名称相同" in (await officer.get("/duplicates")).text
        old = await value("SELECT id FROM enterprise WHERE credit_code = $1", OTHER)
        form = await choices(officer, **{"key-address": "other"})
        assert set(form) >= {"key-name", "key-credit_code", "key-address"}
        assert "key-legal_representative" not in form
        merged = await officer.post(PAIR, data=form)
        assert merged.status_code == 303, merged.text
        shown = (await officer.get(merged.headers["location"])).text
        assert "已合并" in shown
        assert "威海旧渔具厂" in shown

        (record,) = await fetch("SELECT * FROM enterprise WHERE name LIKE '威海甲渔具%'")
        assert record["credit_code"] == KEPT
        assert record["address"] == "环翠区新路 2 号"
        assert record["origins"]["address"]["hand"] is True
        assert str(record["established_on"]) == "2009-04-16"
        assert record["origins"]["established_on"]["batch"] == 1
        assert set(record["former_names"]) == {ROWS[1][0], "威海旧渔具厂"}
        titles = await fetch(
            "SELECT title, document_number FROM recognition WHERE enterprise_id = $1 ORDER BY title",
            record["id"],
        )
        assert [tuple(row) for row in titles] == [
            ("知识产权优势企业", "国知发〔2023〕1号"),
            ("高新技术企业", None),
        ]
        for table in ("record_correction", "enterprise_contact"):
            assert await value(f"SELECT enterprise_id FROM {table}") == record["id"]
        decided = await fetch(
            "SELECT name, verdict FROM owner_decision WHERE enterprise_id = $1 ORDER BY name", record["id"]
        )
        assert [tuple(row) for row in decided] == [("威海乙渔具厂", "different"), ("威海甲渔具厂", "same")]
        assert await value("SELECT organisation FROM account WHERE login = 'enterprise'") == KEPT
        assert (await enterprise.get("/account")).status_code == 303
        page = (await officer.get(f"/enterprises/{KEPT}")).text
        assert "并入重复的企业" in page
        assert [serial for serial in (1, 2, 3) if f"/patents/{number(serial)}" not in page] == []

        for address in (
            f"/enterprises/{OTHER}",
            f"/enterprises/id-{old}",
            f"/api/v1/enterprises/{OTHER}",
            f"/enterprises/{OTHER}/ladder",
            f"/en/enterprises/{OTHER}/timeline?topic=titles",
        ):
            led = await officer.get(address)
            assert (led.status_code, led.headers["cache-control"]) == (301, "private, no-store"), address
            assert led.headers["location"] == address.replace(OTHER, KEPT).replace(f"id-{old}", KEPT)

        again = await desk.take(
            desk.write("企业再来.csv", HEAD, [("威海甲渔具股份有限公司", OTHER, "", "张村镇", "", "", "")])
        )
        assert again.total("new") == 0
        assert await value("SELECT count(*) FROM enterprise") == 2
        assert await value("SELECT credit_code FROM enterprise WHERE id = $1", record["id"]) == KEPT

        number_of_merge = int(merged.headers["location"].rsplit("/", 1)[1])
        undo = f"/duplicates/merges/{number_of_merge}/undo"
        assert (await officer.post(undo, data={"reason": " "})).status_code == 422
        assert (await officer.post(undo, data={"reason": "认错了"})).status_code == 303
        assert "全部还原了" in (await officer.get(merged.headers["location"])).text
        assert await state() == before
        assert (await officer.get(f"/enterprises/{OTHER}")).status_code == 200
        assert (await officer.post(undo, data={"reason": "再撤"})).status_code == 422
    logged = await fetch(
        "SELECT kind, actor, reason FROM operation WHERE kind IN ('merge', 'undo') ORDER BY id"
    )
    assert [tuple(row) for row in logged] == [
        ("merge", "officer", REASON["reason"]),
        ("undo", "officer", "认错了"),
    ]


async def test_what_was_edited_since_is_listed_and_left_alone(app: Litestar) -> None:
    async with browser(app, Role.OFFICER) as officer:
        merged = await officer.post(PAIR, data=await choices(officer, "other"))
        async with transaction() as held:
            await held.execute(
                "UPDATE enterprise SET address = '环翠区第三路 3 号' WHERE credit_code = $1", OTHER
            )
            await held.execute("DELETE FROM enterprise_contact")
        assert (await officer.get(f"/enterprises/{KEPT}")).headers["location"] == f"/enterprises/{OTHER}"
        place = merged.headers["location"]
        assert (await officer.post(f"{place}/undo", data={"reason": "认错了"})).status_code == 303
        page = (await officer.get(place)).text
    assert "注册地址" in page or "地址" in page
    assert "合并之后改动过" in page
    assert "已删除或已转到别处" in page
    found = {row["credit_code"]: row["address"] for row in await fetch("SELECT * FROM enterprise")}
    assert found[KEPT] == "环翠区第三路 3 号"
    assert found[OTHER] == "环翠区新路 2 号"


async def test_a_merge_is_refused_where_it_would_lose_something(app: Litestar) -> None:
    async with browser(app, Role.OFFICER) as officer:
        form = await choices(officer)
        for wrong in ({"reason": " "}, {"key-name": ""}, {"kept_version": "1"}):
            answer = await officer.post(PAIR, data={**form, **wrong})
            assert answer.status_code == 422
        assert "选定" in (await officer.post(PAIR, data={**form, "key-name": "both"})).text
        async with transaction() as held:
            await held.execute(
                "INSERT INTO record_correction (enterprise_id, field, reason, proposed_by)"
                " SELECT id, 'size', '执照', 'x' FROM enterprise WHERE credit_code = $1",
                KEPT,
            )
        assert "请先答复" in (await officer.post(PAIR, data=form)).text
        async with transaction() as held:
            await held.execute("DELETE FROM record_correction")
            await held.execute(
                "INSERT INTO candidate_round (tier, name, title, deadline, created_by)"
                " VALUES ('t', '2026', '优势', '2999-01-01', 'x')"
            )
            await held.execute(
                "INSERT INTO candidacy (enterprise_id, round_id, state, reason, proposed_by)"
                " SELECT e.id, 1, 'spotted', 'x', 'x' FROM enterprise e WHERE e.township = '张村镇'"
            )
        assert "同一轮次" in (await officer.post(PAIR, data=form)).text
        own = f"/enterprises/{KEPT}/merge/{KEPT}"
        for act in ("merge", "distinct"):
            assert (await officer.post(own, data={**form, "act": act})).status_code == 422
    assert await value("SELECT count(*) FROM enterprise") == 3


async def test_a_township_merges_its_own_only_and_an_enterprise_none(app: Litestar) -> None:
    foreign = f"/enterprises/{KEPT}/merge/{FOREIGN}"
    async with browser(app, Role.TOWNSHIP_OFFICER) as township, browser(app, Role.ENTERPRISE) as enterprise:
        assert (await township.get(foreign)).status_code == 404
        found = await township.get(f"/enterprises/{KEPT}/merge", params={"other": f" {OTHER.lower()}"})
        assert found.headers["location"] == PAIR
        assert (await township.post(foreign, data=REASON)).status_code == 404
        assert (await enterprise.get(PAIR)).status_code == 403
        assert (await enterprise.post(PAIR, data=REASON)).status_code == 403
        assert (await township.post(PAIR, data={**REASON, "act": "distinct"})).status_code == 303
        assert "没有看起来重复的企业" in (await township.get("/duplicates")).text
        assert "判定这两家不是同一家" in (await township.get(PAIR)).text
        assert ROWS[1][0] in (await township.get("/duplicates/distinct")).text
        async with transaction() as held:
            await held.execute("UPDATE enterprise SET township = '羊亭镇' WHERE credit_code = $1", OTHER)
        assert ROWS[1][0] not in (await township.get("/duplicates/distinct")).text
        assert (await township.post("/duplicates/distinct/1/undo")).status_code == 303
        assert await value("SELECT count(*) FROM enterprise_distinction") == 1
        async with transaction() as held:
            await held.execute("UPDATE enterprise SET township = '张村镇' WHERE credit_code = $1", OTHER)
        for _ in range(2):
            assert (await township.post("/duplicates/distinct/1/undo")).status_code == 303
        assert ROWS[1][0] in (await township.get("/duplicates")).text
        merged = await township.post(PAIR, data=await choices(township))
        assert merged.status_code == 303
        async with transaction() as held:
            await held.execute("UPDATE enterprise SET township = '羊亭镇' WHERE credit_code = $1", KEPT)
        assert (await township.get(merged.headers["location"])).status_code == 404
        assert (await township.post(f"{merged.headers['location']}/undo", data=REASON)).status_code == 404


async def test_a_township_sees_no_merge_that_took_an_enterprise_of_another(app: Litestar) -> None:
    pair = f"/enterprises/{KEPT}/merge/{FOREIGN}"
    async with browser(app, Role.OFFICER) as officer, browser(app, Role.TOWNSHIP_OFFICER) as township:
        place = (await officer.post(pair, data=await choices(officer, pair=pair))).headers["location"]
        assert ROWS[2][0] in (await officer.get("/duplicates/merges")).text
        assert ROWS[2][0] not in (await township.get("/duplicates/merges")).text
        assert (await township.get(place)).status_code == 404
        assert (await township.post(f"{place}/undo", data=REASON)).status_code == 404
    assert await value("SELECT count(*) FROM enterprise") == 2


async def test_what_came_after_a_merge_stands_as_the_written_rule_has_it_when_it_is_undone(
    app: Litestar, desk: Desk
) -> None:
    newest = "环翠区新址 9 号"
    async with browser(app, Role.OFFICER) as officer:
        merged = await officer.post(PAIR, data=await choices(officer, **{"key-address": "other"}))
        await desk.take(
            desk.write("企业新址.csv", HEAD, [(ROWS[0][0], KEPT, "", "张村镇", newest, "甲某", "")])
        )
        assert await value("SELECT address FROM enterprise WHERE credit_code = $1", KEPT) == ROWS[1][4]
        place = merged.headers["location"]
        assert (await officer.post(f"{place}/undo", data={"reason": "认错了"})).status_code == 303
    found = {row["credit_code"]: row["address"] for row in await fetch("SELECT * FROM enterprise")}
    assert (found[KEPT], found[OTHER]) == (newest, ROWS[1][4])


async def test_somebody_who_comes_late_is_told_that_the_enterprise_is_gone(app: Litestar) -> None:
    system, form = Scope.system(), Asked(1, 2, "0", "0", {}, "执照")
    async with browser(app, Role.OFFICER) as officer:
        gone = await value("SELECT id FROM enterprise WHERE credit_code = $1", OTHER)
        of = await subject(system, OTHER)
        assert of is not None
        assert (await officer.post(PAIR, data=await choices(officer))).status_code == 303
        contact = await value("SELECT id FROM enterprise_contact")
        with pytest.raises(Refused):
            await merge(system, OFFICER, replace(form, other=gone))
        with pytest.raises(Refused):
            await call_distinct(system, OFFICER, 1, gone, "")
        with pytest.raises(keeping.Refused):
            await keeping.add(CONTACTS, of, {"name": "陆清和"}, "officer")
        sheet = f"/enterprises/{KEPT}/file/contacts"
        (shown,) = re.findall(r'name="change" value="(\d+)"', (await officer.get(sheet)).text)
        back = {"act": "undo", "change": shown}
        assert (await officer.post(f"{sheet}/{contact}", data=back)).status_code == 303
    assert (
        await value("SELECT count(*) FROM enterprise_contact") == 0
    )  # what is undone is its entry, not the move


async def test_a_request_for_an_account_of_the_enterprise_given_up_is_one_of_the_other(app: Litestar) -> None:
    async with transaction() as held:
        await held.execute(
            "INSERT INTO account_request (name, email, phone, organisation_kind, organisation, organisation_name, note, state)"
            " VALUES ('秦若谷', 'qin@example.cn', '', 'enterprise', $1, $2, '', 'open')",
            OTHER,
            ROWS[1][0],
        )
    async with browser(app, Role.OFFICER) as officer:
        assert (await officer.post(PAIR, data=await choices(officer))).status_code == 303
        assert ROWS[0][0] in (await officer.get("/account-requests")).text
        approved = {"verdict": "approve", "login": "qinruogu"}
        assert (await officer.post("/account-requests/1", data=approved)).status_code == 303
    assert await value("SELECT organisation FROM account WHERE login = 'qinruogu'") == KEPT


async def test_a_person_writes_by_the_code_of_the_enterprise_given_up(app: Litestar) -> None:
    async with browser(app, Role.OFFICER) as officer:
        assert (await officer.post(PAIR, data=await choices(officer))).status_code == 303
    await edit("enterprise", OTHER, {"size": "小型"}, "tester", "年报")
    await decide("威海戊渔具厂", OTHER, "same", "tester")
    (row,) = await fetch("SELECT id, size FROM enterprise WHERE credit_code = $1", KEPT)
    assert row["size"] == "小型"
    assert await value("SELECT enterprise_id FROM owner_decision WHERE name = '威海戊渔具厂'") == row["id"]


async def test_two_merges_into_one_are_undone_in_any_order_and_leave_no_name_behind(app: Litestar) -> None:
    """A name that stayed would give the one kept the patents of the other for good."""
    pair = f"/enterprises/{KEPT}/merge/{FOREIGN}"
    async with browser(app, Role.OFFICER) as officer:
        first = (await officer.post(PAIR, data=await choices(officer))).headers["location"]
        second = (await officer.post(pair, data=await choices(officer, pair=pair))).headers["location"]
        names = "SELECT former_names FROM enterprise WHERE credit_code = $1"
        assert (await officer.post(f"{first}/undo", data={"reason": "认错了"})).status_code == 303
        assert await value(names, KEPT) == [ROWS[2][0]]
        assert await value(names, OTHER) == ["威海旧渔具厂"]
        assert "全部还原了" in (await officer.get(first)).text
        assert (await officer.post(f"{second}/undo", data={"reason": "认错了"})).status_code == 303
        assert await value(names, KEPT) == []


async def test_merges_in_a_row_are_undone_from_the_last(app: Litestar) -> None:
    async with browser(app, Role.OFFICER) as officer:
        first = (await officer.post(PAIR, data=await choices(officer))).headers["location"]
        pair = f"/enterprises/{FOREIGN}/merge/{KEPT}"
        second = (await officer.post(pair, data=await choices(officer, pair=pair))).headers["location"]
        assert (await officer.get(f"/enterprises/{OTHER}")).headers["location"] == f"/enterprises/{FOREIGN}"
        early = await officer.post(f"{first}/undo", data={"reason": "早"})
        assert 'value="早"' in early.text
        assert early.status_code == 422
        assert "请先撤销第 2 号合并" in early.text
        for place in (second, first):
            assert (await officer.post(f"{place}/undo", data={"reason": "退回"})).status_code == 303
    assert await value("SELECT count(*) FROM enterprise") == 3
