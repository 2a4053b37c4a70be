"""Reads of what an enterprise does with its patents: offers, pledges, licences taken, and navigation projects for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.accounts.scope import Scope
from registry.licensing.queries import LICENSABLE, TERM_COLUMNS, TERM_FIELDS, OfferTerms
from registry.licensing.tables import Offer
from registry.navigation.queries import LIST_FIELDS, ProjectSummary
from registry.navigation.queries import key_of as project_key
from registry.navigation.tables import Project
from registry.patents.owned import HELD_BY
from registry.patents.tables import Pledge
from registry.site.reading import Row, fetch

SHOWN = 50
"""Rows of one kind on the page; so many may be more, which a plus beside the number says."""


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """An open-licence offer (开放许可声明) of a patent of the enterprise."""

    application_number: str
    title: str | None
    grant_date: date | None
    licensable: bool
    offer: OfferTerms


@dataclass(frozen=True, slots=True)
class OwnPledge:
    """A pledge (质押登记) of a patent of the enterprise."""

    application_number: str
    title: str | None
    registration_number: str
    pledgees: list[str]
    registered_on: date | None
    released_on: date | None
    amount: Decimal | None
    amount_currency: str | None


_PATENT = "p.application_number, p.title, p.grant_date"
_OFFERS = f"""
    SELECT {_PATENT}, {LICENSABLE} AS licensable, {TERM_COLUMNS}
    FROM offer o JOIN patent p ON p.id = o.patent_id WHERE {HELD_BY}
    ORDER BY licensable DESC, o.declared_on DESC NULLS LAST, o.id DESC LIMIT {{}}"""
_PLEDGES = f"""
    SELECT p.application_number, p.title, g.registration_number, g.pledgees, g.registered_on, g.released_on, g.amount,
           g.amount_currency
    FROM pledge g JOIN patent p ON p.id = g.patent_id WHERE {HELD_BY}
    ORDER BY g.released_on IS NULL DESC, g.registered_on DESC NULLS LAST, g.id DESC LIMIT {{}}"""
_PROJECTS = f"""
    SELECT {", ".join(f"j.{name}" for name in ("id", *LIST_FIELDS))} FROM project j WHERE j.client = ANY({{}})
    ORDER BY j.approved_on DESC NULLS LAST, j.id DESC LIMIT {{}}"""


async def own_offers(scope: Scope, names: list[str], code: str | None) -> list[OwnOffer]:
    """Its offers, those that can be taken up today first."""
    del scope  # offers are announced by the gazette; their contacts are not read
    rows = await fetch(Offer, _OFFERS, names, code, SHOWN)
    return [
        OwnOffer(row["application_number"], row["title"], row["grant_date"], row["licensable"], _terms(row))
        for row in rows
    ]


def _terms(row: Row) -> OfferTerms:
    return OfferTerms(**{name: row[name] for name in TERM_FIELDS})


async def own_pledges(scope: Scope, names: list[str], code: str | None) -> list[OwnPledge]:
    """Its pledges, those not released first."""
    del scope  # published by the gazette
    return [OwnPledge(**row) for row in await fetch(Pledge, _PLEDGES, names, code, SHOWN)]


async def own_projects(scope: Scope, names: list[str]) -> list[ProjectSummary]:
    """Navigation projects for which it is the client, the latest first."""
    del scope  # nothing listed here is personal
    rows = await fetch(Project, _PROJECTS, names, SHOWN)
    return [ProjectSummary(key=project_key(row), **{name: row[name] for name in LIST_FIELDS}) for row in rows]
