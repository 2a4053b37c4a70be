"""Exports that stand higher and say what is held already (佐证): the value then stands as high as they do.

A field keeps the file it first came from; that a later export of a higher source says the same is noted in
`confirmed_value`, once a record, so that an export standing between the two does not replace it. Which file
came first then makes no difference to what the register says in the end.
"""

from registry.imports.kinds import Kind
from registry.imports.resolving import Sheet

STANDING = """
    CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
        SELECT batch, class, dense_rank() OVER (ORDER BY class, first) AS place
        FROM (
            SELECT b.id AS batch, min(b.id) FILTER (WHERE b.state <> 'undone') OVER same_file AS first,
                   CASE WHEN b.state = 'undone' THEN 0 ELSE
                        dense_rank() OVER (ORDER BY coalesce(source.rank, -2147483648),
                                           coalesce(b.exported_on, '-infinity'::date)) END AS class
            FROM import_batch b LEFT JOIN import_source source ON source.name = b.source
            WHERE b.state IN ('received', 'committed', 'undone')
            WINDOW same_file AS (PARTITION BY b.sha256, b.source, b.exported_on)
        ) b;
    CREATE UNIQUE INDEX ON standing (batch)"""
"""How high every batch stands: `class` by rank of the source and day of the export, `place` by order too.

A file imported again stands where it stood the first time; what came from an undone batch stands lowest.
"""


def mark(value: str) -> str:
    """SQL for the short mark by which a confirmed value (JSON) is known again."""
    return f"left(md5(({value})::text), 16)"


SUPPORTED = f"""(
    EXISTS (SELECT FROM held_value h JOIN standing s ON s.batch = h.batch
            WHERE h.kind = d.kind AND h.record_id = d.record_id AND h.field = d.field AND h.value = d.held
              AND s.place >= mine.place)
    OR EXISTS (SELECT FROM confirmed_value c JOIN standing s ON s.batch = c.batch
               WHERE c.kind = d.kind AND c.record_id = d.record_id AND s.place >= mine.place
                 AND c.marks ->> d.field = {mark("d.held")}))"""
"""SQL: whether an export at least as high as `mine` gave the value that the record holds, of difference `d`."""


async def confirm(sheet: Sheet, kind: Kind, fields: list[str]) -> None:
    """Note the fields on which rows agree with values of a lower class, unless one as high did so before."""
    lower = await sheet.connection.fetchval(
        "SELECT exists(SELECT FROM standing other JOIN standing mine ON mine.batch = $1"
        " WHERE other.class < mine.class)",
        sheet.batch,
    )
    if not fields or not lower:
        return
    pairs = ", ".join(
        f"('{field}', to_jsonb({sheet.value(kind, field)}), to_jsonb(t.{field}))" for field in fields
    )
    await sheet.connection.execute(
        _CONFIRM.format(
            kind=kind.name,
            table=kind.table,
            batch=sheet.batch,
            sheet=sheet.index,
            pairs=pairs,
            mark=mark("pair.held"),
        )
    )


_CONFIRM = """
    INSERT INTO confirmed_value (kind, record_id, batch, sheet, row, marks)
    SELECT '{kind}', a.record_id, {batch}, {sheet}, s._row, jsonb_object_agg(pair.field, {mark})
    FROM staged s JOIN at_{kind} a USING (_ordinal) JOIN {table} t ON t.id = a.record_id
    JOIN standing mine ON mine.batch = {batch}
    JOIN standing base ON base.batch = t.origin_batch AND (base.class < mine.class OR t.origins <> '{{}}')
    CROSS JOIN LATERAL (VALUES {pairs}) AS pair (field, incoming, held)
    LEFT JOIN standing theirs
      ON theirs.batch = coalesce(t.origins -> pair.field ->> 'batch', t.origin_batch::text)::int
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(known.key, known.value) AS marks FROM confirmed_value c
        JOIN standing higher ON higher.batch = c.batch AND higher.place >= mine.place
        CROSS JOIN LATERAL jsonb_each(c.marks) known
        WHERE c.kind = '{kind}' AND c.record_id = a.record_id) confirmed ON true
    WHERE pair.incoming = pair.held AND pair.held NOT IN ('[]', '""') AND NOT (a.is_new AND a.first)
      AND theirs.class < mine.class AND NOT coalesce(t.origins -> pair.field ? 'hand', false)
      AND confirmed.marks ->> pair.field IS DISTINCT FROM {mark}
    GROUP BY a.record_id, s._row
    ON CONFLICT DO NOTHING"""
