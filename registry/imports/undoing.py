"""Taking back what an operation wrote (撤销), from the change log, without touching what came later.

A record the operation made is removed, a record it changed gets back the former value of every field that
still has the value the operation gave it, a record it removed returns. What was edited since, is in use
by a record of another import, or was named again by a later file that is live, is left alone and listed.
An undoing is an operation like any other, so the same function takes it back.
"""

import json
from dataclasses import dataclass
from typing import Any

import asyncpg

from registry.imports.kinds import KINDS, Kind
from registry.imports.naming import fall_back, find_named, is_given, is_named
from schemas import catalogue

LEFT_KEPT = 200
"""Entries left alone that a batch keeps; the number counts all."""
LEFT_ALONE = """
    CREATE TEMPORARY TABLE left_alone (kind text, record_id bigint, field text, reason text, key text)
    ON COMMIT DROP"""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing did: numbers of records, and what it left alone: kind, natural key, field, reason."""

    removed: int
    restored: int
    returned: int
    left: list[tuple[str, str, str | None, str]]
    settled: int = 0
    """Fields that took the value of another source, which had lost to the one taken back."""

    def kept(self, *, undoing: bool) -> dict[str, Any]:
        """What the batch keeps of it; `undoing` unless it was applied again."""
        return {
            "undoing": undoing,
            "removed": self.removed,
            "restored": self.restored,
            "returned": self.returned,
            "settled": self.settled,
            "left": [list(entry) for entry in self.left[:LEFT_KEPT]],
            "left_alone": len(self.left),
        }


ORIGIN = ["origin_batch", "origin_sheet", "origin_row"]
"""Where the record as a whole comes from: an undoing changes it where a later file keeps the record."""
CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "patent": (
        *((kind.table, "patent_id") for kind in KINDS.values() if kind.parent == "patent"),
        ("value_confirmation", "patent_id"),
    ),
    "enterprise": (
        ("recognition", "enterprise_id"),
        ("owner_decision", "enterprise_id"),
        ("candidacy", "enterprise_id"),
        ("record_correction", "enterprise_id"),
        ("enterprise_merge", "kept_id"),
        ("enterprise_product", "enterprise_id"),
        ("enterprise_training", "enterprise_id"),
        ("enterprise_contact", "enterprise_id"),
        ("value_confirmation", "enterprise_id"),
    ),
    "recognition": (("candidacy", "recognition_id"),),
    "agency": (("project", "agency_id"),),
}
"""Tables whose rows keep a record from being removed."""


async def revert(connection: asyncpg.Connection, operation: int) -> Undone:
    """Take back what `operation` wrote to the registers, inside the caller's operation and transaction.

    What was changed is restored before what was removed returns: a key that was handed on is free by then. The numbers of
    the records it wrote are left in the temporary table `touched`.
    """
    await connection.execute(LEFT_ALONE)
    written = {
        row["kind"]
        for row in await connection.fetch(
            "SELECT DISTINCT kind FROM change_entry WHERE operation_id = $1", operation
        )
    }
    kinds = [kind for kind in KINDS.values() if kind.table in written]
    named = await find_named(connection, operation, kinds)
    removed = restored = returned = 0
    for kind in reversed(kinds):
        removed += await _remove_inserted(connection, operation, kind, named=named)
    for kind in kinds:
        restored += await _restore_updated(connection, operation, kind)
        returned += await _return_deleted(connection, operation, kind)
    for kind in kinds:
        await connection.execute(_name_left(kind))
    left = await connection.fetch(
        "SELECT kind, coalesce(key, record_id::text), field, reason FROM left_alone ORDER BY 1, 2, 3"
    )
    await connection.execute("DROP TABLE left_alone, asked, named, given")
    return Undone(removed, restored, returned, [tuple(row) for row in left])


def _name_left(kind: Kind) -> str:
    """Give what was left alone its natural key, for a person to find it by."""
    own = (
        "coalesce(t.credit_code, t.name)"
        if kind.name == "enterprise"
        else f"concat_ws(' ', {_listed(kind.key)})"
    )
    parent, key = "", own
    if kind.parent:
        name = "p.application_number" if kind.parent == "patent" else "coalesce(p.credit_code, p.name)"
        parent, key = (
            f"JOIN {kind.parent} p ON p.id = t.{kind.parent_column}",
            f"trim({name} || ' ' || {own})",
        )
    return (
        f"UPDATE left_alone l SET key = {key} FROM {kind.table} t {parent}"
        f" WHERE l.kind = '{kind.table}' AND l.record_id = t.id"
    )


def _listed(fields: tuple[str, ...]) -> str:
    return (
        ", ".join(
            f"array_to_string(t.{field}, '、')" if field == "licensees" else f"t.{field}" for field in fields
        )
        or "''"
    )


def _count(status: str) -> int:
    """The number of rows in a command tag such as "DELETE 12"."""
    return int(status.rsplit(" ", 1)[-1])


async def _remove_inserted(connection: asyncpg.Connection, operation: int, kind: Kind, *, named: bool) -> int:
    await connection.execute(
        f"""
        CREATE TEMPORARY TABLE inserted ON COMMIT DROP AS
        SELECT l.record_id, {_edited_since()} AS edited, {_in_use(kind)} AS used,
               {is_named(kind, "l.record_id")} AS named
        FROM change_log l
        WHERE l.operation_id = $1 AND l.kind = '{kind.table}' AND l.action = 'insert'
          AND EXISTS (SELECT FROM {kind.table} t WHERE t.id = l.record_id)""",
        operation,
    )
    await connection.execute(
        f"INSERT INTO left_alone (kind, record_id, field, reason) SELECT '{kind.table}', record_id, NULL,"
        " CASE WHEN edited THEN 'edited' WHEN used THEN 'used' ELSE 'named' END"
        " FROM inserted WHERE edited OR used OR named"
    )
    removed = await connection.execute(
        f"DELETE FROM {kind.table} t USING inserted i"
        " WHERE t.id = i.record_id AND NOT i.edited AND NOT i.used AND NOT i.named"
    )
    if named:
        await fall_back(connection, kind)
    await connection.execute("DROP TABLE inserted")
    return _count(removed)


def _edited_since() -> str:
    """A later entry on the record that neither the operation itself nor an undone operation wrote."""
    return """EXISTS (
        SELECT FROM change_entry later WHERE later.kind = l.kind AND later.record_id = l.record_id
          AND later.id > l.id AND later.operation_id IS DISTINCT FROM l.operation_id
          AND NOT EXISTS (SELECT FROM operation o WHERE o.of_operation = later.operation_id)
          AND NOT EXISTS (SELECT FROM operation o WHERE o.id = later.operation_id AND o.kind = 'undo'))"""


def _in_use(kind: Kind) -> str:
    uses = [
        f"EXISTS (SELECT FROM {table} c WHERE c.{column} = l.record_id)"
        for table, column in CHILDREN.get(kind.name, ())
    ]
    return " OR ".join(uses) or "false"


async def _return_deleted(connection: asyncpg.Connection, operation: int, kind: Kind) -> int:
    """Records the operation removed return whole, under their old number, where nothing took their place."""
    parent = (
        f"EXISTS (SELECT FROM {kind.parent} p WHERE p.id = r.{kind.parent_column})" if kind.parent else "true"
    )
    returned = await connection.execute(
        f"""
        INSERT INTO {kind.table} OVERRIDING SYSTEM VALUE
        SELECT r.* FROM change_log l
        CROSS JOIN LATERAL jsonb_populate_record(NULL::{kind.table}, $2::jsonb || l.before) r
        WHERE l.operation_id = $1 AND l.kind = '{kind.table}' AND l.action = 'delete' AND {parent}
        ON CONFLICT DO NOTHING""",
        operation,
        json.dumps(_empty_values(kind)),
    )
    await connection.execute(
        f"""
        INSERT INTO left_alone (kind, record_id, field, reason) SELECT l.kind, l.record_id, NULL, 'replaced' FROM change_log l
        WHERE l.operation_id = $1 AND l.kind = '{kind.table}' AND l.action = 'delete'
          AND NOT EXISTS (SELECT FROM {kind.table} t WHERE t.id = l.record_id)""",
        operation,
    )
    return _count(returned)


def _empty_values(kind: Kind) -> dict[str, Any]:
    """What the change log leaves out because it is empty, and the table does not take as null."""
    lists: dict[str, Any] = {name: [] for name in kind.fields if catalogue.field(kind.name, name).many}
    texts = {name: "" for name in kind.key if name not in kind.needs and name not in lists}
    return {**lists, **(texts if kind.parent else {}), "origins": {}}


async def _restore_updated(connection: asyncpg.Connection, operation: int, kind: Kind) -> int:
    """Fields the operation changed get back their former value, where they still have the new one."""
    await connection.execute(_UPDATED.format(table=kind.table), operation)
    given = is_given(kind, "u.record_id", "u.field")
    await connection.execute(
        f"INSERT INTO left_alone (kind, record_id, field, reason)"
        f" SELECT '{kind.table}', record_id, field, CASE WHEN untouched THEN 'named' ELSE 'edited' END"
        f" FROM updated u WHERE (NOT untouched OR {given}) AND field <> ALL ($1)",
        ORIGIN,
    )
    parent = [kind.parent_column] if kind.parent_column else []
    fields = ", ".join([*kind.fields, *ORIGIN, *parent])
    restored = await connection.execute(
        f"""
        UPDATE {kind.table} t SET ({fields}) = (SELECT {fields} FROM jsonb_populate_record(t, f.former)),
               origins = (t.origins - f.fields) || f.origins
        FROM (SELECT record_id, jsonb_object_agg(field, former) AS former, array_agg(field) AS fields,
                     coalesce(jsonb_object_agg(field, origin) FILTER (WHERE origin IS NOT NULL), '{{}}') AS origins
              FROM updated u WHERE untouched AND NOT {given} GROUP BY record_id) f
        WHERE t.id = f.record_id"""
    )
    await connection.execute("DROP TABLE updated")
    return _count(restored)


_UPDATED = """
    CREATE TEMPORARY TABLE updated ON COMMIT DROP AS
    SELECT c.record_id, c.field, c.former, c.origin,
           to_jsonb(t) -> c.field IS NOT DISTINCT FROM c.latest AS untouched
    FROM (
        SELECT l.record_id, field.key AS field, (array_agg(l.before -> field.key ORDER BY l.id))[1] AS former,
               (array_agg(l.before -> 'origins' -> field.key ORDER BY l.id))[1] AS origin,
               (array_agg(field.value ORDER BY l.id DESC))[1] AS latest
        FROM change_log l CROSS JOIN LATERAL jsonb_each(l.after) field
        WHERE l.operation_id = $1 AND l.kind = '{table}' AND l.action = 'update' AND field.key <> 'origins'
          AND NOT EXISTS (SELECT FROM change_log made WHERE made.operation_id = $1 AND made.kind = l.kind
                          AND made.record_id = l.record_id AND made.action = 'insert')
        GROUP BY 1, 2
    ) c JOIN {table} t ON t.id = c.record_id"""
