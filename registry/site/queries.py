"""Reads of the register as a whole."""

from dataclasses import dataclass

from registry.accounts.scope import Scope
from registry.licensing import queries as licensing
from registry.patents.tables import Patent
from registry.site.reading import fetch


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many records of each kind the register holds; `open_offers` are patents that can be licensed today."""

    patents: int
    in_force: int
    open_offers: int
    enterprises: int
    titled: int
    projects: int


async def holdings(scope: Scope) -> Holdings:
    """Count the records."""
    del scope  # counts alone are public
    rows = await fetch(
        Patent,
        "SELECT (SELECT count(*) FROM patent) AS patents,"
        " (SELECT count(*) FROM patent WHERE legal_status = 'in_force') AS in_force,"
        " (SELECT count(DISTINCT p.id) FROM offer o JOIN patent p ON p.id = o.patent_id"
        f" WHERE {licensing.LICENSABLE}) AS open_offers,"
        " (SELECT count(*) FROM enterprise) AS enterprises,"
        " (SELECT count(DISTINCT enterprise_id) FROM recognition) AS titled,"
        " (SELECT count(*) FROM project) AS projects",
    )
    return Holdings(**rows[0])
