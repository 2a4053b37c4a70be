"""What later files said of the records that an undoing takes back (此后提到): those files must lose nothing by it.

A file that agrees with a record stores nothing on it. Which record each of its rows named is in `import_row`, which fields
its sheets gave is in its report. An empty cell cannot be told from one that agreed: both count as said.
"""

from collections.abc import Sequence

import asyncpg

from registry.imports.fates import Fate
from registry.imports.kinds import KINDS, Kind
from schemas import catalogue

CHILDREN = [kind for kind in KINDS.values() if kind.parent]


async def find_named(connection: asyncpg.Connection, operation: int, kinds: Sequence[Kind]) -> bool:
    """Make `touched`, the records of `kinds` that `operation` wrote, and `named`, where live files imported later name them.

    `named` has kind, record_id, batch, sheet and row; `given` the fields of a kind that a sheet of a batch gave. Both are
    empty unless the operation is an import: what took back an import is taken back as a whole. Returns whether any
    file came later.
    """
    await connection.execute(_TABLES)
    for kind in kinds:
        await connection.execute(
            f"INSERT INTO touched SELECT DISTINCT '{kind.name}', record_id FROM change_log"
            f" WHERE operation_id = $1 AND kind = '{kind.table}'",
            operation,
        )
    await connection.execute(
        _GIVEN, operation, [spec for kind in KINDS.values() for spec in _qualified(kind)]
    )
    if not await connection.fetchval("SELECT exists(SELECT FROM given)"):
        return False
    await connection.execute("INSERT INTO asked SELECT * FROM touched")
    for kind in CHILDREN:
        await connection.execute(_relatives("asked", kind, parents=True))
        await connection.execute(_relatives("asked", kind, parents=False))
    await connection.execute("ANALYZE asked")
    await connection.execute(_NAMED)
    for kind in CHILDREN:
        await connection.execute(_relatives("named", kind, parents=True))
        await connection.execute(_relatives("named", kind, parents=False))
    await connection.execute("ANALYZE named")
    return True


def _qualified(kind: Kind) -> list[str]:
    return [spec.qualified for spec in catalogue.fields(kind.name).values()]


_TABLES = """
    CREATE TEMPORARY TABLE touched (kind text, record_id bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE asked (kind text, record_id bigint, PRIMARY KEY (kind, record_id)) ON COMMIT DROP;
    CREATE TEMPORARY TABLE given (batch integer, sheet smallint, kind text, fields text[]) ON COMMIT DROP;
    CREATE TEMPORARY TABLE named (kind text, record_id bigint, batch integer, sheet smallint, row integer,
        PRIMARY KEY (kind, record_id, batch, sheet)) ON COMMIT DROP"""

_GIVEN = """
    INSERT INTO given
    SELECT b.id, (sheet ->> 'index')::smallint, split_part(field, '.', 1), array_agg(split_part(field, '.', 2))
    FROM import_batch b CROSS JOIN LATERAL jsonb_array_elements(b.report -> 'sheets') sheet
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(sheet -> 'fields', to_jsonb($2::text[]))) field
    WHERE b.state = 'committed' AND b.operation_id > $1
      AND EXISTS (SELECT FROM operation o WHERE o.id = $1 AND o.kind = 'import')
    GROUP BY 1, 2, 3"""

_NAMED = f"""
    INSERT INTO named
    SELECT a.kind, a.record_id, i.batch_id, i.sheet, min(every.row)
    FROM import_row i
    JOIN (SELECT kind, min(record_id) AS least, max(record_id) AS most FROM asked GROUP BY kind) span
      ON span.kind = i.kind AND i.record_id <= span.most
     AND i.record_id + coalesce(i.last_row - i.row, 0) >= span.least
    CROSS JOIN LATERAL generate_series(i.row, coalesce(i.last_row, i.row)) AS every (row)
    JOIN asked a ON a.kind = i.kind AND a.record_id = i.record_id + (every.row - i.row)
    WHERE i.batch_id IN (SELECT batch FROM given) AND i.fate <> {Fate.REFUSED:d}
    GROUP BY 1, 2, 3, 4"""
"""Entries of `import_row` that cannot name any of the records are left out before they are taken apart."""


