"""Rounds and candidates of the demonstration: enterprises of the invented district in every state."""

from collections.abc import Sequence
from datetime import date, timedelta

from registry.accounts.caller import Caller
from registry.accounts.demonstration import person
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.candidates import round_queries, rounds, stepping
from registry.candidates.rounds import RoundForm
from registry.candidates.rules import Move, State
from registry.candidates.tagging import Tagging, tag
from registry.database.engine import transaction
from registry.enterprises.ladder.queries import RungQuery, rungs
from registry.enterprises.ladder.versions import current_ladder

S = State
WAY = (S.CONTACTED, S.PREPARING, S.APPLIED, S.RECOGNISED)
NOTES = {
    S.CONTACTED: "电话联系知识产权负责人，愿意申报",
    S.PREPARING: "已发申报书模板和材料清单",
    S.APPLIED: "材料齐备，已在线提交",
    S.RECOGNISED: "公示无异议",
    S.DECLINED: "评审未通过：高价值发明占比不足，建议来年再报",
    S.WITHDRAWN: "企业正在搬迁，本年度不申报",
}
ENDS: Sequence[State] = (
    S.APPLIED, S.APPLIED, S.PREPARING, S.PREPARING, S.CONTACTED, S.WITHDRAWN, S.SPOTTED, S.SPOTTED, S.SPOTTED,
)  # fmt: skip
"""How far the candidates of a round that goes on have come, those that lack least first."""
PAST: Sequence[State] = (S.RECOGNISED, S.RECOGNISED, S.DECLINED, S.WITHDRAWN)


async def make(today: date) -> None:
    """Make them where there is no round yet."""
    callers = {role: await person(role) for role in (Role.OFFICER, Role.REVIEWER)}
    if await round_queries.rounds(Scope.system()):
        return
    officer, reviewer = callers[Role.OFFICER], callers[Role.REVIEWER]
    year, titles = today.year, round_queries.usual_titles(await current_ladder(today))
    for tier, name, quota, days, ends in (
        ("national_advantage", f"{year} 年", 3, 34, ENDS),
        ("provincial_advantage", f"{year} 年第二批", 2, 9, ENDS),
        ("district_advantage", f"{year - 1} 年", 10, -120, PAST),
    ):
        deadline = today + timedelta(days=days)
        form = RoundForm(tier, name, titles[tier], quota, deadline, "示例轮次，以当年申报通知为准。")
        number = await rounds.make(officer, form)
        await _fill(officer, reviewer, number, tier, ends, min(today, deadline) - timedelta(days=45))


async def _fill(
    officer: Caller, reviewer: Caller, number: int, tier: str, ends: Sequence[State], begun: date
) -> None:
    async with transaction():
        ready = await rungs(Scope.system(), RungQuery(tier, limit=len(ends)), begun)
    for one, end in zip(ready, ends, strict=False):
        reason = (
            f"距{one.target}还差 {one.missing} 项，有望补齐" if one.missing else "条件已满足，建议优先推荐"
        )
        asked = Tagging([one.key], number, reason, officer.account)
        made = await tag(Scope.system(), officer, asked, begun)
        for candidacy in made.candidacies:
            await _go(officer, reviewer, candidacy, end, begun)


async def _go(officer: Caller, reviewer: Caller, number: int, end: State, begun: date) -> None:
    """Walk on to the end, a week a step."""
    before = {S.DECLINED: WAY[:3], S.WITHDRAWN: WAY[:1], S.SPOTTED: ()}.get(end, WAY[: _place(end)])
    for place, target in enumerate((*before, *(() if end is S.SPOTTED else (end,))), start=1):
        day = begun + timedelta(days=7 * place)
        caller = reviewer if target in (S.RECOGNISED, S.DECLINED) else officer
        document = f"演示文〔{day.year}〕第{number:02d}号" if target is S.RECOGNISED else ""
        move = Move(target, day, NOTES[target], document)
        await stepping.step(Scope.system(), caller, number, place, move, day)


def _place(end: State) -> int:
    return WAY.index(end) if end in WAY else 0
