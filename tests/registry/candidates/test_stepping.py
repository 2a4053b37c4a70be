"""Candidates in the database: moving on, being recognised, taking back, and not treading on each other."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from registry.accounts.caller import Caller
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.candidates import queries, round_queries, rounds, stepping, tagging
from registry.candidates.lines import CandidateDetail
from registry.candidates.refusing import Overtaken, Refused
from registry.candidates.results import compare, judged
from registry.candidates.rounds import RoundForm
from registry.candidates.rules import Move, State
from registry.candidates.tagging import Tagging
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.enterprises.ladder.boards import make_board
from registry.enterprises.ladder.criteria import shipped_ladder
from tests.registry.candidates.office import (
    ACCOUNTS,
    DAY,
    HERE,
    OFFICER,
    REVIEWER,
    THERE,
    TOWNSHIP_OFFICER,
    a_candidate,
    a_round,
    person,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("register")]
ALL = Scope.of(OFFICER)


async def found(number: int, caller: Caller = OFFICER) -> CandidateDetail:
    candidate = await queries.candidate(Scope.of(caller), number)
    assert candidate
    return candidate


async def go(number: int, *targets: State) -> None:
    """Move on through these states, each by who may."""
    for target in targets:
        caller = REVIEWER if target in (State.RECOGNISED, State.DECLINED) else OFFICER
        version = (await found(number)).line.version
        move = Move(target, DAY, "因为", "威市监〔2026〕8号", DAY + timedelta(days=1000), DAY.year + 3)
        await stepping.step(Scope.of(caller), caller, number, version, move, DAY)


async def back(number: int, caller: Caller = OFFICER) -> stepping.Undone:
    version = (await found(number)).line.version
    return await stepping.undo(Scope.of(caller), caller, number, version, "写错了")


async def one_row(sql: str, *values: Any) -> dict[str, Any]:
    async with transaction() as connection:
        row = await connection.fetchrow(sql, *values)
    return dict(row) if row else {}


TITLE = "SELECT * FROM recognition WHERE id = (SELECT max(id) FROM recognition)"


async def test_a_candidate_goes_all_the_way_and_becomes_a_title_with_its_document_number() -> None:
    _, number = await a_candidate("一路")
    await go(number, State.CONTACTED, State.PREPARING, State.APPLIED, State.RECOGNISED)
    candidate = await found(number)
    assert [step.target for step in candidate.steps] == [
        State.SPOTTED, State.CONTACTED, State.PREPARING, State.APPLIED, State.RECOGNISED,
    ]  # fmt: skip
    title = await one_row(TITLE)
    assert {name: title[name] for name in ("title", "title_kind", "level", "round", "document_number")} == {
        "title": "区级知识产权优势企业",
        "title_kind": "ip_advantage",
        "level": "district",
        "round": "一路",
        "document_number": "威市监〔2026〕8号",
    }
    assert (title["valid_from"], title["review_year"]) == (DAY, DAY.year + 3)
    assert title["origins"]["document_number"]["hand"] is True
    waiting = await one_row(
        "SELECT count(*) FROM index_outbox WHERE kind = 'recognition' AND record_id = $1", title["id"]
    )
    assert waiting["count"] == 1


async def test_every_step_is_in_the_change_log_with_who_and_why() -> None:
    _, number = await a_candidate("留痕")
    await go(number, State.CONTACTED)
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT c.action, c.actor, c.reason, c.after ->> 'state' AS state"
            " FROM changes_of('candidacy', $1) c ORDER BY c.id",
            number,
        )
    assert [tuple(row) for row in rows] == [
        ("insert", "officer", "发明多", "spotted"),
        ("update", "officer", "因为", "contacted"),
    ]


async def test_undoing_a_recognition_removes_its_title() -> None:
    _, number = await a_candidate("撤回")
    await go(number, State.CONTACTED, State.PREPARING, State.APPLIED, State.RECOGNISED)
    title = await one_row(TITLE)
    assert await back(number, REVIEWER) == stepping.Undone()
    candidate = await found(number)
    assert candidate.line.state is State.APPLIED
    assert candidate.steps[-1].undone_reason == "写错了"
    assert await one_row("SELECT 1 FROM recognition WHERE id = $1", title["id"]) == {}


async def test_a_title_edited_since_stays_when_the_recognition_is_undone() -> None:
    _, number = await a_candidate("改过")
    await go(number, State.CONTACTED, State.PREPARING, State.APPLIED, State.RECOGNISED)
    title = await one_row(TITLE)
    async with transaction() as connection, operation("edit", "officer", "补证书"):
        await connection.execute("UPDATE recognition SET certificate_number = 'X' WHERE id = $1", title["id"])
    assert await back(number, REVIEWER) == stepping.Undone(kept=True)
    assert await one_row("SELECT 1 AS there FROM recognition WHERE id = $1", title["id"]) == {"there": 1}
    assert (await found(number)).line.state is State.APPLIED


async def test_a_title_that_a_list_has_brought_is_taken_as_it_is_and_stays() -> None:
    _, number = await a_candidate("名单")
    async with transaction() as connection, operation("import", "list"):
        held = await connection.fetchval(
            "INSERT INTO recognition (enterprise_id, title, round) SELECT id, '区级知识产权优势企业', '名单'"
            " FROM enterprise WHERE credit_code = $1 RETURNING id",
            HERE,
        )
    await go(number, State.CONTACTED, State.PREPARING, State.APPLIED, State.RECOGNISED)
    kept = await one_row("SELECT recognition_id FROM candidacy WHERE id = $1", number)
    assert kept["recognition_id"] == held
    assert await back(number, REVIEWER) == stepping.Undone(kept=True)


async def test_steps_are_taken_back_one_by_one_until_the_candidate_is_gone() -> None:
    _, number = await a_candidate("步步")
    await go(number, State.CONTACTED)
    version = (await found(number)).line.version
    await stepping.note(ALL, OFFICER, number, version, DAY, "电话无人接", DAY)
    assert (await found(number)).steps[-1].note == "电话无人接"
    await back(number)
    assert (await found(number)).line.state is State.CONTACTED
    await back(number)
    assert (await found(number)).line.state is State.SPOTTED
    assert await back(number) == stepping.Undone(gone=True)
    assert await queries.candidate(ALL, number) is None
    log = await one_row("SELECT count(*) FROM changes_of('candidacy', $1) WHERE action = 'delete'", number)
    assert log == {"count": 1}


async def test_undoing_needs_a_reason_and_the_right_person() -> None:
    _, number = await a_candidate("无权")
    await go(number, State.DECLINED)
    with pytest.raises(Refused):
        await back(number, OFFICER)
    with pytest.raises(Refused) as refused:
        await stepping.undo(ALL, REVIEWER, number, (await found(number)).line.version, "  ")
    assert "reason" in refused.value.faults
    assert (await found(number)).line.state is State.DECLINED


async def test_of_two_at_once_one_writes_and_the_other_is_told_who() -> None:
    _, number = await a_candidate("同时")
    version = (await found(number)).line.version
    moves = [
        stepping.step(ALL, OFFICER, number, version, Move(target, DAY, "我先"), DAY)
        for target in (State.CONTACTED, State.WITHDRAWN)
    ]
    outcomes = await asyncio.gather(*moves, return_exceptions=True)
    (told,) = [one for one in outcomes if isinstance(one, Overtaken)]
    assert told.text.values["name"] == "区局经办甲"
    assert outcomes.count(None) == 1
    assert len((await found(number)).steps) == 2


async def test_an_enterprise_is_tagged_once_a_round_however_many_try() -> None:
    round_ = await a_round("抢先")
    asked = Tagging([HERE, THERE], round_, "发明多")
    both = await asyncio.gather(*(tagging.tag(ALL, OFFICER, asked, DAY) for _ in range(2)))
    assert sorted(len(one.candidacies) for one in both) in ([0, 2], [1, 1])
    assert {one.key for one in both[0].left + both[1].left} == {HERE, THERE}
    assert len((await round_queries.round_(ALL, round_)).counts) == 1  # type: ignore[union-attr]


async def test_a_township_proposes_its_own_enterprises_only_and_sees_no_others() -> None:
    scope = Scope.of(TOWNSHIP_OFFICER)
    round_ = await a_round("镇街")
    made = await tagging.tag(scope, TOWNSHIP_OFFICER, Tagging([HERE, THERE], round_, "发明多"), DAY)
    assert [len(made.candidacies), made.left[0].key] == [1, THERE]
    _, other = await a_candidate("别处", key=THERE)
    assert await queries.candidate(scope, other) is None
    for action in (
        stepping.step(scope, TOWNSHIP_OFFICER, other, 1, Move(State.CONTACTED, DAY), DAY),
        stepping.note(scope, TOWNSHIP_OFFICER, other, 1, DAY, "看看", DAY),
        stepping.assign(scope, TOWNSHIP_OFFICER, other, 1, None),
        stepping.undo(scope, TOWNSHIP_OFFICER, other, 1, "看看"),
    ):
        with pytest.raises(LookupError):
            await action
    seen = await queries.candidates(scope, queries.CandidateQuery())
    assert {line.township for line in seen.items} == {"张村镇"}
    assert seen.total == sum((await queries.counts_by_state(scope, queries.CandidateQuery())).values())


async def test_a_township_gives_candidates_to_its_own_people_only() -> None:
    scope = Scope.of(TOWNSHIP_OFFICER)
    _, number = await a_candidate("指派", by=TOWNSHIP_OFFICER)
    await stepping.assign(scope, TOWNSHIP_OFFICER, number, 1, ACCOUNTS[Role.TOWNSHIP_OFFICER])
    with pytest.raises(Refused):
        await stepping.assign(scope, TOWNSHIP_OFFICER, number, 2, ACCOUNTS[Role.OFFICER])
    assert (await found(number)).line.owner == "镇街经办甲"


async def test_an_auditor_and_who_is_not_signed_in_see_no_candidates() -> None:
    _, number = await a_candidate("外人")
    for scope in (Scope.public(), Scope.of(person(Role.AUDITOR))):
        assert await queries.candidate(scope, number) is None
        assert (await queries.candidates(scope, queries.CandidateQuery())).total == 0


async def test_the_results_of_the_day_stay_while_todays_change() -> None:
    _, number = await a_candidate("当天", key=THERE)
    before = await found(number)
    assert before.then.day == DAY
    assert before.then.ladder == "2024 版（示例）"
    assert [(gap.answer.value, gap.value) for gap in before.then.findings] == [("missing", 0.0)]
    async with transaction() as connection, operation("edit", "test"):
        await connection.executemany(
            "INSERT INTO patent (application_number, owners, owner_code, legal_status) VALUES ($1, $2, $3, 'in_force')",
            [(f"20211990{place}.1", ["威海衍力复合材料股份有限公司"], THERE) for place in range(1000, 1003)],
        )
    now = judged(await make_board(shipped_ladder(), DAY), before.round.tier, before.enterprise_id)
    (row,) = compare((await found(number)).then, now)
    assert row.differs
    assert row.then
    assert row.now
    assert (row.then.value, row.now.value) == (0.0, 3.0)


async def test_a_round_that_is_over_or_closed_takes_no_candidates() -> None:
    past = await a_round("过期", days=-1)
    shut = await a_round("已关")
    await rounds.close(OFFICER, shut, 1, DAY)
    for number in (past, shut):
        with pytest.raises(Refused) as refused:
            await tagging.tag(ALL, OFFICER, Tagging([HERE], number, "发明多"), DAY)
        assert "round" in refused.value.faults
    await rounds.close(OFFICER, shut, 2, None)
    assert (await tagging.tag(ALL, OFFICER, Tagging([HERE], shut, "发明多"), DAY)).candidacies


async def test_a_round_whose_tier_the_criteria_do_not_have_any_more_takes_nobody() -> None:
    number = await a_round("旧梯队")
    async with transaction() as connection, operation("test", "test"):
        await connection.execute("UPDATE candidate_round SET tier = 'abolished' WHERE id = $1", number)
    with pytest.raises(Refused) as refused:
        await tagging.tag(ALL, OFFICER, Tagging([HERE], number, "发明多"), DAY)
    assert refused.value.text is tagging.NO_TIER


async def test_a_round_says_what_is_wrong_with_it_and_is_not_overwritten() -> None:
    bad = RoundForm("nowhere", " ", "字" * 61, 0, None)
    with pytest.raises(Refused) as refused:
        await rounds.make(OFFICER, bad)
    assert set(refused.value.faults) == {"tier", "name", "title", "quota", "deadline"}
    number = await a_round("甲轮")
    other = await a_round("乙轮")
    with pytest.raises(Refused):
        await a_round("甲轮")
    form = RoundForm("district_advantage", "甲轮", "称号", 5, DAY)
    with pytest.raises(Refused):
        await rounds.change(OFFICER, other, 1, form)
    await rounds.change(OFFICER, number, 1, form)
    with pytest.raises(Overtaken):
        await rounds.change(OFFICER, number, 1, form)
    with pytest.raises(LookupError):
        await rounds.change(OFFICER, 10**9, 1, form)


async def test_a_quota_is_warned_of_and_not_enforced() -> None:
    round_ = await a_round("名额", quota=1)
    made = await tagging.tag(ALL, OFFICER, Tagging([HERE, THERE], round_, "发明多"), DAY)
    for number in made.candidacies:
        await go(number, State.CONTACTED, State.PREPARING, State.APPLIED)
    line = await round_queries.round_(ALL, round_)
    assert line
    assert (line.taken, line.places.value) == (2, "over")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Tagging([], 1, "因为"), "enterprise"),
        (Tagging(["x"] * 501, 1, "因为"), "enterprise"),
        (Tagging([HERE], 1, " "), "reason"),
        (Tagging([HERE], 1, "字" * 1001), "reason"),
    ],
)
async def test_tagging_says_what_is_wrong(asked: Tagging, field: str) -> None:
    with pytest.raises(Refused) as refused:
        await tagging.tag(ALL, OFFICER, asked, DAY)
    assert set(refused.value.faults) == {field}
