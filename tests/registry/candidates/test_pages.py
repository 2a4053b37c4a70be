"""The pages of candidates, as officers, reviewers and townships use them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from registry.accounts.permissions import Role
from registry.database.days import today
from registry.database.engine import transaction
from registry.database.operations import operation
from tests.registry.candidates.conftest import Desk
from tests.registry.candidates.office import HERE, NAMELESS, THERE, a_candidate

pytestmark = pytest.mark.anyio

SOON = (today() + timedelta(days=40)).isoformat()
ROUND = {"tier": "district_advantage", "title": "区级知识产权优势企业", "deadline": SOON, "quota": "2"}


async def test_an_officer_sets_up_a_round_tags_enterprises_and_sees_them(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        made = await client.post("/candidate-rounds", data={**ROUND, "name": "2026 年"})
        assert made.status_code == 303, made.text
        number = made.headers["location"].rsplit("/", 1)[1]
        form = await client.post("/candidates/new", data={"enterprise": [HERE, THERE, HERE, "nobody"]})
        assert form.status_code == 200
        assert form.text.count('type="checkbox" name="enterprise"') == 3
        assert "登记簿里没有这家企业" in form.text
        asked = {"round": number, "reason": "发明多", "enterprise": [HERE, THERE]}
        done = await client.post("/candidates", data=asked)
        assert done.status_code == 303, done.text
        listed = await client.get(done.headers["location"])
        assert "威海拾浪碳纤维渔具有限公司" in listed.text
        assert "已标为候选的 2 家" in listed.text
        again = await client.post("/candidates", data={**asked, "enterprise": [HERE, NAMELESS, "nobody"]})
        assert again.status_code == 200
        assert [
            word in again.text for word in ("1 家已标为候选", "本轮已是候选", "登记簿里没有这家企业")
        ] == [True] * 3
        (one,) = re.findall(r'href="(/candidates/\d+)">威海衍力', listed.text)
        page = await client.get(one)
        assert "有效专利不少于 3 件" in page.text
        assert "发明多" in page.text
        for address in (
            "/candidates",
            one,
            "/candidate-rounds",
            f"/candidate-rounds/{number}",
            "/candidates/new",
        ):
            assert (await client.get(f"/en{address}")).status_code == 200


async def test_what_was_typed_is_shown_again_with_what_is_wrong(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        bad = await client.post(
            "/candidate-rounds", data={**ROUND, "name": "", "quota": "many", "note": "说明在此"}
        )
        assert bad.status_code == 422
        assert all(text in bad.text for text in ("说明在此", "名额应为 1 至 10000 的整数", SOON))
        _, number = await a_candidate("表单")
        page = f"/candidates/{number}"
        step = {"version": "1", "target": "contacted", "on_day": "2199-01-01", "note": "我写的说明"}
        wrong = await client.post(f"{page}/steps", data=step)
        assert (wrong.status_code, "日期不能晚于今天" in wrong.text, "我写的说明" in wrong.text) == (
            422,
            True,
            True,
        )
        stale = await client.post(f"{page}/steps", data={**step, "version": "7", "on_day": "2026-06-02"})
        assert stale.status_code == 409
        assert all(
            text in stale.text for text in ("我写的说明", "区局经办甲已于", 'name="version" value="1"')
        )
        assert (await client.post(f"{page}/steps", data={"version": "1"})).status_code == 422
        assert (await client.post(f"{page}/undo", data={"version": "1"})).status_code == 422
        assert (await client.get(page)).text.count("<strong>已联系</strong>") == 0


async def test_many_are_moved_on_at_once_and_what_is_left_is_named(desk: Desk) -> None:
    _, first = await a_candidate("批量甲")
    _, second = await a_candidate("批量乙")
    given = {
        "act": "step",
        "target": "contacted",
        "on_day": "2026-06-02",
        "note": "群发",
        "back": "//evil.example",
    }
    async with desk(Role.OFFICER) as client:
        done = await client.post(
            "/candidates/bulk",
            data={
                **given,
                "candidate": [str(first), str(second)],
                f"version-{first}": "1",
                f"version-{second}": "1",
            },
        )
        assert (done.status_code, done.headers["location"]) == (303, "/")
        again = await client.post(
            "/candidates/bulk",
            data={**given, "target": "preparing", "candidate": [str(first), str(second), "999999"],
                  f"version-{first}": "2", f"version-{second}": "1"},
        )  # fmt: skip
        assert again.status_code == 200
        assert all(text in again.text for text in ("1 家已办理", "2 家没有改动", "作了改动", "没有这家候选"))
        owner = {"act": "owner", "owner": "1", "candidate": str(first), f"version-{first}": "3"}
        assert (await client.post("/candidates/bulk", data=owner)).headers["location"] == "/candidates"
        assert "请至少选择一家候选" in (await client.post("/candidates/bulk", data=given)).text


async def test_the_list_is_taken_away_as_a_workbook_that_runs_nothing(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    round_, _ = await a_candidate("导出", key=NAMELESS)
    rows = {}
    for role in (Role.OFFICER, Role.TOWNSHIP_OFFICER):
        async with desk(role) as client:
            answer = await client.get(f"/candidates/export?round={round_}")
            assert answer.status_code == 200
            path = tmp_path / f"{role.value}.xlsx"
            path.write_bytes(answer.content)
            sheet = openpyxl.load_workbook(path).active
            rows[role] = [[cell.value for cell in row] for row in sheet.iter_rows()]
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    head, line = rows[Role.OFFICER]
    assert line[head.index("企业名称")].startswith("'=HYPERLINK")
    assert line[head.index("有效专利")] == "未满足（现 0件，要求 3件）"
    assert "联系电话" in head
    assert "联系电话" not in rows[Role.TOWNSHIP_OFFICER][0]
    async with transaction() as connection:
        noted = await connection.fetch(
            "SELECT actor FROM audit_event WHERE event = 'export:make' ORDER BY id"
        )
    assert [row["actor"] for row in noted] == ["officer", "township"]


async def test_enterprises_are_found_for_tagging_a_township_its_own_only(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        await client.post("/candidate-rounds", data={**ROUND, "name": "查找"})
        found = await client.get("/candidates/new?q=衍力")
        assert "威海衍力复合材料股份有限公司" in found.text
        assert "威海拾浪" not in found.text
        kept = await client.get(f"/candidates/new?q=衍力&enterprise={HERE}")
        assert kept.text.count("checked") == 1
        assert "没有找到企业" in (await client.get("/candidates/new?q=没有这家")).text
    async with desk(Role.TOWNSHIP_OFFICER) as client:
        own = await client.get("/candidates/new")
        assert "威海拾浪" in own.text
        assert "衍力" not in own.text


async def test_what_is_selected_on_the_ladder_is_tagged_for_its_tier(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        made = await client.post(
            "/candidate-rounds", data={**ROUND, "tier": "national_advantage", "name": "梯度"}
        )
        number = made.headers["location"].rsplit("/", 1)[1]
        matrix = await client.get("/ladder?target=national_advantage")
        assert f'name="enterprise" value="{HERE}"' in matrix.text
        form = await client.post(
            "/candidates/new", data={"tier": "national_advantage", "enterprise": [HERE, THERE]}
        )
        assert form.text.count("checked") == 2
        assert f'value="{number}" selected' in form.text
    async with desk(Role.REVIEWER) as client:
        assert 'name="enterprise"' not in (await client.get("/ladder?target=national_advantage")).text


async def test_the_address_holds_the_filters_and_says_what_it_cannot_read(desk: Desk) -> None:
    _, number = await a_candidate("地址", key=THERE)
    async with desk(Role.OFFICER) as client:
        narrowed = await client.get("/candidates?state=spotted&township=羊亭镇&q=衍力&sort=missing")
        assert f'href="/candidates/{number}"' in narrowed.text
        assert "没有符合条件的候选" in (await client.get("/candidates?q=没有这家")).text
        for bad in ("state=gone", "round=x", "owner=-1", f"step={2**70}", "sort=up"):
            assert (await client.get(f"/candidates?{bad}")).status_code == 400
        for gone in (
            f"/candidates/{2**70}",
            "/candidates/0",
            "/candidate-rounds/999999",
            f"/candidate-rounds/{2**70}",
        ):
            assert (await client.get(gone)).status_code == 404


async def test_a_reviewer_decides_and_is_told_when_a_title_stays_after_undoing(desk: Desk) -> None:
    _, number = await a_candidate("决定")
    page = f"/candidates/{number}"
    day = today().isoformat()
    async with desk(Role.OFFICER) as client:
        await client.post(
            f"/candidate-rounds/{(await numbers(number))['round_id']}",
            data={**ROUND, "name": "决定", "version": "1", "quota": "1"},
        )
        for version, target in enumerate(("contacted", "preparing", "applied"), start=1):
            step = {"version": str(version), "target": target, "on_day": day}
            assert (await client.post(f"{page}/steps", data=step)).status_code == 303
        refused = await client.post(f"{page}/steps", data={**step, "version": "4", "target": "recognised"})
        assert (refused.status_code, "由区局审核人员决定" in refused.text) == (422, True)
    async with desk(Role.REVIEWER) as client:
        decision = {"version": "4", "target": "recognised", "on_day": day}
        bare = await client.post(f"{page}/steps", data=decision)
        assert (bare.status_code, "请写明认定文件的文号" in bare.text) == (422, True)
        done = await client.post(f"{page}/steps", data={**decision, "document_number": "威市监〔2026〕9号"})
        assert done.status_code == 303
        assert "威市监〔2026〕9号" in (await client.get(f"/enterprises/{HERE}")).text
        async with transaction() as connection, operation("edit", "officer", "补证书"):
            await connection.execute(
                "UPDATE recognition SET certificate_number = 'X' WHERE document_number = '威市监〔2026〕9号'"
            )
        undone = await client.post(f"{page}/undo", data={"version": "5", "reason": "文号写错"})
        told = await client.get(undone.headers["location"])
        assert all(text in told.text for text in ("登记簿里的称号留着", "文号写错", "名额已满"))


async def numbers(candidacy: int) -> dict[str, int]:
    async with transaction() as connection:
        return dict(await connection.fetchrow("SELECT round_id FROM candidacy WHERE id = $1", candidacy))


async def test_an_enterprise_sees_how_far_its_own_candidacy_is_and_nothing_the_bureau_noted(
    desk: Desk,
) -> None:
    _, number = await a_candidate("自己看", key=HERE)
    async with desk(Role.OFFICER) as client:
        step = {"version": "1", "target": "contacted", "on_day": "2026-06-02", "note": "电话里说材料不齐"}
        assert (await client.post(f"/candidates/{number}/steps", data=step)).status_code == 303
        assert "还没有被列为候选" not in (await client.get(f"/enterprises/{HERE}/ladder")).text
    async with transaction() as connection:
        await connection.execute("UPDATE account SET organisation = $1 WHERE login = 'enterprise'", HERE)
    async with desk(Role.ENTERPRISE) as client:
        page = (await client.get(f"/enterprises/{HERE}/ladder")).text
        assert (await client.get(f"/enterprises/{THERE}/ladder")).status_code == 404
        assert (await client.get(f"/candidates/{number}")).status_code == 403
    own = page[page.index("candidacies-title") :]
    own = own[own.index("自己看") :].partition("</ol>")[0]
    assert re.findall(r"<b>(.+?)</b><span><time .+?>(.+?)</time>", own) == [
        ("已发现", "2026-06-01"),
        ("已联系", "2026-06-02"),
    ]
    assert "材料不齐" not in page
    assert "发明多" not in page
    assert "区局经办甲" not in page
