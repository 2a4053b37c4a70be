"""Documents of enterprises, with their titles and how many patents carry their names."""

from collections.abc import Sequence
from typing import Any

from registry.database.engine import connection
from registry.enterprises.queries import OWN_NAMES, key_of
from registry.indexing.declared import ENTERPRISES
from registry.indexing.documents.source import Row, Source, given
from registry.indexing.documents.values import distinct
from registry.licensing.queries import LICENSABLE
from registry.patents.holders import HOLDERS
from search.answers import Document

_SELECT = """
    SELECT e.id AS record, e.id, e.name, e.former_names, e.english_name, e.credit_code, e.registration_number,
           e.organisation_code, e.business_scope, e.address, e.tags, e.cluster, e.township, e.district, e.industry,
           e.size, e.status, e.established_on, r.*,
           (SELECT array_agg(d.name ORDER BY d.name) FROM owner_decision d
            WHERE d.enterprise_id = e.id AND d.verdict = 'different') AS other_names
    FROM enterprise e LEFT JOIN LATERAL (
        SELECT array_agg(r.title ORDER BY r.valid_from DESC NULLS LAST, r.id) AS titles,
               array_agg(DISTINCT r.title_kind) AS title_kinds, array_agg(DISTINCT r.level) AS title_levels
        FROM recognition r WHERE r.enterprise_id = e.id
    ) r ON true {where}"""
_OWNED = f"""
    SELECT o.id, o.names, count(p.id) AS patents, count(p.id) FILTER (
               WHERE EXISTS (SELECT FROM offer o WHERE o.patent_id = p.id AND {LICENSABLE})) AS open_offers
    FROM ({OWN_NAMES.format("$1")}) o
    LEFT JOIN patent p ON {HOLDERS} && o.names OR p.owner_code = ANY(codes_with(o.credit_code))
    GROUP BY o.id, o.names"""


async def _owned(rows: Sequence[Row]) -> dict[int, Any]:
    """The names and the patents of each enterprise; nothing for one that a person left without any name."""
    owned = await connection().fetch(_OWNED, [row["record"] for row in rows])
    return {row["id"]: row for row in owned}


def enterprise_document(row: Row, owned: dict[int, Any]) -> Document:
    """An enterprise. `names` are those under which it holds patents, `other_names` those that a person decided are not."""
    own = owned.get(row["record"], {"names": [], "patents": 0, "open_offers": 0})
    founded = row["established_on"]
    return given({
        "id": key_of(row),
        "record": str(row["record"]),
        "name": row["name"],
        "former_names": tuple(row["former_names"]),
        "english_name": row["english_name"],
        "credit_code": row["credit_code"],
        "codes": distinct([row["credit_code"], row["registration_number"], row["organisation_code"]]),
        "titles": distinct(row["titles"] or ()),
        "title_kind": distinct(row["title_kinds"] or ()),
        "title_level": distinct(row["title_levels"] or ()),
        "business_scope": row["business_scope"],
        "address": row["address"],
        "tag": tuple(row["tags"]),
        "cluster": row["cluster"],
        "township": row["township"],
        "district": row["district"],
        "industry": row["industry"],
        "size": row["size"],
        "status": row["status"],
        "patents": own["patents"],
        "open_offers": own["open_offers"],
        "year": founded.year if founded else None,
        "names": tuple(sorted(own["names"])),
        "other_names": tuple(row["other_names"] or ()),
    })  # fmt: skip


ENTERPRISE_SOURCE = Source(
    index=ENTERPRISES,
    table="enterprise",
    select=_SELECT,
    by="e.id",
    document=enterprise_document,
    beside=_owned,
)
