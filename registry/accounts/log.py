"""Reads of the logs for the auditor: changes of records with before and after, and what people did beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import Field, field_validator

from registry.accounts import log_records
from registry.accounts.events import Event
from registry.accounts.log_records import Record
from registry.accounts.log_words import image_of, readable
from registry.accounts.tables import AuditEvent
from registry.database.days import BUREAU_TIME
from registry.database.tables import ChangeEntry, ChangeLog
from registry.imports.kinds import KINDS
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, count, fetch, page_of

KIND_OF_TABLE = {kind.table: kind.name for kind in KINDS.values()}
HIDDEN = frozenset(("id", "origin_batch", "origin_sheet", "origin_row", "origins", "seen_digest"))
"""Bookkeeping that says nothing of a record."""
_CHANGE = (
    "c.id, c.kind, c.record_id, {last} AS last_record_id, c.action, c.actor, c.reason, c.before, c.after, c.at,"
    " c.operation_id, o.kind AS operation, o.batch"
)


class LogQuery(ListQuery):
    """What the logs may be narrowed to. `q` names a record, as `log_records.called` takes it."""

    view: str = Field("changes", pattern="^(changes|events)$")
    person: str = Field("", max_length=64)
    kind: str = Field("", pattern=r"^[a-z_]{0,40}$")
    batch: int | None = Field(None, ge=1, lt=2**31)
    event: str = Field("", pattern=r"^[a-z_:]{0,40}$")
    since: date | None = None
    until: date | None = None

    @field_validator("person")
    @classmethod
    def printable(cls, text: str) -> str:
        """The database takes no NUL."""
        return cls.without_control_characters(text)


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """An entry of the change log; of a run of records made together the first and the last number, and no images."""

    id: int
    kind: str
    record_id: int
    last_record_id: int | None
    action: str
    actor: str
    reason: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime
    operation_id: int | None
    operation: str | None
    batch: int | None
    name: str

    @property
    def fields(self) -> list[str]:
        """What the images speak of."""
        names = dict.fromkeys((*self.before, *self.after))
        return [name for name in names if name not in HIDDEN]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An entry of what people did beside changing records."""

    id: int
    at: datetime
    event: Event
    actor: str
    network: str
    subject: str
    details: Mapping[str, Any]


def _conditions(query: LogQuery, alias: str) -> Conditions:
    conditions = Conditions()
    if query.person:
        conditions.add(f"{alias}.actor = {{}}", query.person)
    if query.since:
        conditions.add(f"{alias}.at >= {{}}", _midnight(query.since))
    if query.until:
        conditions.add(f"{alias}.at < {{}}", _midnight(query.until + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BUREAU_TIME)


def change_conditions(query: LogQuery) -> Conditions:
    """What entries `c` of the change log have to meet, beside the records that `q` names."""
    conditions = _conditions(query, "c")
    if query.kind:
        conditions.add("c.kind = {}", query.kind)
    if query.batch:
        conditions.add("c.operation_id IN (SELECT id FROM operation WHERE batch = {})", query.batch)
    return conditions


async def changes(query: LogQuery) -> Page[LoggedChange]:
    """One page of the changes, the latest first; of named records with the images of all."""
    if query.q:
        return await _changes_of(query, await log_records.called(query.q))
    conditions = change_conditions(query)
    total = await count(ChangeEntry, conditions, "change_entry c", exact=False)
    rows = await fetch(
        ChangeEntry,
        f"SELECT {_CHANGE.format(last='c.last_record_id')} FROM change_entry c"
        f" LEFT JOIN operation o ON o.id = c.operation_id {conditions.where} ORDER BY c.id DESC LIMIT {{}} OFFSET {{}}",
        *conditions.values,
        query.size,
        query.offset,
    )
    return Page(await _named(rows), total, query.page, query.size)


async def _changes_of(query: LogQuery, records: list[Record]) -> Page[LoggedChange]:
    conditions = change_conditions(query)
    rows = await fetch(
        ChangeLog,
        f"SELECT {_CHANGE.format(last='NULL::bigint')} FROM unnest({{}}::text[], {{}}::bigint[]) w (kind, number)"
        " CROSS JOIN LATERAL changes_of(w.kind, w.number) c"
        f" LEFT JOIN operation o ON o.id = c.operation_id {conditions.where} ORDER BY c.id DESC",
        *columns_of(records),
        *conditions.values,
    )
    shown = rows[query.offset : query.offset + query.size]
    return Page(await _named(shown), len(rows), query.page, query.size)


def columns_of(records: list[Record]) -> tuple[list[str], list[int]]:
    """Tables and numbers apart, as `unnest` takes them."""
    return [kind for kind, _ in records], [number for _, number in records]


async def _named(rows: list[Row]) -> list[LoggedChange]:
    names = await log_records.names((row["kind"], row["record_id"]) for row in rows)
    return [
        LoggedChange(
            **{**row, "before": image_of(row, "before"), "after": image_of(row, "after")},
            name=names.get((row["kind"], row["record_id"]), ""),
        )
        for row in rows
    ]


def event_conditions(query: LogQuery) -> Conditions:
    """What entries `e` of the log of events have to meet."""
    conditions = _conditions(query, "e")
    if query.event:
        conditions.add("e.event = {}", query.event)
    return conditions


async def events(query: LogQuery) -> Page[LoggedEvent]:
    """One page of what people did, the latest first."""
    conditions = event_conditions(query)
    columns = "e.id, e.at, e.event, e.actor, e.network, e.subject, e.details"
    found = await page_of(AuditEvent, columns, "audit_event e", conditions, "e.id DESC", query, exact=False)
    made = [
        LoggedEvent(**{**row, "event": Event.of(row["event"]), "details": readable(row["details"])})
        for row in found.items
    ]
    return found.holding(made)


async def people() -> list[str]:
    """Whoever stands in one of the logs, to choose from."""
    rows = await fetch(
        AuditEvent,
        "SELECT DISTINCT actor FROM (SELECT login AS actor FROM account"
        " UNION SELECT actor FROM operation) known ORDER BY actor LIMIT 500",
    )
    return [row["actor"] for row in rows]
