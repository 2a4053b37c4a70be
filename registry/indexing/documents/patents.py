"""Documents of patents, each with its standing offer, and of offers, each with its patent."""

from collections.abc import Sequence
from typing import Any

from registry.accounts.scope import Scope
from registry.enterprises import queries as enterprises
from registry.enterprises.queries import Owner
from registry.indexing.declared import NO, OFFERS, PATENTS, YES
from registry.indexing.documents.source import Row, Source, given
from registry.indexing.documents.values import NO_END, cents, day_number, distinct, exact, ipc_levels
from registry.licensing.queries import AVAILABLE, LICENSABLE, STANDING_FIRST, TERM_FIELDS
from registry.patents.holders import HOLDERS
from registry.patents.queries import owners_of
from search.answers import Document, Value

_PATENT = f"""p.id AS record, p.application_number, p.title, p.abstract, p.patent_type, p.legal_status, p.owner_type,
    p.owner_code, {HOLDERS} AS owners, p.inventors, p.district, p.agency, p.ipc, p.ipc_main, p.publication_number,
    p.grant_number, p.filing_date, p.grant_date,
    (SELECT r.scenario FROM stock_review r WHERE r.patent_id = p.id) AS scenario,
    (SELECT nullif(count(*), 0) FROM licence l WHERE l.patent_id = p.id AND l.ended_on IS NULL) AS licences,
    EXISTS (SELECT FROM pledge g WHERE g.patent_id = p.id AND g.released_on IS NULL) AS pledged"""
_TERMS = ", ".join(f"o.{name}" for name in TERM_FIELDS)
_OFFER = f"o.id AS offer, {_TERMS}, {AVAILABLE} AS available, {LICENSABLE} AS licensable"

Links = dict[Owner, dict[str, Any]]


async def _links(rows: Sequence[Row]) -> Links:
    return await enterprises.linked_enterprises(
        Scope.public(), {owner for row in rows for owner in owners_of(row)}
    )


def _patent(row: Row, links: Links) -> dict[str, Value]:
    linked = [links.get(owner) for owner in owners_of(row)]
    known = [link for link in linked if link]
    holders = tuple(row["owners"])
    ipc = distinct([row["ipc_main"], *row["ipc"]])
    return {
        "record": str(row["record"]),
        "number": row["application_number"],
        "publications": distinct([row["publication_number"], row["grant_number"]]),
        "title": row["title"],
        "abstract": row["abstract"],
        "holders": holders,
        "holder": distinct(holders),
        "holder_keys": tuple(enterprises.key_of(link) if link else "" for link in linked) if known else (),
        "holder_codes": distinct([row["owner_code"], *(link["credit_code"] for link in known)]),
        "owner_code": row["owner_code"],
        "inventors": tuple(row["inventors"]),
        "agency": row["agency"],
        "scenario": row["scenario"],
        "patent_type": row["patent_type"],
        "legal_status": row["legal_status"],
        "owner_type": row["owner_type"],
        "cluster": distinct(link["cluster"] for link in known),
        "township": distinct(link["township"] for link in known),
        "district": row["district"],
        "ipc": ipc,
        **ipc_levels(ipc),
        "ipc_main": row["ipc_main"],
        "filed": day_number(row["filing_date"]),
        "granted": day_number(row["grant_date"]),
        "licences": row["licences"],
        "pledged": YES if row["pledged"] else None,
    }


def _offer(row: Row) -> dict[str, Value]:
    """The terms of an offer: what is filtered and sorted by, and each term as it is."""
    free = row["fee_mode"] == "free"
    first = row["fee_amount"] if row["fee_amount"] is not None else row["fee_entry_amount"]
    yuan = row["fee_currency"] in (None, "CNY")
    return {
        "licensable": YES if row["licensable"] else NO,
        "available": YES if row["available"] else NO,
        "offer_state": row["state"],
        "fee_mode": row["fee_mode"],
        "fee": 0 if free else cents(first) if yuan else None,
        "licence_from": day_number(row["licence_from"]),
        "licence_to": day_number(row["licence_to"]) or NO_END,
        "declared": day_number(row["declared_on"]),
        "declaration": row["declaration"],
        "fee_text": row["fee_text"],
        "fee_base": row["fee_base"],
        "fee_currency": row["fee_currency"],
        "fee_amount": exact(row["fee_amount"]),
        "fee_rate": exact(row["fee_rate"]),
        "fee_entry_amount": exact(row["fee_entry_amount"]),
        "licence_years": exact(row["licence_years"]),
        "area": row["area"],
        "conditions": row["conditions"],
    }


def patent_document(row: Row, links: Links) -> Document:
    """A patent; without an offer it is not licensable."""
    granted = row["grant_date"]
    terms = _offer(row) if row["offer"] else {"licensable": NO}
    year = granted.year if granted else None
    return given({**_patent(row, links), **terms, "year": year, "id": row["application_number"]})


def offer_document(row: Row, links: Links) -> Document:
    """An offer."""
    declared = row["declared_on"]
    year = declared.year if declared else None
    key = f"{row['application_number']}/{row['declaration']}"
    return given({**_patent(row, links), **_offer(row), "year": year, "id": key})


PATENT_SOURCE = Source(
    index=PATENTS,
    table="patent",
    select=f"""
    SELECT {_PATENT}, o.*
    FROM patent p LEFT JOIN LATERAL (
        SELECT {_OFFER} FROM offer o WHERE o.patent_id = p.id ORDER BY {STANDING_FIRST} LIMIT 1
    ) o ON true {{where}}""",
    by="p.id",
    document=patent_document,
    beside=_links,
)
OFFER_SOURCE = Source(
    index=OFFERS,
    table="offer",
    select=f"SELECT {_PATENT}, {_OFFER} FROM offer o JOIN patent p ON p.id = o.patent_id {{where}}",
    by="o.patent_id",
    document=offer_document,
    beside=_links,
)
