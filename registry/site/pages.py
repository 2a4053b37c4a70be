"""The first page: what the register holds, and how fresh it is."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from registry.accounts.scope import Scope
from registry.imports import queries as imports
from registry.licensing import queries as licensing
from registry.patents.tables import Patent
from registry.site.reading import fetch
from registry.site.rendering import site_of


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many records of each kind the register holds."""

    patents: int
    in_force: int
    open_offers: int
    enterprises: int
    titled: int
    projects: int


async def holdings() -> Holdings:
    """Count the records."""
    rows = await fetch(
        Patent,
        "SELECT (SELECT count(*) FROM patent) AS patents,"
        " (SELECT count(*) FROM patent WHERE legal_status = 'in_force') AS in_force,"
        f" (SELECT count(DISTINCT o.patent_id) FROM offer o WHERE {licensing.AVAILABLE}) AS open_offers,"
        " (SELECT count(*) FROM enterprise) AS enterprises,"
        " (SELECT count(DISTINCT enterprise_id) FROM recognition) AS titled,"
        " (SELECT count(*) FROM project) AS projects",
    )
    return Holdings(**rows[0])


@get("/")
async def overview(request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope]) -> Response[str]:
    """The first page."""
    site = site_of(request)
    return site.page(
        request,
        "site/overview.html",
        holdings=await site.remembered.value("holdings", holdings),
        recent=await licensing.recent_offers(caller_scope, 8),
        batches=await imports.recent_batches(5),
    )


ROUTES = [overview]
