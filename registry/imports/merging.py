"""Staged rows into the register: new records inserted, held ones changed field by field by a written rule.

The rule (写入规则), for a field on which the row and the record differ:
a value written by a person stays, and the row conflicts; an empty field is filled; otherwise the value of
the source with the higher rank wins, then the later export, then the file imported later; a file imported
again stands where it stood the first time. What does not win is kept beside the winner in `held_value`.
"""

from registry.imports.confirming import STANDING, SUPPORTED, confirm
from registry.imports.fates import Fate
from registry.imports.kinds import Kind
from registry.imports.resolving import Sheet, resolve
from schemas import catalogue

TEMPORARY_TABLES = f"""
    CREATE TEMPORARY TABLE difference (
        sheet smallint, _ordinal bigint, row integer, kind text, record_id bigint, field text,
        incoming jsonb, held jsonb, verdict text, held_origin jsonb, of_new boolean
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE found_by_publication (sheet smallint, row integer) ON COMMIT DROP;
    {STANDING}"""


async def merge(sheet: Sheet, kinds: list[Kind], primary: Kind) -> None:
    """Merge the rows of table `staged` into the register and note the fate of each in `import_row`."""
    for kind in kinds:
        await resolve(sheet, kind)
        await _insert_new(sheet, kind)
        fields = _compared_fields(sheet, kind)
        for first in (True, False):
            await _compare(sheet, kind, fields, first=first)
        await confirm(sheet, kind, fields)
    await _keep_losing_values(sheet)
    await _row_fates(sheet, kinds, primary)
    await sheet.connection.execute("DROP TABLE " + ", ".join(f"at_{kind.name}" for kind in kinds))


async def _insert_new(sheet: Sheet, kind: Kind) -> None:
    fields = sheet.fields(kind)
    columns = ["id", "origin_batch", "origin_sheet", "origin_row", "seen_digest", *fields]
    values = ["a.record_id", str(sheet.batch), str(sheet.index), "s._row", "s._digest"]
    values += [_stored(sheet, kind, field) for field in fields]
    parent = ""
    if kind.parent:
        columns.append(f"{kind.parent_column}")
        values.append("p.record_id")
        parent = f"JOIN at_{kind.parent} p USING (_ordinal)"
    await sheet.connection.execute(
        f"INSERT INTO {kind.table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE"
        f" SELECT {', '.join(values)} FROM staged s JOIN at_{kind.name} a USING (_ordinal) {parent}"
        f" WHERE a.is_new AND a.first"
    )


def _stored(sheet: Sheet, kind: Kind, field: str) -> str:
    """SQL for the value as the table takes it: absent lists are empty, absent key texts too."""
    value = sheet.value(kind, field)
    if catalogue.field(kind.name, field).many:
        return f"coalesce({value}, '{{}}')"
    return (
        f"coalesce({value}, '')" if kind.parent and field in kind.key and field not in kind.needs else value
    )


def _compared_fields(sheet: Sheet, kind: Kind) -> list[str]:
    return [field for field in sheet.fields(kind) if kind.name == "enterprise" or field not in kind.key]


async def _compare(sheet: Sheet, kind: Kind, fields: list[str], *, first: bool) -> None:
    """Note every field on which rows and held records differ, with its verdict, and write what won.

    `first`: the first row of each record, against what was held before this sheet; else the rows that
    repeat a record of the same sheet: they speak where no earlier row of the sheet did.
    """
    if not fields or not await _any_to_compare(sheet, kind, first=first):
        return
    which = "a.first AND NOT a.is_new" if first else "NOT a.first"
    await sheet.connection.execute(_differences(sheet, kind, fields, which, first=first))
    await sheet.connection.execute("ANALYZE difference")
    await sheet.connection.execute(_winners(sheet, kind, fields, which))


