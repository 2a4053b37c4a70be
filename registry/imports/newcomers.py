"""The first records that an import makes, by row and name: what a person looks at before agreeing to them."""

from typing import Any

import asyncpg

from registry.imports.fates import Fate
from registry.imports.kinds import KINDS, Kind

SHOWN = 100
"""Rows listed; the tally counts all."""
NAMES = {
    "patent": "concat_ws(' ', application_number, title)",
    "enterprise": "name",
    "agency": "name",
    "project": "title",
}
"""How a record that stands alone is called."""


async def new_rows(connection: asyncpg.Connection, batch: int) -> list[dict[str, Any]]:
    """sheet, row, kind and name of the first new records of a batch, in the order of the file."""
    entries = await connection.fetch(
        "SELECT sheet, row, coalesce(last_row, row) AS last_row, kind, record_id FROM import_row"
        " WHERE batch_id = $1 AND fate = $2 AND record_id IS NOT NULL ORDER BY sheet, row, item LIMIT $3",
        batch,
        int(Fate.NEW),
        SHOWN,
    )
    rows = [
        {"sheet": entry["sheet"], "row": row, "kind": entry["kind"], "record": entry["record_id"] + place}
        for entry in entries
        for place, row in enumerate(range(entry["row"], min(entry["last_row"], entry["row"] + SHOWN) + 1))
    ][:SHOWN]
    names = {kind: await _names(connection, KINDS[kind], rows) for kind in {row["kind"] for row in rows}}
    return [
        {
            "sheet": row["sheet"],
            "row": row["row"],
            "kind": row["kind"],
            "name": names[row["kind"]][row["record"]],
        }
        for row in rows
    ]


async def _names(connection: asyncpg.Connection, kind: Kind, rows: list[dict[str, Any]]) -> dict[int, str]:
    if kind.parent:
        name = f"(SELECT {NAMES[kind.parent]} FROM {kind.parent} p WHERE p.id = {kind.parent_column})"
    else:
        name = NAMES[kind.name]
    found = await connection.fetch(
        f"SELECT id, {name} AS name FROM {kind.table} WHERE id = ANY($1::bigint[])",
        [row["record"] for row in rows if row["kind"] == kind.name],
    )
    return {row["id"]: row["name"] for row in found}
