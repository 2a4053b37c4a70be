"""What the register knows of every enterprise, in one look, for the criteria."""

from datetime import date
from typing import Any

import polars as pl

from registry.accounts.scope import Scope
from registry.database.engine import connection
from registry.enterprises.ladder.evaluating import Facts
from registry.enterprises.ownership import LINKS
from registry.licensing.queries import AVAILABLE
from registry.patents.holders import HOLDERS
from schemas.legal_status import LegalStatus
from schemas.terms import anniversary

KNOWN = [str(status) for status in LegalStatus if status is not LegalStatus.UNKNOWN]
ALIVE = [str(status) for status in LegalStatus if status.granted_and_alive]
CANCELLED = "取消|撤销|未通过|失效|终止"
"""Words in the status of a title (称号状态) that end it."""
LONG_YEARS = 10
"""维持年限超过 10 年: more than so many years since filing make an invention one of high value (domain: kind 3)."""

_OWNED = f"""
    WITH owned AS MATERIALIZED (
        SELECT p.id, holder.name,
               CASE WHEN cardinality({HOLDERS}) = 1 THEN p.owner_code END AS code
        FROM patent p CROSS JOIN LATERAL unnest({HOLDERS}) AS holder(name)
    ), link AS (
        {LINKS.format(names="owned")}
    ), best AS (
        SELECT name, code, (array_agg(enterprise_id ORDER BY strength))[1] AS enterprise,
               count(*) FILTER (WHERE strength = least_strength) AS equals
        FROM (SELECT *, min(strength) OVER (PARTITION BY name, code) AS least_strength
              FROM (SELECT *, array_position(ARRAY['decision', 'code', 'name', 'former_name'], basis) AS strength
                    FROM link) ranked) compared
        GROUP BY name, code
    ), held AS (
        SELECT DISTINCT o.id, b.enterprise FROM owned o
        JOIN best b ON b.name = o.name AND b.code IS NOT DISTINCT FROM o.code WHERE b.equals = 1
    )"""
"""Table `held`: which patent belongs to which enterprise, by the strongest link where that is but one."""
_PATENTS = f"""{_OWNED}
    SELECT h.enterprise, p.patent_type, p.filing_date, p.grant_date,
           CASE WHEN p.lapse_date <= $1 THEN false WHEN p.legal_status = ANY($2) THEN p.legal_status = ANY($3)
           END AS in_force,
           CASE WHEN p.strategic_industry <> '' OR p.filing_date < $4 OR abroad.any THEN true
                WHEN p.strategic_industry IS NOT NULL THEN false END AS high_value
    FROM held h JOIN patent p ON p.id = h.id
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM unnest(p.family_countries) country WHERE country NOT IN ('CN', '中国')) AS any) abroad"""
_OFFERS = f"""{_OWNED}
    SELECT h.enterprise, count(DISTINCT o.patent_id) AS patents
    FROM held h JOIN offer o ON o.patent_id = h.id WHERE {AVAILABLE} GROUP BY 1"""
_RECOGNITIONS = """
    SELECT enterprise_id AS enterprise, title_kind AS kind, level, valid_to AS held_until,
           coalesce(valid_from, make_date(substring(round FROM '(?:19|20)[0-9]{2}')::int, 12, 31)) AS held_since,
           coalesce(status, '') !~ $1 AS held
    FROM recognition"""
_ENTERPRISES = "SELECT id AS enterprise, tags, iso56005_level FROM enterprise ORDER BY id"

ENTERPRISES = {"enterprise": pl.Int64, "tags": pl.List(pl.String), "iso56005_level": pl.Int64}
PATENTS = {
    "enterprise": pl.Int64, "patent_type": pl.String, "filing_date": pl.Date, "grant_date": pl.Date,
    "in_force": pl.Boolean, "high_value": pl.Boolean,
}  # fmt: skip
OFFERS = {"enterprise": pl.Int64, "patents": pl.Int64}
RECOGNITIONS = {
    "enterprise": pl.Int64, "kind": pl.String, "level": pl.String, "held_until": pl.Date, "held_since": pl.Date,
    "held": pl.Boolean,
}  # fmt: skip


async def facts(scope: Scope, today: date) -> Facts:
    """The facts on the day `today`, in the transaction going on. Nothing in them is personal."""
    del scope
    return Facts(
        enterprises=await _frame(ENTERPRISES, _ENTERPRISES),
        patents=await _frame(PATENTS, _PATENTS, today, KNOWN, ALIVE, anniversary(today, -LONG_YEARS)),
        recognitions=await _frame(RECOGNITIONS, _RECOGNITIONS, CANCELLED),
        offers=await _frame(OFFERS, _OFFERS),
    )


async def _frame(schema: dict[str, Any], query: str, *values: Any) -> pl.DataFrame:
    rows = await connection().fetch(query, *values)
    return pl.DataFrame([tuple(row[name] for name in schema) for row in rows], schema, orient="row")