def _differences(sheet: Sheet, kind: Kind, fields: list[str], which: str, *, first: bool) -> str:
    earlier = "NULL::jsonb" if first else "to_jsonb(e{column})"
    differing = {field: f"{_said(sheet, kind, field)} IS DISTINCT FROM t.{field}" for field in fields}
    pairs = ", ".join(
        # what a row of several says counts even where it agrees: the rows after it then say it too late
        f"('{field}', CASE WHEN {differs if first else 'true'} THEN to_jsonb({_said(sheet, kind, field)}) END,"
        f" CASE WHEN {differs if first else 'true'} THEN to_jsonb(t.{field}) END,"
        f" {earlier.format(column='.' + kind.column(field))})"
        for field, differs in differing.items()
    )
    differs = " OR ".join(differing.values())
    return _DIFFERENCES.format(
        batch=sheet.batch,
        sheet=sheet.index,
        kind=kind.name,
        table=kind.table,
        pairs=pairs,
        earlier="" if first else _EARLIER.format(kind=kind.name),
        which=f"{which} AND ({differs})" if first else which,
    )


def _said(sheet: Sheet, kind: Kind, field: str) -> str:
    """SQL for what the row says of a field: a former name of the enterprise is not another name."""
    value = sheet.value(kind, field)
    if (kind.name, field) != ("enterprise", "name"):
        return value
    return f"CASE WHEN {value} = ANY (t.former_names) THEN t.name ELSE {value} END"


_EARLIER = """
        JOIN at_{kind} opening ON opening.record_id = a.record_id AND opening.first
        JOIN staged e ON e._ordinal = opening._ordinal"""

_DIFFERENCES = f"""
    INSERT INTO difference
    SELECT {{sheet}}, d._ordinal, d._row, d.kind, d.record_id, d.field, d.incoming, d.held,
           CASE WHEN d.by_hand THEN 'by_hand'
                WHEN d.said_before OR d.turn > 1 THEN 'lost'
                WHEN d.blank THEN 'filled'
                WHEN mine.place > coalesce(theirs.place, 0) AND NOT {SUPPORTED} THEN 'replaced'
                ELSE 'lost' END,
           d.origin, d.is_new
    FROM (
        SELECT s._ordinal, s._row, '{{kind}}' AS kind, a.record_id, a.is_new, pair.field, pair.incoming, pair.held,
               origin.value AS origin, origin.value ? 'hand' AS by_hand,
               coalesce(pair.held, '[]') IN ('[]', '""') AS blank,
               coalesce(pair.earlier, '[]') NOT IN ('[]', '""') AS said_before,
               row_number() OVER (PARTITION BY a.record_id, pair.field ORDER BY s._ordinal) AS turn
        FROM staged s JOIN at_{{kind}} a USING (_ordinal) JOIN {{table}} t ON t.id = a.record_id {{earlier}}
        CROSS JOIN LATERAL (VALUES {{pairs}}) AS pair (field, incoming, held, earlier)
        CROSS JOIN LATERAL (SELECT coalesce(t.origins -> pair.field, CASE WHEN t.origin_batch IS NULL
            THEN '{{{{"hand": true}}}}'::jsonb ELSE jsonb_build_object('batch', t.origin_batch,
                 'sheet', t.origin_sheet, 'row', t.origin_row) END) AS value) AS origin
        WHERE {{which}} AND coalesce(pair.incoming, '[]') NOT IN ('[]', '""')
    ) d
    JOIN standing mine ON mine.batch = {{batch}}
    LEFT JOIN standing theirs ON theirs.batch = (d.origin ->> 'batch')::int
    WHERE d.incoming IS DISTINCT FROM d.held"""


async def _any_to_compare(sheet: Sheet, kind: Kind, *, first: bool) -> bool:
    which = "first AND NOT is_new" if first else "NOT first"
    found = await sheet.connection.fetchval(f"SELECT exists(SELECT FROM at_{kind.name} WHERE {which})")
    return bool(found)


def _winners(sheet: Sheet, kind: Kind, fields: list[str], which: str) -> str:
    """The winning values into the records; a record that now agrees wholly remembers the row."""
    won = "FILTER (WHERE d.verdict IN ('filled', 'replaced'))"
    here = f"jsonb_build_object('batch', {sheet.batch}, 'sheet', {sheet.index}, 'row', s._row)"
    columns = ", ".join(fields)
    return f"""
        UPDATE {kind.table} t SET ({columns}) = (SELECT {columns} FROM jsonb_populate_record(t, won.taken)),
               origins = t.origins || won.sources, seen_digest = CASE WHEN won.whole THEN won.digest END
        FROM (
            SELECT d.record_id, jsonb_object_agg(d.field, d.incoming) {won} AS taken,
                   jsonb_object_agg(d.field, {here}) {won} AS sources,
                   bool_and(d.verdict IN ('filled', 'replaced') AND a.first) AS whole, min(s._digest) AS digest
            FROM difference d JOIN staged s USING (_ordinal) JOIN at_{kind.name} a USING (_ordinal)
            WHERE d.kind = '{kind.name}' AND d.sheet = {sheet.index} AND {which}
            GROUP BY d.record_id
        ) won WHERE t.id = won.record_id AND won.taken IS NOT NULL"""


