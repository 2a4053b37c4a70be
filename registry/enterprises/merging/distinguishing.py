"""A person's word that two enterprises that look alike are two: given, listed, and taken back."""

from dataclasses import dataclass
from datetime import datetime

from registry.accounts.caller import Caller
from registry.accounts.names import named
from registry.accounts.scope import Scope
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.merging.actions import GONE, LONGEST_REASON, SAME, Refused
from registry.enterprises.merging.tables import EnterpriseDistinction
from registry.enterprises.queries import key_of
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, fetch, page_of
from registry.site.texts import Text


async def call_distinct(scope: Scope, caller: Caller, first: int, second: int, reason: str) -> None:
    """Remember that two that look alike are two. Raises Refused."""
    if first == second:
        raise Refused(Text(SAME))
    low, high = sorted((first, second))
    async with transaction(), operation("distinguish", caller.login, reason.strip()[:LONGEST_REASON] or None):
        rows = await connection().fetch(
            "SELECT township, credit_code FROM enterprise WHERE id = ANY($1)", [low, high]
        )
        if len(rows) != 2 or not all(scope.ranks(row["township"], row["credit_code"]) for row in rows):
            raise Refused(Text(GONE))
        await connection().execute(
            "INSERT INTO enterprise_distinction (low_id, high_id, actor, reason) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT DO NOTHING",
            low,
            high,
            caller.login,
            reason.strip()[:LONGEST_REASON] or None,
        )


@dataclass(frozen=True, slots=True)
class Distinction:
    """Two that were called two, each with its key and name, by whom and why."""

    id: int
    first: tuple[str, str]
    second: tuple[str, str]
    actor: str
    reason: str | None
    at: datetime


_TOGETHER = "enterprise_distinction d JOIN enterprise e ON e.id = d.low_id JOIN enterprise other ON other.id = d.high_id"
_COLUMNS = (
    f"d.id, {named('d.actor')} AS actor, d.reason, d.at, e.id AS low, e.credit_code AS low_code, e.name AS low_name,"
    " other.id AS high, other.credit_code AS high_code, other.name AS high_name"
)


def _own(scope: Scope) -> Conditions:
    """Pairs of two that the caller may merge."""
    conditions = Conditions()
    if not scope.ladder:
        for one in ("e", "other"):
            conditions.add(f"{one}.township = ANY({{}})", list(scope.townships))
    return conditions


async def distinctions(scope: Scope, query: ListQuery) -> Page[Distinction]:
    """One page of the pairs that were called two, the latest first; a pair of which one was merged is none any more."""
    conditions = _own(scope)
    found = await page_of(
        EnterpriseDistinction, _COLUMNS, _TOGETHER, conditions, "d.id DESC", query, exact=True
    )
    return found.holding([_distinction(row) for row in found.items])


async def distinction_of(scope: Scope, first: int, second: int) -> Distinction | None:
    """The word that these two are two; None where nobody gave it."""
    conditions = _own(scope)
    conditions.add("(d.low_id, d.high_id) = ({}, {})", *sorted((first, second)))
    sql = f"SELECT {_COLUMNS} FROM {_TOGETHER} {conditions.where}"
    rows = await fetch(EnterpriseDistinction, sql, *conditions.values)
    return _distinction(rows[0]) if rows else None


def _distinction(row: Row) -> Distinction:
    sides = [
        (key_of({"id": row[side], "credit_code": row[f"{side}_code"]}), row[f"{side}_name"])
        for side in ("low", "high")
    ]
    return Distinction(row["id"], sides[0], sides[1], row["actor"], row["reason"], row["at"])


async def take_back(scope: Scope, caller: Caller, number: int) -> None:
    """Let two be looked at as likely duplicates again. Raises LookupError where the caller sees no such pair."""
    conditions = _own(scope)
    conditions.add("d.id = {}", number)
    async with transaction(), operation("distinguish", caller.login):
        rows = await fetch(
            EnterpriseDistinction, f"SELECT d.id FROM {_TOGETHER} {conditions.where}", *conditions.values
        )
        if not rows:
            raise LookupError(number)
        await connection().execute("DELETE FROM enterprise_distinction WHERE id = $1", number)
