"""One candidate taken for writing: seen by the caller, unchanged since it was read (乐观锁), and held until the end."""

from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from registry.accounts.caller import Caller
from registry.accounts.permissions import Permission
from registry.accounts.scope import Candidates, Scope
from registry.candidates.refusing import Overtaken, Refused
from registry.candidates.rules import Round, Standing, State
from registry.database.days import BUREAU_TIME
from registry.database.engine import connection
from registry.site.texts import Text, marked


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last step that was not undone."""

    id: int
    source: State | None
    target: State
    on_day: date
    actor: str
    operation: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A candidate that nobody else writes until the transaction ends."""

    id: int
    enterprise: int
    recognition: int | None
    tier: str
    round_name: str
    title: str
    last: LastStep
    standing: Standing


async def take(scope: Scope, number: int, version: int | None) -> Taken:
    """The candidate, in the transaction going on.

    Raises LookupError where the caller sees none of this number, Overtaken where it changed since `version`; None where
    what is written does not depend on what was read.
    """
    row = await connection().fetchrow(
        "SELECT c.*, e.township, r.tier, r.name AS round_name, r.title, r.deadline, r.closed_on, r.quota"
        " FROM candidacy c JOIN enterprise e ON e.id = c.enterprise_id JOIN candidate_round r ON r.id = c.round_id"
        " WHERE c.id = $1 FOR UPDATE OF c",
        number,
    )
    if row is None or not sees(scope, row["township"]):
        raise LookupError
    if version is not None and row["version"] != version:
        raise Overtaken(await overtaken_by("candidacy", number))
    last = await _last_step(number)
    round_ = Round(row["deadline"], row["closed_on"], row["quota"])
    return Taken(
        id=number,
        enterprise=row["enterprise_id"],
        recognition=row["recognition_id"],
        tier=row["tier"],
        round_name=row["round_name"],
        title=row["title"],
        last=last,
        standing=Standing(State.of(row["state"]), row["proposed_by"], last.on_day, round_),
    )


def sees(scope: Scope, township: str | None) -> bool:
    """Whether the candidates of a township's enterprises are seen."""
    everything = scope.candidates is Candidates.ALL
    return everything or (scope.candidates is Candidates.TOWNSHIP and township in scope.townships)


def require_hand(caller: Caller) -> None:
    """Raise Refused for who may only look."""
    if not (caller.may(Permission.PROPOSE_CANDIDATES) or caller.may(Permission.DECIDE)):
        raise Refused(Text(marked("您的角色只能查看候选")))


async def _last_step(number: int) -> LastStep:
    row = await connection().fetchrow(
        "SELECT id, from_state, to_state, on_day, actor, operation_id FROM candidacy_step"
        " WHERE candidacy_id = $1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        number,
    )
    source = State.of(row["from_state"]) if row["from_state"] else None
    return LastStep(
        row["id"], source, State.of(row["to_state"]), row["on_day"], row["actor"], row["operation_id"]
    )


async def overtaken_by(kind: str, number: int) -> Text:
    """Who changed the record last, and when."""
    row: asyncpg.Record = await connection().fetchrow(
        "SELECT coalesce(a.name, l.actor) AS name, l.at FROM change_entry l LEFT JOIN account a ON a.login = l.actor"
        " WHERE l.kind = $1 AND l.record_id = $2 ORDER BY l.id DESC LIMIT 1",
        kind,
        number,
    )
    at: datetime = row["at"]
    return Text(
        marked("您打开这一页之后，%(name)s已于 %(at)s 作了改动。您填的内容还在，请看过现在的情况再提交。"),
        {"name": row["name"], "at": at.astimezone(BUREAU_TIME).strftime("%Y-%m-%d %H:%M")},
    )
