"""Tagging enterprises as candidates of a round (标为候选)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from registry.accounts.caller import Caller
from registry.accounts.permissions import Permission
from registry.accounts.scope import Candidates, Scope
from registry.candidates.refusing import Refused
from registry.candidates.results import judge
from registry.candidates.rules import LONGEST_NOTE, Round, State, closed
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.site.texts import Text, marked

MOST = 500
"""Enterprises that can be tagged at once."""
NO_TIER = Text(marked("现行标准里没有本轮的梯队，不能核对条件"))


@dataclass(frozen=True, slots=True)
class Tagging:
    """What is asked: enterprises by their keys (credit codes), the number of the round, why, and who looks after them."""

    keys: Sequence[str]
    round: int
    reason: str
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class NotTagged:
    """An enterprise that was left out, and why; `candidacy` where it is one already."""

    key: str
    name: str | None
    why: Text
    candidacy: int | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of it: the new candidacies, and what was left out."""

    operation: int
    candidacies: list[int]
    left: list[NotTagged]


async def tag(scope: Scope, caller: Caller, asked: Tagging, today: date) -> Tagged:
    """Make candidates of the enterprises, with how they meet the criteria today.

    What cannot be tagged is left out and named. Raises Refused, and LookupError where there is no such round.
    """
    _check(asked)
    async with transaction() as current, operation("candidacy", caller.login, asked.reason.strip()) as number:
        wanted = await current.fetchrow(
            "SELECT id, tier, deadline, closed_on FROM candidate_round WHERE id = $1 FOR NO KEY UPDATE",
            asked.round,
        )
        if wanted is None:
            raise LookupError
        _require_open(wanted, today)
        await require_owner(asked.owner, caller)
        found, left = await _sorted_out(scope, asked)
        made = await _insert(scope, caller, asked, wanted, found, number, today)
    return Tagged(number, made, left)


def _check(asked: Tagging) -> None:
    faults = {}
    if not asked.keys:
        faults["enterprise"] = Text(marked("请至少选择一家企业"))
    if len(asked.keys) > MOST:
        faults["enterprise"] = Text(marked("一次至多标记 %(count)s 家企业"), {"count": MOST})
    if not asked.reason.strip():
        faults["reason"] = Text(marked("请写明推荐理由"))
    if len(asked.reason) > LONGEST_NOTE:
        faults["reason"] = Text(marked("至多 %(count)s 个字"), {"count": LONGEST_NOTE})
    if faults:
        raise Refused(next(iter(faults.values())), faults)


def _require_open(wanted: asyncpg.Record, today: date) -> None:
    round_ = Round(wanted["deadline"], wanted["closed_on"])
    if not round_.takes(today):
        raise Refused(closed(round_), {"round": closed(round_)})


async def require_owner(owner: int | None, caller: Caller) -> None:
    """Raise Refused unless this account may look after candidates; a township gives them to its own people only."""
    if owner is None:
        return
    row = await connection().fetchrow(
        "SELECT a.organisation_kind, a.organisation FROM account a WHERE a.id = $1 AND a.state = 'active'"
        " AND EXISTS (SELECT FROM role_grant g WHERE g.account_id = a.id"
        " AND g.role IN ('officer', 'reviewer', 'township_officer'))",
        owner,
    )
    bureau = caller.may(Permission.EDIT_REGISTER)
    if row is None or not (bureau or row["organisation"] == caller.unit):
        text = Text(marked("这位人员不能负责候选"))
        raise Refused(text, {"owner": text})


async def _sorted_out(scope: Scope, asked: Tagging) -> tuple[dict[int, str], list[NotTagged]]:
    """The enterprises to tag by number, and those left out."""
    rows = await connection().fetch(
        "SELECT asked.key, e.id, e.name, e.township, c.id AS candidacy"
        " FROM unnest($1::text[]) WITH ORDINALITY AS asked (key, place)"
        " LEFT JOIN enterprise e ON e.credit_code = asked.key OR (e.credit_code IS NULL AND 'id-' || e.id = asked.key)"
        " LEFT JOIN candidacy c ON c.enterprise_id = e.id AND c.round_id = $2 ORDER BY asked.place",
        list(dict.fromkeys(asked.keys)),
        asked.round,
    )
    found: dict[int, str] = {}
    left: list[NotTagged] = []
    for row in rows:
        if why := _left_out(scope, row):
            left.append(NotTagged(row["key"], row["name"], why, row["candidacy"]))
        else:
            found[row["id"]] = row["key"]
    return found, left


def _left_out(scope: Scope, row: asyncpg.Record) -> Text | None:
    if row["id"] is None:
        return Text(marked("登记簿里没有这家企业"))
    if scope.candidates is not Candidates.ALL and row["township"] not in scope.townships:
        return Text(marked("不是本镇街的企业"))
    if row["candidacy"] is not None:
        return Text(marked("本轮已是候选"))
    return None


async def _insert(
    scope: Scope,
    caller: Caller,
    asked: Tagging,
    wanted: asyncpg.Record,
    found: dict[int, str],
    number: int,
    today: date,
) -> list[int]:
    if not found:
        return []
    try:
        results = await judge(scope, wanted["tier"], found, today)
    except KeyError as gone:
        raise Refused(NO_TIER, {"round": NO_TIER}) from gone
    rows = await connection().fetch(
        "INSERT INTO candidacy (enterprise_id, round_id, state, reason, owner_id, snapshot, proposed_by)"
        " SELECT one.enterprise, $1, $2, $3, $4, one.snapshot, $5"
        " FROM unnest($6::bigint[], $7::jsonb[]) AS one (enterprise, snapshot)"
        " ON CONFLICT (enterprise_id, round_id) DO NOTHING RETURNING id",
        wanted["id"],
        State.SPOTTED.value,
        asked.reason.strip(),
        asked.owner,
        caller.login,
        list(results),
        [one.document() for one in results.values()],
    )
    made = [row["id"] for row in rows]
    await connection().execute(
        "INSERT INTO candidacy_step (candidacy_id, operation_id, to_state, on_day, note, actor)"
        " SELECT one, $2, $3, $4, $5, $6 FROM unnest($1::bigint[]) one",
        made,
        number,
        State.SPOTTED.value,
        today,
        asked.reason.strip(),
        caller.login,
    )
    return made
