"""What the register knows of every enterprise, or of one, in one look, for the criteria."""

from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
from anyio import to_thread

from registry.accounts.scope import Scope
from registry.database.engine import connection
from registry.enterprises.ladder.evaluating import Facts
from registry.enterprises.ownership import links
from registry.licensing.queries import AVAILABLE
from registry.patents.high_value import LONG_YEARS, NOT_ABROAD
from registry.patents.holders import HOLDERS
from schemas.legal_status import LegalStatus
from schemas.terms import anniversary

KNOWN = [str(status) for status in LegalStatus if status is not LegalStatus.UNKNOWN]
ALIVE = [str(status) for status in LegalStatus if status.granted_and_alive]
CANCELLED = "取消|撤销|未通过|失效|终止"
"""Words in the status of a title (称号状态) that end it."""

_CODE = f"CASE WHEN cardinality({HOLDERS}) = 1 THEN p.owner_code END"
_PATENTS = """
    WITH owned AS MATERIALIZED (
        SELECT DISTINCT holder.name, {code} AS code
        FROM patent p CROSS JOIN LATERAL unnest({holders}) AS holder(name) WHERE {narrowed}
    ), link AS (
        {links}
    ), best AS MATERIALIZED (
        SELECT name, code, (array_agg(enterprise_id ORDER BY strength))[1] AS enterprise,
               count(*) FILTER (WHERE strength = least_strength) AS equals
        FROM (SELECT *, min(strength) OVER (PARTITION BY name, code) AS least_strength
              FROM (SELECT *, array_position(ARRAY['decision', 'code', 'name', 'former_name'], basis) AS strength
                    FROM link) ranked) compared
        GROUP BY name, code
    )
    SELECT b.enterprise, p.id AS patent, p.patent_type, p.filing_date, p.grant_date,
           CASE WHEN p.lapse_date <= $1 THEN false WHEN p.legal_status = ANY($2) THEN p.legal_status = ANY($3)
           END AS in_force,
           CASE WHEN p.strategic_industry <> '' OR p.filing_date < $4 OR abroad.any OR confirmed.patent_id IS NOT NULL
                THEN true
                WHEN p.strategic_industry IS NOT NULL AND p.filing_date IS NOT NULL AND pledged.patent_id IS NULL
                THEN false END AS high_value,
           offered.patent_id IS NOT NULL AS offered
    FROM patent p CROSS JOIN LATERAL unnest({holders}) AS holder(name)
    JOIN best b ON b.name = holder.name AND b.code IS NOT DISTINCT FROM {code} AND b.equals = 1
    LEFT JOIN (SELECT DISTINCT o.patent_id FROM offer o WHERE {available}) offered ON offered.patent_id = p.id
    LEFT JOIN (SELECT DISTINCT patent_id FROM value_confirmation) confirmed ON confirmed.patent_id = p.id
    LEFT JOIN (SELECT DISTINCT patent_id FROM pledge) pledged ON pledged.patent_id = p.id
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM unnest(p.family_countries) country WHERE country NOT IN ({not_abroad})) AS any) abroad
    WHERE {narrowed}"""
"""Which patent belongs to which enterprise, by the strongest link where that is but one, and what it is."""
_OF_ONE = f"({HOLDERS} && $5 OR p.owner_code = ANY(codes_with($6)))"
_RECOGNITIONS = """
    SELECT enterprise_id AS enterprise, id AS recognition, title_kind AS kind, level, valid_to AS held_until,
           coalesce(valid_from, make_date(substring(round FROM '(?:19|20)[0-9]{2}')::int, 12, 31)) AS held_since,
           coalesce(status, '') !~ $1 AS held
    FROM recognition"""
_RECOGNITIONS_OF_ONE = f"""{_RECOGNITIONS}
    WHERE enterprise_id = $2 OR id IN (SELECT min(id) FROM recognition GROUP BY title_kind, level)"""
_ENTERPRISES = "SELECT id AS enterprise, tags, iso56005_level FROM enterprise"

ENTERPRISES = {"enterprise": pl.Int64, "tags": pl.List(pl.String), "iso56005_level": pl.Int64}
PATENTS = {
    "enterprise": pl.Int64, "patent": pl.Int64, "patent_type": pl.String, "filing_date": pl.Date,
    "grant_date": pl.Date, "in_force": pl.Boolean, "high_value": pl.Boolean, "offered": pl.Boolean,
}  # fmt: skip
RECOGNITIONS = {
    "enterprise": pl.Int64, "recognition": pl.Int64, "kind": pl.String, "level": pl.String, "held_until": pl.Date,
    "held_since": pl.Date, "held": pl.Boolean,
}  # fmt: skip


async def facts(scope: Scope, today: date) -> Facts:
    """The facts on the day `today`, in the transaction going on. Nothing in them is personal."""
    del scope
    enterprises = await _frame(ENTERPRISES, f"{_ENTERPRISES} ORDER BY id")
    return Facts(
        enterprises=enterprises,
        patents=await _patents("true", today, many=True),
        recognitions=await _frame(RECOGNITIONS, _RECOGNITIONS, CANCELLED),
        tags_in_use=frozenset(enterprises["tags"].explode().drop_nulls()),
    )


async def facts_of(scope: Scope, enterprise: int, names: list[str], code: str | None, today: date) -> Facts:
    """As `facts`, of one enterprise only; of titles and tags of others enough to know which lists there are."""
    del scope
    tags = await connection().fetch("SELECT DISTINCT unnest(tags) AS tag FROM enterprise")
    patents = await _patents(_OF_ONE, today, names, code, many=False)
    return Facts(
        enterprises=await _frame(ENTERPRISES, f"{_ENTERPRISES} WHERE id = $1", enterprise),
        patents=patents.filter(pl.col("enterprise") == enterprise),
        recognitions=await _frame(RECOGNITIONS, _RECOGNITIONS_OF_ONE, CANCELLED, enterprise),
        tags_in_use=frozenset(row["tag"] for row in tags),
    )


async def _patents(narrowed: str, today: date, *values: Any, many: bool) -> pl.DataFrame:
    """A patent with two holders that mean the same enterprise counts once."""
    query = _PATENTS.format(
        code=_CODE,
        holders=HOLDERS,
        narrowed=narrowed,
        links=links("owned", many=many),
        available=AVAILABLE,
        not_abroad=", ".join(f"'{name}'" for name in NOT_ABROAD),
    )
    long_ago, copied = anniversary(today, -LONG_YEARS), BytesIO()
    if many:
        await connection().execute("SET LOCAL enable_nestloop = off")  # it takes the names for a handful
    await connection().copy_from_query(
        query, today, KNOWN, ALIVE, long_ago, *values, output=copied, format="csv"
    )
    if many:
        await connection().execute("SET LOCAL enable_nestloop = on")
    return await to_thread.run_sync(_read, copied.getvalue())


def _read(csv: bytes) -> pl.DataFrame:
    """The rows as PostgreSQL copies them, which takes a fifth of the time of fetching them."""
    if not csv:
        return pl.DataFrame(schema=PATENTS)
    truths = [name for name, kind in PATENTS.items() if kind == pl.Boolean]
    frame = pl.read_csv(csv, has_header=False, schema={**PATENTS, **dict.fromkeys(truths, pl.String)})
    return frame.with_columns(pl.col(truths) == "t").unique(["enterprise", "patent"], maintain_order=True)


async def _frame(schema: dict[str, Any], query: str, *values: Any) -> pl.DataFrame:
    rows = await connection().fetch(query, *values)
    return pl.DataFrame([tuple(row[name] for name in schema) for row in rows], schema, orient="row")
