"""What an officer of a township (镇街) may import: enterprises of that township, their titles, and their patents."""

import asyncpg

from registry.enterprises.ownership import links

SHOWN = 10
"""Rows that the refusal names."""


class OutsideTownship(Exception):
    """A file of a township has rows of enterprises or patents that are not its own; nothing of it is kept."""


async def require_own(connection: asyncpg.Connection, operation: int, batch: int, township: str) -> None:
    """Nothing where no township is given. Raises OutsideTownship where the operation wrote what is not its own."""
    if not township:
        return
    rows = await connection.fetch(_FOREIGN, operation, township, batch)
    if rows:
        raise OutsideTownship(
            f"{_named([row['row'] for row in rows if row['row']])}不属于{township}。"
            "镇街只能导入本镇街的企业、称号和专利；请删去不属于本镇街的行，或者交区局导入。"
        )


def _named(rows: list[int]) -> str:
    """第 3、5 行, with the number of all where there are more; 有的记录 where no row can be named."""
    if not rows:
        return "有的记录"
    shown = "、".join(f"{row:,}" for row in rows[:SHOWN])
    return f"第 {shown} 行" if len(rows) <= SHOWN else f"第 {shown} 行等 {len(rows):,} 行"


_FOREIGN = f"""
    WITH written AS (
        SELECT DISTINCT kind, record_id,
               coalesce(before, '{{}}') ->> 'township' AS before, coalesce(after, '{{}}') ->> 'township' AS after
        FROM change_log WHERE operation_id = $1
    ), owner AS (
        SELECT p.id AS patent, name, p.owner_code AS code
        FROM patent p CROSS JOIN LATERAL unnest(holders(p.owners, p.applicants)) AS name
        WHERE p.id IN (SELECT record_id FROM written WHERE kind = 'patent')
    ), link AS ({links("owner")}), own_patent AS (
        SELECT o.patent FROM owner o
        JOIN link l ON l.name = o.name AND l.code IS NOT DISTINCT FROM o.code
        JOIN enterprise e ON e.id = l.enterprise_id WHERE e.township = $2
    ), foreign_record AS (
        SELECT kind, record_id FROM written WHERE kind = 'enterprise'
          AND (coalesce(before, $2) <> $2 OR coalesce(after, $2) <> $2
               OR EXISTS (SELECT FROM enterprise e WHERE e.id = record_id AND e.township <> $2))
        UNION SELECT kind, record_id FROM written JOIN recognition r ON r.id = record_id
        JOIN enterprise e ON e.id = r.enterprise_id
        WHERE kind = 'recognition' AND e.township IS DISTINCT FROM $2
        UNION SELECT kind, record_id FROM written
        WHERE kind = 'patent' AND record_id NOT IN (SELECT patent FROM own_patent)
        UNION SELECT kind, record_id FROM written WHERE kind NOT IN ('enterprise', 'recognition', 'patent')
    )
    SELECT DISTINCT f.sheet, f.row FROM foreign_record r
    LEFT JOIN row_fate f ON f.batch_id = $3 AND f.kind = r.kind AND f.record_id = r.record_id
    ORDER BY f.sheet, f.row"""
"""The rows whose records belong elsewhere. An import writes few records here: it is one township's file."""