def _relatives(table: str, kind: Kind, *, parents: bool) -> str:
    """SQL that adds to `table` the parents of what it names, or the children: a row speaks of all kinds of its sheet."""
    here, there = (kind.name, kind.parent) if parents else (kind.parent, kind.name)
    own, other = ("c.id", f"c.{kind.parent_column}") if parents else (f"c.{kind.parent_column}", "c.id")
    if table == "asked":
        columns, only = "", ""
    else:
        columns = ", n.batch, n.sheet, n.row"
        only = f"JOIN given g ON g.batch = n.batch AND g.sheet = n.sheet AND g.kind = '{there}'"
    return (
        f"INSERT INTO {table} SELECT '{there}', {other}{columns} FROM {table} n {only}"
        f" JOIN {kind.table} c ON {own} = n.record_id WHERE n.kind = '{here}' ON CONFLICT DO NOTHING"
    )


def is_named(kind: Kind, record: str) -> str:
    """SQL: whether a later file names the record of this number."""
    return f"EXISTS (SELECT FROM named n WHERE n.kind = '{kind.name}' AND n.record_id = {record})"


def is_given(kind: Kind, record: str, field: str) -> str:
    """SQL: whether a later file that names the record has a column for the field."""
    return (
        f"EXISTS (SELECT FROM named n JOIN given g ON g.batch = n.batch AND g.sheet = n.sheet AND g.kind = n.kind"
        f" WHERE n.kind = '{kind.name}' AND n.record_id = {record} AND {field} = ANY (g.fields))"
    )


async def fall_back(connection: asyncpg.Connection, kind: Kind) -> None:
    """Let records of table `inserted` that stay because they are named keep no more than later files said.

    They then come from the first of these files, fields that only others gave from those; what none gave becomes empty.
    """
    free = [field for field in kind.fields if field not in kind.key and field not in kind.needs]
    empty = {field: "'{}'" if catalogue.field(kind.name, field).many else "NULL" for field in free}
    values = [
        f"{field} = CASE WHEN '{field}' = ANY (said.fields) OR said.others ? '{field}' THEN t.{field}"
        f" ELSE {empty[field]} END"
        for field in free
    ]
    await connection.execute(
        f"UPDATE {kind.table} t SET {', '.join([*_ORIGIN, *values])} FROM ({_SAID}) said"
        " WHERE t.id = said.record_id",
        kind.name,
    )


_ORIGIN = (
    "origin_batch = said.batch",
    "origin_sheet = said.sheet",
    "origin_row = said.row",
    "origins = t.origins || said.others",
)
_SAID = """
    WITH first AS (
        SELECT DISTINCT ON (n.record_id) n.record_id, n.batch, n.sheet, n.row, g.fields
        FROM inserted i JOIN named n ON n.kind = $1 AND n.record_id = i.record_id
        JOIN given g ON g.batch = n.batch AND g.sheet = n.sheet AND g.kind = n.kind
        WHERE i.named AND NOT i.edited AND NOT i.used
        ORDER BY n.record_id, n.batch, n.sheet
    ), further AS (
        SELECT one.batch AS first_batch, one.sheet AS first_sheet, other.batch, other.sheet,
               ARRAY(SELECT unnest(other.fields) EXCEPT SELECT unnest(one.fields)) AS fields
        FROM given one JOIN given other ON other.kind = one.kind WHERE one.kind = $1
    ), others AS (
        SELECT DISTINCT ON (f.record_id, field) f.record_id, field,
               jsonb_build_object('batch', n.batch, 'sheet', n.sheet, 'row', n.row) AS origin
        FROM first f JOIN further ON further.first_batch = f.batch AND further.first_sheet = f.sheet
                                 AND further.fields <> '{}'
        JOIN named n ON n.kind = $1 AND n.record_id = f.record_id
                    AND n.batch = further.batch AND n.sheet = further.sheet
        CROSS JOIN LATERAL unnest(further.fields) AS field
        ORDER BY f.record_id, field, n.batch, n.sheet
    )
    SELECT first.*, coalesce(o.origins, '{}') AS others
    FROM first LEFT JOIN (SELECT record_id, jsonb_object_agg(field, origin) AS origins FROM others GROUP BY 1) o
         USING (record_id)"""
