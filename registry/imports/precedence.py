"""The precedence of sources (来源优先级), and deciding values anew when an administrator changes it."""

import asyncpg

from registry.imports.confirming import STANDING, SUPPORTED, mark
from registry.imports.keeping import one_writer
from registry.imports.kinds import KINDS, Kind


class SourceUnknown(Exception):
    """There is no source of that name."""


async def set_rank(connection: asyncpg.Connection, source: str, rank: int) -> None:
    """Give a source another rank, in the caller's operation; `settle` then decides anew.

    Raises SourceUnknown.
    """
    done = await connection.execute("UPDATE import_source SET rank = $2 WHERE name = $1", source, rank)
    if done == "UPDATE 0":
        raise SourceUnknown(f"没有来源“{source}”。用 registry sources 查看各来源。")


async def settle(connection: asyncpg.Connection) -> int:
    """Let the value that now stands highest replace the one held, in the caller's operation.

    The values are those kept beside the winners in `held_value`. What a person wrote stays, and so does the code
    by which an enterprise is known. Returns the number of fields that changed.
    """
    await one_writer(connection)
    return await _settle(connection, "true", _STANDS)


async def settle_touched(connection: asyncpg.Connection) -> int:
    """The same for the records in the temporary table `touched`, after an undoing: what had lost may step in now.

    It also fills fields that the undoing left empty. Drops the table; returns the number of fields that changed.
    """
    which = "EXISTS (SELECT FROM touched WHERE touched.kind = h.kind AND touched.record_id = h.record_id)"
    changed = await _settle(connection, which, "true")
    await connection.execute("DROP TABLE touched")
    return changed


_STANDS = """coalesce(d.held, '[]') NOT IN ('[]', '""', 'null')"""
"""Fields that have a value."""


async def _settle(connection: asyncpg.Connection, which: str, fields: str) -> int:
    """Decide anew over the values `h` of `held_value` of which `which` is true, and the fields of which `fields` is."""
    await connection.execute(STANDING)
    changed = 0
    held = {
        row["kind"]
        for row in await connection.fetch(f"SELECT DISTINCT h.kind FROM held_value h WHERE {which}")
    }
    for kind in (kind for kind in KINDS.values() if kind.name in held):
        query = _SETTLED.format(kind=kind.name, table=kind.table, which=which, fields=fields)
        await connection.execute(query)
        changed += await connection.fetchval("SELECT count(*) FROM settled")
        await connection.execute(_keep_former(kind))
        await connection.execute(_take_over(kind))
        await connection.execute("DROP TABLE settled")
    await connection.execute("DROP TABLE standing")
    return changed


_SETTLED = f"""
    CREATE TEMPORARY TABLE settled ON COMMIT DROP AS
    WITH given AS (
        SELECT h.record_id, h.field, h.value, h.batch, h.sheet, h.row
        FROM held_value h WHERE h.kind = '{{kind}}' AND {{which}}
        UNION ALL
        SELECT c.record_id, h.field, h.value, c.batch, c.sheet, c.row
        FROM confirmed_value c
        JOIN (SELECT DISTINCT record_id, field, value FROM held_value h WHERE kind = '{{kind}}' AND {{which}}) h
          ON h.record_id = c.record_id AND c.marks ->> h.field = {mark("h.value")}
        WHERE c.kind = '{{kind}}'
    ), best AS (
        SELECT DISTINCT ON (g.record_id, g.field) g.*, s.place
        FROM given g JOIN standing s ON s.batch = g.batch AND s.class > 0
        ORDER BY g.record_id, g.field, s.place DESC, g.sheet, g.row
    )
    SELECT d.* FROM (
        SELECT '{{kind}}' AS kind, best.*, to_jsonb(t) -> best.field AS held, origin.value AS origin
        FROM best JOIN {{table}} t ON t.id = best.record_id
        CROSS JOIN LATERAL (SELECT coalesce(t.origins -> best.field, CASE WHEN t.origin_batch IS NULL
            THEN '{{{{"hand": true}}}}'::jsonb ELSE jsonb_build_object('batch', t.origin_batch,
                 'sheet', t.origin_sheet, 'row', t.origin_row) END) AS value) AS origin
    ) d
    JOIN standing mine ON mine.batch = d.batch
    LEFT JOIN standing theirs ON theirs.batch = (d.origin ->> 'batch')::int
    WHERE NOT d.origin ? 'hand' AND d.value IS DISTINCT FROM d.held
      AND (d.kind, d.field) <> ('enterprise', 'credit_code')
      AND {{fields}} AND (NOT ({_STANDS}) OR mine.place > coalesce(theirs.place, 0) AND NOT {SUPPORTED})"""


def _keep_former(kind: Kind) -> str:
    return f"""
        INSERT INTO held_value (kind, record_id, field, value, batch, sheet, row, reason)
        SELECT '{kind.name}', record_id, field, held, (origin ->> 'batch')::int, (origin ->> 'sheet')::smallint,
               (origin ->> 'row')::int, 'lost' FROM settled
        WHERE coalesce(held, '[]') NOT IN ('[]', '""', 'null') AND origin ? 'batch'
        ON CONFLICT DO NOTHING"""


def _take_over(kind: Kind) -> str:
    fields = ", ".join(kind.fields)
    return f"""
        UPDATE {kind.table} t SET ({fields}) = (SELECT {fields} FROM jsonb_populate_record(t, won.taken)),
               origins = t.origins || won.sources, seen_digest = NULL
        FROM (SELECT record_id, jsonb_object_agg(field, value) AS taken,
                     jsonb_object_agg(field, jsonb_build_object('batch', batch, 'sheet', sheet, 'row', row)) AS sources
              FROM settled GROUP BY record_id) won
        WHERE t.id = won.record_id"""
