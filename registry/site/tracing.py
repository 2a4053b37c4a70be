"""For any record: where each field comes from (数据来源), and what became of it (变更记录)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from registry.accounts.scope import Scope
from registry.database.tables import ChangeLog
from registry.imports.kinds import KINDS
from registry.imports.tables import HeldValue, ImportBatch
from registry.site.reading import Row, fetch, given, visible_fields

HISTORY_LENGTH = 50
KIND_OF_TABLE = {kind.table: kind.name for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Source:
    """A record whose fields are to be traced: its kind, and its row with the bookkeeping columns."""

    kind: str
    row: Row


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value an export gave for a field that does not stand; `reason` is lost or by_hand."""

    value: Any
    batch: int
    file_name: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class TracedField:
    """A field of a record with the value that stands and those that lost to it."""

    kind: str
    field: str
    value: Any
    lost: list[LostValue]


@dataclass(frozen=True, slots=True)
class Origin:
    """One place that fields come from: a row of a sheet of a batch, or a person's hand."""

    by_hand: bool
    batch: int | None = None
    file_name: str | None = None
    sheet_index: int | None = None
    sheet: str | None = None
    row: int | None = None
    exported_on: date | None = None
    actor: str | None = None
    at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """All fields of a record that share one origin."""

    origin: Origin
    fields: list[TracedField]

    def by_kind(self) -> dict[str, list[TracedField]]:
        """The fields by the kind of record they belong to, those of the record itself first."""
        found: dict[str, list[TracedField]] = {}
        for field in self.fields:
            found.setdefault(field.kind, []).append(field)
        return found


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where every field of a record, and of what belongs to it, comes from; its main origin first."""

    groups: list[SourceGroup]

    @property
    def main(self) -> Origin | None:
        """The origin of most fields."""
        return self.groups[0].origin if self.groups else None


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field before and after a change."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log on a record or on what belongs to it."""

    kind: str
    action: str
    actor: str | None
    reason: str | None
    operation: str | None
    batch: int | None
    at: datetime
    fields: list[ChangedField]


@dataclass(frozen=True, slots=True)
class History:
    """The latest changes, newest first; `more` says that older ones are not shown."""

    changes: list[Change]
    more: bool


async def provenance_of(scope: Scope, sources: Sequence[Source]) -> Provenance:
    """Trace every given field of the records; personal fields only for a caller who may see them."""
    held = await _held_values(sources)
    placed = [item for source in sources for item in _placed(scope, source, held)]
    batches = await _batches([place[1] for place, _ in placed if place[0] == "row"])
    operations = await _operations([place[1] for place, _ in placed if place[0] == "hand"])
    groups: dict[tuple[Any, ...], list[TracedField]] = {}
    for place, traced in placed:
        groups.setdefault(place, []).append(traced)
    made = [
        SourceGroup(_named(scope, _origin(place, batches, operations)), fields)
        for place, fields in groups.items()
    ]
    own = sources[0].kind if sources else ""
    return Provenance(sorted(made, key=lambda group: _weight(group, own), reverse=True))


def _weight(group: SourceGroup, own: str) -> tuple[int, int]:
    """The origin of most fields of the record itself comes first, then that of most fields beside it."""
    return sum(field.kind == own for field in group.fields), len(group.fields)


def _placed(
    scope: Scope, source: Source, held: Mapping[tuple[str, int, str], list[LostValue]]
) -> list[tuple[tuple[Any, ...], TracedField]]:
    """Each field with its place: ("row", batch, sheet, row) or ("hand", operation)."""
    row = source.row
    origins = row["origins"] or {}
    visible = {name: row[name] for name in visible_fields(source.kind, scope) if name in row}
    placed = []
    for name in given(visible):
        beside = held.get((source.kind, row["id"], name), [])
        lost = [value for value in beside if not _same(value.value, visible[name])]
        placed.append((_place(row, origins.get(name)), TracedField(source.kind, name, visible[name], lost)))
    return placed


def _same(lost: Any, standing: Any) -> bool:
    """Whether a losing value has come to stand after all; `lost` comes from JSON, where days are texts."""
    return bool(lost == (standing.isoformat() if isinstance(standing, date) else standing))


def _place(row: Row, elsewhere: Mapping[str, Any] | None) -> tuple[Any, ...]:
    if elsewhere is None:
        return ("row", row["origin_batch"], row["origin_sheet"], row["origin_row"])
    if elsewhere.get("hand"):
        return ("hand", elsewhere.get("operation"))
    return ("row", elsewhere.get("batch"), elsewhere.get("sheet"), elsewhere.get("row"))


