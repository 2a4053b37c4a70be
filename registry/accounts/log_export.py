"""The logs as a file for an auditor: csv and xlsx for people, jsonl for programs."""

import asyncio
from pathlib import Path
from typing import Any

import polars as pl

from importers.writing import write_table
from registry.accounts import log_records
from registry.accounts.events import Event, note
from registry.accounts.log import LogQuery, change_conditions, columns_of, event_conditions
from registry.database.engine import transaction
from registry.database.frames import frames
from schemas.catalogue import FieldSpec
from schemas.texts import TextValue

FORMATS = ("csv", "xlsx", "jsonl")
_AT = "to_char({alias}.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.US')"
EXPORTED = {
    "changes": (
        f"SELECT c.id::text, {_AT.format(alias='c')}, c.actor, c.action, c.kind, c.record_id::text,"
        f" c.last_record_id::text, {log_records.name_in_sql('c.kind', 'c.record_id')}, c.operation_id::text,"
        " o.batch::text, c.reason, c.before::text, c.after::text"
        " FROM change_entry c LEFT JOIN operation o ON o.id = c.operation_id"
    ),
    "events": (
        f"SELECT e.id::text, {_AT.format(alias='e')}, e.actor, e.event, e.network, e.subject, e.details::text"
        " FROM audit_event e"
    ),
}
"""What an export of each view holds; moments at the bureau."""
COLUMNS = {
    "changes": {
        "id": "序号", "at": "时间", "actor": "操作人", "action": "动作", "kind": "种类", "record_id": "记录",
        "last_record_id": "至记录", "name": "名称", "operation_id": "操作", "batch": "导入批次", "reason": "理由",
        "before": "改前", "after": "改后",
    },
    "events": {
        "id": "序号", "at": "时间", "actor": "操作人", "event": "事件", "network": "网络", "subject": "对象", "details": "详情",
    },
}  # fmt: skip
"""Titles of its columns."""


async def export(query: LogQuery, form: str, path: Path, actor: str, account: int | None = None) -> int:
    """Write every entry that fits into a file, the earliest first, and note that it was; returns how many.

    Raises importers.writing.TextTooLong where a workbook cannot hold an image.
    """
    specs = [_spec(name, title) for name, title in COLUMNS[query.view].items()]
    async with transaction() as connection:
        sql, values = await _select(query)
        schema = {spec.name: pl.String() for spec in specs}
        rows = frames(await connection.cursor(sql, *values), asyncio.get_running_loop(), schema)
        written = await asyncio.to_thread(write_table, rows, path, form, specs)
        asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"page", "size"})
        details = {"entries": written, "format": form, **asked}
        await note(Event.EXPORT, actor, account=account, subject=f"log {query.view}", details=details)
    return written


def _spec(name: str, title: str) -> FieldSpec:
    return FieldSpec("log", name, title, TextValue(), personal=False, many=False, required=False)


async def _select(query: LogQuery) -> tuple[str, list[Any]]:
    """SQL for asyncpg with its values; every column is a text."""
    conditions = event_conditions(query) if query.view == "events" else change_conditions(query)
    if query.view == "changes" and query.q:
        conditions.add(
            "EXISTS (SELECT FROM unnest({}::text[], {}::bigint[]) w (kind, number) WHERE w.kind = c.kind"
            " AND w.number BETWEEN c.record_id AND coalesce(c.last_record_id, c.record_id))",
            *columns_of(await log_records.called(query.q)),
        )
    places = (f"${place}" for place in range(1, len(conditions.values) + 1))
    return (
        f"{EXPORTED[query.view]} {conditions.where.format(*places)} ORDER BY {query.view[0]}.id",
        conditions.values,
    )
