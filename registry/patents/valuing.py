"""Reads of the inventions of an enterprise with what makes them of high value (高价值发明专利)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.accounts.scope import Scope
from registry.patents.high_value import (
    Confirmation,
    Ground,
    GroundFound,
    ValuedFacts,
    grounds,
    high_value,
    pledge_proof,
)
from registry.patents.owned import HELD_BY
from registry.patents.tables import Patent, Pledge
from registry.site.reading import Row, fetch, grouped
from schemas.legal_status import LegalStatus

ALIVE = [str(status) for status in LegalStatus if status.granted_and_alive]
_INVENTIONS = f"""
    SELECT p.id, p.application_number, p.title, p.grant_date, p.legal_status, p.filing_date, p.strategic_industry,
           p.family_countries
    FROM patent p
    WHERE p.patent_type = 'invention' AND {HELD_BY} AND p.legal_status = ANY({{}})
      AND (p.lapse_date IS NULL OR p.lapse_date > {{}})
    ORDER BY p.filing_date, p.application_number"""
_PLEDGES = """
    SELECT g.patent_id, g.registration_number, g.amount, g.amount_currency FROM pledge g
    WHERE g.patent_id = ANY({}) ORDER BY g.registered_on, g.id"""

_CONFIRMED = """
    SELECT c.patent_id, c.ground, c.name, c.document_number FROM value_confirmation c
    WHERE c.patent_id = ANY({}) ORDER BY c.id"""


@dataclass(frozen=True, slots=True)
class ValuedInvention:
    """An invention in force with all five kinds; `high` is None where the register cannot tell."""

    application_number: str
    title: str | None
    grant_date: date | None
    legal_status: str | None
    grounds: tuple[GroundFound, ...]
    high: bool | None


@dataclass(frozen=True, slots=True)
class ValuedInventions:
    """The inventions in force of an enterprise: those of high value, those that may be, and the number of all."""

    high: Sequence[ValuedInvention]
    maybe: Sequence[ValuedInvention]
    all: int


async def valued_inventions(
    scope: Scope, names: list[str], code: str | None, today: date
) -> ValuedInventions:
    """The inventions in force on the day that carry one of these names or this credit code, the earliest filed first."""
    del scope  # patents, pledges and prizes are published
    rows = await fetch(Patent, _INVENTIONS, names, code, ALIVE, today)
    numbers = [row["id"] for row in rows]
    pledges = grouped(await fetch(Pledge, _PLEDGES, numbers), "patent_id")
    confirmed = grouped(await fetch(Patent, _CONFIRMED, numbers), "patent_id")
    valued = [_valued(row, pledges.get(row["id"], []), confirmed.get(row["id"], []), today) for row in rows]
    return ValuedInventions(
        [one for one in valued if one.high], [one for one in valued if one.high is None], len(valued)
    )


def _valued(row: Row, pledges: list[Row], confirmed: list[Row], today: date) -> ValuedInvention:
    facts = ValuedFacts(
        filing_date=row["filing_date"],
        strategic_industry=row["strategic_industry"],
        family_countries=row["family_countries"],
        pledges=[
            pledge_proof(one["registration_number"], one["amount"], one["amount_currency"]) for one in pledges
        ],
        confirmed=[
            Confirmation(Ground.of(one["ground"]), one["name"], one["document_number"]) for one in confirmed
        ],
    )
    found = grounds(facts, today)
    return ValuedInvention(
        application_number=row["application_number"],
        title=row["title"],
        grant_date=row["grant_date"],
        legal_status=row["legal_status"],
        grounds=found,
        high=high_value(found),
    )