async def _keep_losing_values(sheet: Sheet) -> None:
    """Keep what did not win beside what did, once for the highest file that gave it.

    Readers leave out the values of undone batches and those that have come to stand in the record.
    """
    await sheet.connection.execute(
        f"""
        INSERT INTO held_value (kind, record_id, field, value, batch, sheet, row, reason)
        SELECT DISTINCT ON (kind, record_id, field, value) * FROM (
            SELECT d.kind, d.record_id, d.field, d.incoming AS value, {sheet.batch} AS batch,
                   {sheet.index}::smallint AS sheet, s._row AS row, d.verdict AS reason
            FROM difference d JOIN staged s USING (_ordinal)
            WHERE d.sheet = {sheet.index} AND d.verdict IN ('lost', 'by_hand')
            UNION ALL
            SELECT d.kind, d.record_id, d.field, d.held, (d.held_origin ->> 'batch')::int,
                   (d.held_origin ->> 'sheet')::smallint, (d.held_origin ->> 'row')::int, 'lost'
            FROM difference d WHERE d.sheet = {sheet.index} AND d.verdict = 'replaced'
        ) losing
        WHERE NOT EXISTS (
            SELECT FROM held_value h JOIN standing other ON other.batch = h.batch
            LEFT JOIN standing own ON own.batch = losing.batch
            WHERE h.kind = losing.kind AND h.record_id = losing.record_id AND h.field = losing.field
              AND h.value = losing.value AND other.class > 0 AND other.place >= coalesce(own.place, 0))
        ORDER BY kind, record_id, field, value, batch, sheet, row
        ON CONFLICT DO NOTHING"""
    )


async def _row_fates(sheet: Sheet, kinds: list[Kind], primary: Kind) -> None:
    """One fate a row: that of its primary record, raised where it stored something of another kind.

    A row that says nothing of the primary kind is new where it made a record of another.
    A row that names no record at all (its key was unreadable and no publication number helped) is refused.
    """
    others = [kind for kind in kinds if kind != primary]
    new = "".join(f" UNION SELECT _ordinal FROM at_{kind.name} WHERE is_new AND first" for kind in others)
    named = "".join(f" LEFT JOIN at_{kind.name} o{i} USING (_ordinal)" for i, kind in enumerate(others))
    record = ", ".join(["a.record_id", *(f"o{i}.record_id" for i in range(len(others)))])
    await sheet.connection.execute(
        f"""
        INSERT INTO import_row (batch_id, sheet, row, item, fate, kind, record_id)
        SELECT {sheet.batch}, {sheet.index}, s._row, s._item,
               CASE WHEN a.is_new AND a.first OR (a.record_id IS NULL AND made._ordinal IS NOT NULL) THEN {Fate.NEW:d}
                    WHEN stored._ordinal IS NOT NULL THEN {Fate.CHANGED:d}
                    WHEN a.first IS NOT FALSE AND losing._ordinal IS NOT NULL THEN {Fate.CONFLICTING:d}
                    WHEN NOT a.first THEN {Fate.REPEATED:d}
                    WHEN coalesce({record}) IS NOT NULL THEN {Fate.UNCHANGED:d}
                    ELSE {Fate.REFUSED:d} END,
               '{primary.name}', a.record_id
        FROM staged s LEFT JOIN at_{primary.name} a USING (_ordinal) {named}
        LEFT JOIN (SELECT _ordinal FROM difference WHERE sheet = {sheet.index} AND NOT of_new
                   AND verdict IN ('filled', 'replaced') UNION SELECT NULL WHERE false{new}) stored
               USING (_ordinal)
        LEFT JOIN (SELECT NULL::bigint AS _ordinal WHERE false{new}) made USING (_ordinal)
        LEFT JOIN (SELECT DISTINCT _ordinal FROM difference WHERE sheet = {sheet.index}
                   AND verdict IN ('lost', 'by_hand')) losing USING (_ordinal)"""
    )