async def _held_values(sources: Sequence[Source]) -> dict[tuple[str, int, str], list[LostValue]]:
    held: dict[tuple[str, int, str], list[LostValue]] = {}
    rows = await fetch(
        HeldValue,
        "SELECT h.kind, h.record_id, h.field, h.value, h.batch, h.row, h.reason, b.file_name"
        " FROM held_value h"
        " JOIN import_batch b ON b.id = h.batch"
        " WHERE b.state <> 'undone'"
        " AND (h.kind, h.record_id) IN (SELECT * FROM unnest({}::text[], {}::bigint[]))"
        " ORDER BY h.batch DESC, h.sheet, h.row",
        [source.kind for source in sources],
        [source.row["id"] for source in sources],
    )
    for row in rows:
        lost = LostValue(row["value"], row["batch"], row["file_name"], row["row"], row["reason"])
        held.setdefault((row["kind"], row["record_id"], row["field"]), []).append(lost)
    return held


async def _batches(numbers: list[int | None]) -> dict[int, Row]:
    rows = await fetch(
        ImportBatch,
        "SELECT b.id, b.file_name, b.exported_on, b.actor, b.committed_at, b.report->'sheets' AS sheets"
        " FROM import_batch b WHERE b.id = ANY({})",
        sorted({number for number in numbers if number is not None}),
    )
    return {row["id"]: row for row in rows}


async def _operations(numbers: list[int | None]) -> dict[int, Row]:
    rows = await fetch(
        ChangeLog,
        "SELECT o.id, o.actor, o.reason, o.at FROM operation o WHERE o.id = ANY({})",
        sorted({number for number in numbers if number is not None}),
    )
    return {row["id"]: row for row in rows}


def _named(scope: Scope, origin: Origin) -> Origin:
    """Who imported or wrote it is told to those who work with it, not to the public."""
    return origin if scope.personal else replace(origin, actor=None)


def _origin(place: tuple[Any, ...], batches: Mapping[int, Row], operations: Mapping[int, Row]) -> Origin:
    if place[0] == "hand":
        operation = operations.get(place[1], {})
        return Origin(
            True, actor=operation.get("actor"), at=operation.get("at"), reason=operation.get("reason")
        )
    _, number, sheet, row = place
    batch = batches.get(number, {})
    return Origin(
        False,
        batch=number,
        file_name=batch.get("file_name"),
        sheet_index=sheet,
        sheet=_sheet_name(batch.get("sheets"), sheet),
        row=row,
        exported_on=batch.get("exported_on"),
        actor=batch.get("actor"),
        at=batch.get("committed_at"),
    )


def _sheet_name(sheets: Any, index: int | None) -> str | None:
    for sheet in sheets or []:
        if sheet.get("index") == index:
            name: str | None = sheet.get("sheet")
            return name
    return None


async def history_of(scope: Scope, records: Mapping[str, Sequence[int]]) -> History:
    """The latest changes of some records, by kind and id."""
    pairs = [(KINDS[kind].table, identity) for kind, ids in records.items() for identity in ids]
    rows = await fetch(
        ChangeLog,
        "SELECT c.kind, c.action, c.actor, c.reason, c.before, c.after, c.at, o.kind AS operation, o.batch"
        " FROM unnest({}::text[], {}::bigint[]) AS asked (kind, record_id)"
        " CROSS JOIN LATERAL changes_of(asked.kind, asked.record_id) c"
        " LEFT JOIN operation o ON o.id = c.operation_id"
        " ORDER BY c.id DESC LIMIT {}",
        [table for table, _ in pairs],
        [identity for _, identity in pairs],
        HISTORY_LENGTH + 1,
    )
    return History([_change(scope, row) for row in rows[:HISTORY_LENGTH]], len(rows) > HISTORY_LENGTH)


def _change(scope: Scope, row: Row) -> Change:
    kind = KIND_OF_TABLE[row["kind"]]
    before, after = row["before"] or {}, row["after"] or {}
    fields = [
        ChangedField(name, before.get(name), after.get(name))
        for name in visible_fields(kind, scope)
        if name in before or name in after
    ]
    actor = row["actor"] if scope.personal else None
    return Change(
        kind, row["action"], actor, row["reason"], row["operation"], row["batch"], row["at"], fields
    )
