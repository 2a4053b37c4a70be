"""Candidates as JSON, on the page of an enterprise, in the log, and when an import is undone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from registry.accounts import tokens
from registry.accounts.permissions import Permission, Role
from registry.accounts.scope import Scope
from registry.candidates import rounds
from registry.candidates.rounds import RoundForm
from registry.candidates.tagging import Tagging, tag
from registry.database.days import today
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.imports.undoing import revert
from tests.registry.candidates.conftest import Desk
from tests.registry.candidates.office import (
    ACCOUNTS,
    DAY,
    HERE,
    OFFICER,
    THERE,
    TOWNSHIP_OFFICER,
    a_candidate,
    a_round,
)

pytestmark = pytest.mark.anyio
NOW = datetime.now(UTC)
SOON = today() + timedelta(days=30)


async def program(site: Litestar, role: Role, *permissions: Permission) -> httpx.AsyncClient:
    """A program with a token of the person of a role."""
    caller = replace(OFFICER if role is Role.OFFICER else TOWNSHIP_OFFICER, session=1)
    secret = await tokens.make(caller, "test", [permission.value for permission in permissions], 30, NOW)
    transport = httpx.ASGITransport(app=site)
    headers = {"authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=transport, base_url="http://registry.test/api/v1", headers=headers)


async def test_a_program_tags_reads_and_moves_on_as_far_as_its_person_may(site: Litestar) -> None:
    may = (Permission.READ_CANDIDATES, Permission.PROPOSE_CANDIDATES)
    round_ = await rounds.make(OFFICER, RoundForm("district_advantage", "接口", "称号", 2, SOON))
    async with await program(site, Role.OFFICER, *may) as client:
        body = {"enterprises": [HERE, "nobody\0"], "round": round_, "reason": "发明多"}
        made = await client.post("/candidates", json=body)
        assert made.status_code == 201, made.text
        assert made.json()["left"][0]["why"] == "登记簿里没有这家企业"
        (number,) = made.json()["candidacies"]
        (line,) = (await client.get("/candidates", params={"round": round_})).json()["items"]
        assert (line["key"], line["state"], line["missing"]) == (HERE, "spotted", 1)
        step = {"version": 1, "state": "contacted", "on_day": today().isoformat(), "note": "来电"}
        moved = await client.post(f"/candidates/{number}/steps", json=step)
        assert moved.status_code == 201, moved.text
        assert [one["target"] for one in moved.json()["steps"]] == ["spotted", "contacted"]
        assert "stored_as" not in moved.text
        stale = await client.post(f"/candidates/{number}/steps", json=step)
        assert (stale.status_code, "作了改动" in stale.json()["detail"]) == (409, True)
        wrong = await client.post(
            f"/candidates/{number}/steps", json={**step, "version": 2, "state": "applied"}
        )
        assert (wrong.status_code, wrong.json()["problems"][0]["parameter"]) == (422, "target")
        note = {**step, "version": 2, "state": None, "note": " "}
        assert (await client.post(f"/candidates/{number}/steps", json=note)).status_code == 422
        counts = {one["id"]: one["counts"] for one in (await client.get("/candidate-rounds")).json()}
        assert counts[round_] == {"contacted": 1}
        for bad in (
            {**body, "round": 2**40},
            {**body, "enterprises": [HERE] * 501},
            {**body, "reason": 1},
            [],
            "x",
        ):
            assert (await client.post("/candidates", json=bad)).status_code == 400
        assert (await client.post("/candidates", json={**body, "round": 999999})).status_code == 404
        assert (await client.get("/candidates/999999")).status_code == 404


async def test_a_token_carries_no_more_than_it_was_given(site: Litestar) -> None:
    _, number = await a_candidate("令牌")
    async with await program(site, Role.OFFICER, Permission.READ_CANDIDATES) as client:
        assert (await client.post("/candidates", json={})).status_code == 403
        step = {"version": 1, "state": "contacted", "on_day": "2026-06-02"}
        refused = await client.post(f"/candidates/{number}/steps", json=step)
        assert refused.status_code == 422
        assert refused.json()["problems"][0]["message"] == "由经办人员办理"
    _, other = await a_candidate("令牌乙", key=THERE)
    may = (Permission.READ_CANDIDATES, Permission.PROPOSE_CANDIDATES, Permission.SEE_TOWNSHIP)
    async with await program(site, Role.TOWNSHIP_OFFICER, *may) as client:
        assert (await client.get(f"/candidates/{other}")).status_code == 404
        assert (await client.post(f"/candidates/{other}/steps", json=step)).status_code == 404
        listed: list[dict[str, Any]] = (await client.get("/candidates")).json()["items"]
        assert {one["township"] for one in listed} == {"张村镇"}


async def test_the_page_of_an_enterprise_shows_its_candidacies_to_who_sees_them(
    desk: Desk, site: Litestar
) -> None:
    _, number = await a_candidate("企业页", key=THERE)
    link = f'href="/candidates/{number}"'
    async with desk(Role.OFFICER) as client:
        page = await client.get(f"/enterprises/{THERE}")
        assert link in page.text
        assert f"/candidates/new?enterprise={THERE}" in page.text
    async with desk(Role.TOWNSHIP_OFFICER) as client:
        page = await client.get(f"/enterprises/{THERE}")
        assert link not in page.text
        assert "/candidates/new" not in page.text
        assert f"/candidates/new?enterprise={HERE}" in (await client.get(f"/enterprises/{HERE}")).text
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as anyone:
        assert "/candidates" not in (await anyone.get(f"/enterprises/{THERE}")).text


async def test_the_auditor_reads_what_was_done_to_candidates(desk: Desk) -> None:
    await a_candidate("审计")
    async with desk(Role.AUDITOR) as client:
        for kind, word in (
            ("candidacy", "2024 版（示例）"),
            ("candidacy_step", "已发现"),
            ("candidate_round", "审计"),
        ):
            page = await client.get(f"/log?kind={kind}")
            assert page.status_code == 200
            assert word in page.text
        assert "威海拾浪碳纤维渔具有限公司" in (await client.get("/log?kind=candidacy")).text
        assert (await client.get("/candidates")).status_code == 403


async def test_an_import_undone_leaves_an_enterprise_that_is_a_candidate(register: None) -> None:
    code = "91371002MA99A00033"
    async with transaction() as connection, operation("import", "officer") as number:
        await connection.execute(
            "INSERT INTO enterprise (name, credit_code, township) VALUES ('新公司', $1, '张村镇')", code
        )
    made = await tag(Scope.of(OFFICER), OFFICER, Tagging([code], await a_round("撤销导入"), "发明多"), DAY)
    async with transaction() as connection, operation("undo", "officer", of_operation=number):
        undone = await revert(connection, number)
    assert undone.removed == 0
    assert ("enterprise", code, None, "used") in undone.left
    assert len(made.candidacies) == 1


def test_the_accounts_are_those_that_the_tests_take_them_for() -> None:
    assert OFFICER.account == ACCOUNTS[Role.OFFICER]
