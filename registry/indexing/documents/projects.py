"""Documents of patent-navigation projects."""

from collections.abc import Sequence

from registry.indexing.declared import PROJECTS
from registry.indexing.documents.source import Row, Source, given
from registry.indexing.documents.values import day_number
from registry.navigation.queries import key_of
from search.answers import Document

_SELECT = """
    SELECT j.id AS record, j.id, j.number, j.title, j.project_type, j.level, j.agency, a.name AS registered_agency,
           j.client, j.field, j.ipc, j.cluster, j.state, j.approved_on, j.accepted_on, j.filing_number, j.summary
    FROM project j LEFT JOIN agency a ON a.id = j.agency_id {where}"""


async def _nothing(rows: Sequence[Row]) -> None:
    del rows


def project_document(row: Row, beside: None) -> Document:
    """A project; `agency_name` is the agency as the register knows it, else as written."""
    del beside
    approved = row["approved_on"]
    return given({
        "id": key_of(row),
        "record": str(row["record"]),
        "title": row["title"],
        "number": row["number"],
        "filing_number": row["filing_number"],
        "agency": row["agency"],
        "client": row["client"],
        "technical_field": row["field"],
        "summary": row["summary"],
        "ipc": tuple(row["ipc"]),
        "project_type": row["project_type"],
        "level": row["level"],
        "state": row["state"],
        "cluster": row["cluster"],
        "agency_name": row["registered_agency"] or row["agency"],
        "approved": day_number(approved),
        "accepted": day_number(row["accepted_on"]),
        "year": approved.year if approved else None,
    })  # fmt: skip


PROJECT_SOURCE = Source(
    index=PROJECTS,
    table="project",
    select=_SELECT,
    by="j.id",
    document=project_document,
    beside=_nothing,
)
