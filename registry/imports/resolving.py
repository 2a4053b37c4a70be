"""Which record a staged row speaks of: one held already, a new one, or one that an earlier row named.

For each kind a temporary table `at_<kind>` says, for every staged row that names such a record:
`record_id`, `is_new` (no such record was held) and `first` (no earlier row of the sheet names it).
"""

from dataclasses import dataclass

import asyncpg

from registry.imports.kinds import Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet being merged: where it comes from and which columns it brought to table `staged`."""

    connection: asyncpg.Connection
    batch: int
    index: int
    columns: frozenset[str]

    def fields(self, kind: Kind) -> tuple[str, ...]:
        """The fields of this kind that the sheet has a column for."""
        return tuple(field for field in kind.fields if f"{kind.name}.{field}" in self.columns)

    def has(self, kind: Kind, field: str) -> bool:
        """Whether the sheet has a column for this field."""
        return f"{kind.name}.{field}" in self.columns

    def value(self, kind: Kind, field: str) -> str:
        """SQL for a staged value of table alias `s`; NULL where the sheet has no such column."""
        return f"s.{kind.column(field)}" if self.has(kind, field) else "NULL"


async def resolve(sheet: Sheet, kind: Kind) -> None:
    """Make `at_<kind>` for the staged rows."""
    if kind.name == "patent":
        await _patents_by_publication_number(sheet, kind)
    if kind.name == "enterprise":
        await _enterprise_identities(sheet, kind)
    await sheet.connection.execute(_at_query(sheet, kind))
    await sheet.connection.execute(f"ANALYZE at_{kind.name}")


def _at_query(sheet: Sheet, kind: Kind) -> str:
    keys = _key_expressions(sheet, kind)
    named = ", ".join(f"{expression} AS k{i}" for i, expression in enumerate(keys))
    columns = ", ".join(f"k{i}" for i in range(len(keys)))
    held = _held_condition(kind, len(keys))
    parent = f"JOIN at_{kind.parent} p USING (_ordinal)" if kind.parent else ""
    return f"""
        CREATE TEMPORARY TABLE at_{kind.name} ON COMMIT DROP AS
        WITH named AS MATERIALIZED (
            SELECT s._ordinal, {named} FROM staged s {parent} WHERE {_given(sheet, kind)}
        ), lead AS (
            SELECT {columns}, min(_ordinal) AS leader FROM named GROUP BY {columns}
        ), known AS MATERIALIZED (
            SELECT lead.*, t.id IS NULL AS is_new,
                   coalesce(t.id, nextval('{kind.table}_id_seq')) AS record_id
            FROM lead LEFT JOIN {kind.table} t ON {held}
        )
        SELECT named._ordinal, known.record_id, known.is_new, named._ordinal = known.leader AS first
        FROM named JOIN known USING ({columns})"""


def _key_expressions(sheet: Sheet, kind: Kind) -> list[str]:
    """SQL over `s` (staged) and `p` (the parent) whose values tell records of this kind apart."""
    if kind.name == "enterprise":
        return ["coalesce(s._enterprise_held, 0)", "coalesce(s._enterprise_key, '')"]
    own = [_not_null(kind, field, sheet.value(kind, field)) for field in kind.key]
    return ["p.record_id", *own] if kind.parent else own


def _not_null(kind: Kind, field: str, expression: str) -> str:
    """Keys that may be absent are held as empty text or an empty list, so that they compare."""
    if field in kind.needs:
        return expression
    empty = "'{}'::text[]" if field == "licensees" else "''"
    return f"coalesce({expression}, {empty})"


def _held_condition(kind: Kind, keys: int) -> str:
    if kind.name == "enterprise":
        return "t.id = lead.k0"
    held = [f"t.{kind.parent_column}"] if kind.parent else []
    held += [_not_null(kind, field, f"t.{field}") for field in kind.key]
    return " AND ".join(f"{column} = lead.k{i}" for i, column in zip(range(keys), held, strict=True))


def _given(sheet: Sheet, kind: Kind) -> str:
    """The row gives what a record of this kind cannot be without; a child has at least one value of its own."""
    needed = [f"{sheet.value(kind, field)} IS NOT NULL" for field in kind.needs]
    some = kind.any_of or (sheet.fields(kind) if kind.parent else ())
    if some:
        needed.append("(" + " OR ".join(_filled(sheet, kind, field) for field in some) + ")")
    return " AND ".join(needed) or ("false" if kind.parent else "true")


def _filled(sheet: Sheet, kind: Kind, field: str) -> str:
    return f"coalesce({sheet.value(kind, field)}::text, '') NOT IN ('', '{{}}')"


async def _patents_by_publication_number(sheet: Sheet, kind: Kind) -> None:
    """A row whose application number is destroyed may still name a patent by its publication.

    One held, or named by another row of the sheet; whichever of the two numbers the lists call it. Lists
    mix up publication numbers as well: where both give a filing date, it has to be the same, and one patent
    alone must fit.
    """
    number = kind.column("application_number")
    await sheet.connection.execute(
        _BY_PUBLICATION_NUMBER.format(
            number=number,
            numbers=", ".join(
                f"({sheet.value(kind, field)})" for field in ("grant_number", "publication_number")
            ),
            filing_date=sheet.value(kind, "filing_date"),
        )
    )
    await sheet.connection.execute(
        f"INSERT INTO found_by_publication SELECT {sheet.index}, _row FROM staged s"
        f" WHERE _state = 1 AND s.{number} IS NOT NULL"
    )


_BY_PUBLICATION_NUMBER = """
    WITH destroyed AS MATERIALIZED (
        SELECT s._ordinal, given.key, {filing_date}::date AS filing_date
        FROM staged s CROSS JOIN LATERAL (VALUES {numbers}) AS given (key)
        WHERE s._state = 1 AND s.{number} IS NULL AND given.key IS NOT NULL
    ), known AS MATERIALIZED (
        SELECT grant_number AS key, application_number, filing_date
        FROM patent WHERE grant_number IN (SELECT key FROM destroyed)
        UNION ALL
        SELECT publication_number, application_number, filing_date
        FROM patent WHERE publication_number IN (SELECT key FROM destroyed)
        UNION ALL
        SELECT given.key, s.{number}, {filing_date}::date
        FROM staged s CROSS JOIN LATERAL (VALUES {numbers}) AS given (key)
        WHERE s.{number} IS NOT NULL AND given.key IN (SELECT key FROM destroyed)
    ), found AS MATERIALIZED (
        SELECT d._ordinal, min(k.application_number) AS application_number
        FROM destroyed d JOIN known k USING (key) WHERE coalesce(k.filing_date = d.filing_date, true)
        GROUP BY d._ordinal HAVING count(DISTINCT k.application_number) = 1
    )
    UPDATE staged s SET {number} = found.application_number FROM found WHERE s._ordinal = found._ordinal"""


async def _enterprise_identities(sheet: Sheet, kind: Kind) -> None:
    """By code, else by registration number, else by name (former names included).

    A row without any number takes the number of the rows of the same name in the same sheet, if they
    agree on one; of several enterprises of one name that without any number is meant.
    """
    for field, retired in (("credit_code", "codes"), ("registration_number", "numbers")):
        if sheet.has(kind, field):
            await sheet.connection.execute(
                _SUCCESSORS.format(column=kind.column(field), field=field, retired=retired)
            )
    await sheet.connection.execute(
        _ENTERPRISE_IDENTITIES.format(
            name=sheet.value(kind, "name"),
            code=sheet.value(kind, "credit_code"),
            number=sheet.value(kind, "registration_number"),
        )
    )
    await sheet.connection.execute(
        "ALTER TABLE staged ADD _enterprise_key text, ADD _enterprise_held bigint;"
        "UPDATE staged s SET _enterprise_key = i.key, _enterprise_held = i.held"
        " FROM enterprise_identity i WHERE i._ordinal = s._ordinal;"
        "DROP TABLE enterprise_identity"
    )


_SUCCESSORS = """
    UPDATE staged s SET {column} = coalesce(e.{field}, s.{column})
    FROM enterprise_merge m JOIN enterprise e ON e.id = m.kept_id
    WHERE m.undone_at IS NULL AND s.{column} = ANY (m.{retired})"""
"""A key of an enterprise that was merged into another means that other one."""
_ENTERPRISE_IDENTITIES = """
    CREATE TEMPORARY TABLE enterprise_identity ON COMMIT DROP AS
    WITH given AS (
        SELECT s._ordinal, {name}::text AS name, {code}::text AS code, {number}::text AS number
        FROM staged s WHERE {name} IS NOT NULL
    ), agreed AS (
        SELECT name, min(code) AS code, min(number) AS number FROM given GROUP BY name
        HAVING count(DISTINCT code) <= 1 AND count(DISTINCT number) <= 1
    ), named AS MATERIALIZED (
        SELECT n.*, coalesce(n.code, 'number ' || n.number, 'name ' || n.name) AS key FROM (
            SELECT g._ordinal, g.name,
                   CASE WHEN g.code IS NULL AND g.number IS NULL THEN a.code ELSE g.code END AS code,
                   coalesce(g.number, a.number) AS number
            FROM given g LEFT JOIN agreed a USING (name)
        ) n
    ), distinct_named AS MATERIALIZED (
        SELECT key, name, code, number, min(_ordinal) AS _ordinal FROM named GROUP BY 1, 2, 3, 4
    ), candidate AS (
        SELECT n.*, e.id, 1 AS basis
        FROM distinct_named n JOIN enterprise e ON e.credit_code = n.code
        UNION ALL
        SELECT n.*, e.id, 2
        FROM distinct_named n JOIN enterprise e ON e.registration_number = n.number
        WHERE n.code IS NULL OR e.credit_code IS NULL
        UNION ALL
        SELECT n.*, e.id, CASE WHEN e.credit_code IS NULL AND e.registration_number IS NULL THEN 3 ELSE 4 END
        FROM distinct_named n JOIN enterprise e ON e.name = n.name
        WHERE (n.code IS NULL OR e.credit_code IS NULL)
          AND (n.number IS NULL OR e.registration_number IS NULL OR n.number = e.registration_number)
        UNION ALL
        SELECT n.*, e.id, 5
        FROM distinct_named n JOIN enterprise e ON e.former_names @> ARRAY[n.name]
        WHERE n.code IS NULL AND n.number IS NULL
    ), claim AS (
        SELECT DISTINCT ON (key) key, code, number, id, basis, _ordinal
        FROM candidate ORDER BY key, basis, _ordinal, id
    ), holder AS (
        SELECT c.id, coalesce(min(e.credit_code), (array_agg(c.code ORDER BY c.basis, c._ordinal)
                   FILTER (WHERE c.code IS NOT NULL))[1]) AS code,
               coalesce(min(e.registration_number), (array_agg(c.number ORDER BY c.basis, c._ordinal)
                   FILTER (WHERE c.number IS NOT NULL))[1]) AS number
        FROM claim c JOIN enterprise e USING (id) GROUP BY c.id
    ), chosen AS (
        SELECT c.key, c.id FROM claim c JOIN holder h USING (id)
        WHERE c.code = h.code OR (c.code IS NULL AND (c.number IS NULL OR c.number = h.number))
    )
    SELECT n._ordinal, c.id AS held, CASE WHEN c.id IS NULL THEN n.key END AS key
    FROM named n LEFT JOIN chosen c USING (key)"""
"""`claim`: rows of one number mean one enterprise; `holder`: one held enterprise takes one number of each kind."""
