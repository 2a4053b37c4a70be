"""Reads of proposed corrections: one's own, or those the bureau has to answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.accounts.names import named
from registry.accounts.scope import Scope
from registry.corrections.rules import State
from registry.corrections.tables import RecordCorrection
from registry.enterprises.tables import Enterprise
from registry.imports.editing import editable_fields
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, fetch, page_of

COLUMNS = (
    f"c.id, c.field, c.held, c.proposed, c.reason, c.state, c.proposed_by, {named('c.proposed_by')} AS proposer,"
    f" c.created_at, {named('c.decided_by')} AS decider, c.answer,"
    " c.decided_at, e.id AS enterprise, e.name AS enterprise_name, coalesce(e.credit_code, 'id-' || e.id) AS key,"
    " e.township, to_jsonb(e) -> c.field AS now"
)
SOURCE = "record_correction c JOIN enterprise e ON e.id = c.enterprise_id"


class CorrectionQuery(ListQuery):
    """What the list may be narrowed to; those to be answered unless another state is named."""

    state: State = State.PROPOSED


@dataclass(frozen=True, slots=True)
class Correction:
    """One proposal; `held` is what the register said then, `now` what it says today; `proposed_by` is a login name, `proposer` and
    `decider` are what people are called.
    """

    id: int
    field: str
    held: Any
    proposed: str
    reason: str
    state: State
    proposed_by: str
    proposer: str
    created_at: datetime
    decider: str | None
    answer: str | None
    decided_at: datetime | None
    enterprise: int
    enterprise_name: str
    key: str
    township: str | None
    now: Any


@dataclass(frozen=True, slots=True)
class Subject:
    """The enterprise that a correction is about, with the values that may be corrected."""

    id: int
    key: str
    name: str
    credit_code: str | None
    township: str | None
    values: Row


def _seen(scope: Scope) -> Conditions:
    """Those of one's own enterprises; all for who sees all personal data."""
    conditions = Conditions()
    if not scope.personal:
        conditions.add(
            "(e.township = ANY({}) OR e.credit_code = ANY({}))",
            list(scope.townships),
            list(scope.enterprises),
        )
    return conditions


async def corrections(scope: Scope, query: CorrectionQuery) -> Page[Correction]:
    """One page of the proposals in a state that the caller sees, the oldest first while they wait."""
    conditions = _seen(scope)
    conditions.add("c.state = {}", query.state.value)
    order = "c.id" if query.state is State.PROPOSED else "c.id DESC"
    found = await page_of(RecordCorrection, COLUMNS, SOURCE, conditions, order, query, exact=True)
    return found.holding([_correction(row) for row in found.items])


async def of_enterprise(scope: Scope, enterprise: int, limit: int = 100) -> list[Correction]:
    """The latest proposals about one enterprise that the caller sees."""
    conditions = _seen(scope)
    conditions.add("e.id = {}", enterprise)
    sql = f"SELECT {COLUMNS} FROM {SOURCE} {conditions.where} ORDER BY c.id DESC LIMIT {{}}"
    return [_correction(row) for row in await fetch(RecordCorrection, sql, *conditions.values, limit)]


async def correction(scope: Scope, number: int) -> Correction | None:
    """One proposal, None where there is none that the caller sees."""
    conditions = _seen(scope)
    conditions.add("c.id = {}", number)
    rows = await fetch(
        RecordCorrection, f"SELECT {COLUMNS} FROM {SOURCE} {conditions.where}", *conditions.values
    )
    return _correction(rows[0]) if rows else None


def _correction(row: Row) -> Correction:
    return Correction(**{**row, "state": State(row["state"])})


async def subject(scope: Scope, key: str) -> Subject | None:
    """The enterprise of a key, if it is one of the caller's own."""
    number = key.removeprefix("id-")
    by_number = key != number and number.isdecimal() and len(number) < 19
    conditions = Conditions()
    conditions.add(
        "(e.township = ANY({}) OR e.credit_code = ANY({}))", list(scope.townships), list(scope.enterprises)
    )
    conditions.add("e.id = {}" if by_number else "e.credit_code = {}", int(number) if by_number else key)
    sql = f"SELECT e.id, e.name, e.credit_code, e.township, to_jsonb(e) AS record FROM enterprise e {conditions.where}"
    rows = await fetch(Enterprise, sql, *conditions.values)
    if not rows:
        return None
    row = rows[0]
    values = {name: row["record"].get(name) for name in editable_fields("enterprise")}
    return Subject(
        row["id"],
        row["credit_code"] or f"id-{row['id']}",
        row["name"],
        row["credit_code"],
        row["township"],
        values,
    )
