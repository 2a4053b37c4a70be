"""Which enterprise a name on a patent means (权利人与企业的对应), and where a person has to say.

A link is derived, never stored, so that it cannot go stale: by 统一社会信用代码, else by name, former names
included. What a person decided is kept in `owner_decision` and comes before everything else.
"""

from dataclasses import dataclass
from typing import Literal

from registry.accounts.scope import Scope
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.merging.tables import BY_CODE

Basis = Literal["decision", "code", "name", "former_name"]
DOUBTS = {
    "several": "有几家企业叫这个名称",
    "code_differs": "名称与统一社会信用代码指向不同的企业",
    "similar": "名称相近，不完全相同",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name on patents that may mean an enterprise, and why it is not certain."""

    name: str
    patents: int
    enterprise_code: str | None
    enterprise_name: str
    doubt: str


_LINKS = """
    WITH o AS MATERIALIZED (SELECT DISTINCT name, code FROM {names} given),
    found AS (
        SELECT o.name, o.code, s.enterprise_id, 1 AS strength
        FROM o JOIN owner_decision s ON s.name = o.name AND s.verdict = 'same'
        UNION ALL SELECT o.name, o.code, e.id, 2 FROM o JOIN enterprise e ON e.credit_code = o.code
        UNION ALL SELECT o.name, o.code, m.kept_id, 2 FROM o JOIN (
            SELECT kept_id, unnest(codes) AS code FROM enterprise_merge WHERE undone_at IS NULL) m ON m.code = o.code
        UNION ALL SELECT o.name, o.code, e.id, 3 FROM o JOIN enterprise e ON e.name = o.name
        UNION ALL SELECT o.name, o.code, e.id, 4
        FROM enterprise e CROSS JOIN LATERAL unnest(e.former_names) former JOIN o ON o.name = former
        WHERE {former}
    )
    SELECT f.name, f.code, f.enterprise_id,
           (ARRAY['decision', 'code', 'name', 'former_name'])[min(f.strength)] AS basis
    FROM found f LEFT JOIN owner_decision d ON d.name = f.name AND d.enterprise_id = f.enterprise_id
    WHERE d.verdict IS DISTINCT FROM 'different' AND f.enterprise_id IS NOT NULL
    GROUP BY f.name, f.code, f.enterprise_id"""
"""Which enterprises each of `names` (name, code) may mean. Every way is a join of its own: one condition of them all
would compare each name with each enterprise."""
_FEW, _MANY = "e.former_names && (SELECT array_agg(name) FROM o)", "e.former_names <> '{}'"


def links(names: str, *, many: bool = False) -> str:
    """The SELECT of the links of a table of `names`; `many` names are not looked up one by one in an index."""
    return _LINKS.format(names=names, former=_MANY if many else _FEW)


async def doubtful(scope: Scope, limit: int = 200) -> list[Doubt]:
    """Names on patents that someone has to decide on, those with most patents first."""
    del scope  # names of patentees are published in the gazette: anyone may see them
    rows = await connection().fetch(_DOUBTFUL, limit)
    return [Doubt(**dict(row)) for row in rows]


_LOOSE = "regexp_replace({}, '有限责任公司|股份有限公司|有限公司|集团|[()·.,&\\s-]', '', 'g')"
_DOUBTFUL = f"""
    WITH owned AS (
        SELECT name, count(*) AS patents,
               min(owner_code) FILTER (WHERE cardinality(holders(owners, applicants)) = 1) AS code
        FROM patent CROSS JOIN LATERAL unnest(holders(owners, applicants)) AS name GROUP BY name
    ), named AS (
        SELECT id, name, credit_code FROM enterprise
    ), pair AS (
        SELECT o.name, o.patents, n.id, n.name AS enterprise_name, n.credit_code, 'several' AS doubt
        FROM owned o JOIN named n USING (name)
        WHERE o.name IN (SELECT name FROM named GROUP BY name HAVING count(*) > 1)
          AND o.code IS DISTINCT FROM n.credit_code
        UNION ALL
        SELECT o.name, o.patents, n.id, n.name, n.credit_code, 'code_differs'
        FROM owned o JOIN named n ON n.credit_code = o.code
        WHERE n.name <> o.name AND EXISTS (SELECT FROM named other WHERE other.name = o.name)
        UNION ALL
        SELECT o.name, o.patents, n.id, n.name, n.credit_code, 'similar'
        FROM owned o JOIN named n ON {_LOOSE.format("n.name")} = {_LOOSE.format("o.name")}
        WHERE n.name <> o.name AND char_length({_LOOSE.format("o.name")}) >= 4
          AND o.code IS DISTINCT FROM n.credit_code
          AND NOT EXISTS (SELECT FROM enterprise e WHERE e.former_names @> ARRAY[o.name])
    )
    SELECT p.name, p.patents, p.credit_code AS enterprise_code, p.enterprise_name, p.doubt
    FROM pair p
    WHERE NOT EXISTS (SELECT FROM owner_decision d WHERE d.name = p.name AND d.enterprise_id = p.id)
    ORDER BY p.patents DESC, p.name, p.enterprise_name LIMIT $1"""


class EnterpriseUnknown(Exception):
    """No enterprise has that code."""


async def decide(name: str, enterprise_code: str, verdict: Literal["same", "different"], actor: str) -> None:
    """Remember a person's word on whether a name means an enterprise; a later word replaces it.

    Raises EnterpriseUnknown when no enterprise has this code.
    """
    async with transaction(), operation("link", actor, f"{name} {verdict}"):
        enterprise = await connection().fetchval(BY_CODE.format(code="$1"), enterprise_code)
        if enterprise is None:
            raise EnterpriseUnknown(f"登记簿里没有统一社会信用代码为 {enterprise_code} 的企业。")
        await connection().execute(
            "INSERT INTO owner_decision (name, enterprise_id, verdict, actor) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (name, enterprise_id) DO UPDATE SET verdict = EXCLUDED.verdict, actor = EXCLUDED.actor,"
            " at = now()",
            name,
            enterprise,
            verdict,
            actor,
        )
