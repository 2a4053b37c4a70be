"""A document as a line of results: the same summaries that the lists of the rooms give."""

from decimal import Decimal
from typing import Any

from registry.enterprises.queries import EnterpriseLink, EnterpriseSummary
from registry.indexing.documents.values import day_of
from registry.licensing.queries import OfferedPatent, OfferTerms
from registry.navigation.queries import ProjectSummary
from registry.patents.queries import OPENING, OwnerName, PatentSummary
from search.answers import Document


def patent_line(document: Document) -> PatentSummary:
    """A document of `PATENTS`. The enterprise of a holder bears the name that the patent has."""
    held: dict[str, Any] = dict(document)
    abstract = held.get("abstract")
    return PatentSummary(
        application_number=held["number"],
        title=held.get("title"),
        patent_type=held.get("patent_type"),
        legal_status=held.get("legal_status"),
        owners=_owners(held),
        district=held.get("district"),
        ipc_main=held.get("ipc_main"),
        filing_date=day_of(held.get("filed")),
        grant_date=day_of(held.get("granted")),
        abstract=abstract[:OPENING] if abstract else None,
        offer=_terms(held) if "available" in held else None,
    )


def offer_line(document: Document) -> OfferedPatent:
    """A document of `OFFERS`."""
    held: dict[str, Any] = dict(document)
    return OfferedPatent(
        application_number=held["number"],
        title=held.get("title"),
        patent_type=held.get("patent_type"),
        legal_status=held.get("legal_status"),
        owners=list(held.get("holders", ())),
        offer=_terms(held),
    )


def enterprise_line(document: Document) -> EnterpriseSummary:
    """A document of `ENTERPRISES`."""
    held: dict[str, Any] = dict(document)
    return EnterpriseSummary(
        key=held["id"],
        name=held["name"],
        credit_code=held.get("credit_code"),
        status=held.get("status"),
        district=held.get("district"),
        township=held.get("township"),
        cluster=held.get("cluster"),
        tags=list(held.get("tag", ())),
        titles=list(held.get("titles", ())),
        patents=held["patents"],
    )


def project_line(document: Document) -> ProjectSummary:
    """A document of `PROJECTS`."""
    held: dict[str, Any] = dict(document)
    return ProjectSummary(
        key=held["id"],
        number=held.get("number"),
        title=held["title"],
        project_type=held.get("project_type"),
        level=held.get("level"),
        agency=held.get("agency"),
        client=held.get("client"),
        cluster=held.get("cluster"),
        ipc=list(held.get("ipc", ())),
        state=held.get("state"),
        approved_on=day_of(held.get("approved")),
        accepted_on=day_of(held.get("accepted")),
    )


def _owners(held: dict[str, Any]) -> list[OwnerName]:
    names = held.get("holders", ())
    keys = held.get("holder_keys") or ("",) * len(names)
    alone = sum(map(bool, keys)) == 1  # of several it is not known whose place is which
    places = held.get("township", ()) if alone else ()
    township = places[0] if places else None
    return [
        OwnerName(name, EnterpriseLink(key, name, township) if key else None)
        for name, key in zip(names, keys, strict=True)
    ]


def _terms(held: dict[str, Any]) -> OfferTerms:
    return OfferTerms(
        declaration=held.get("declaration", ""),
        state=held.get("offer_state"),
        declared_on=day_of(held.get("declared")),
        fee_mode=held.get("fee_mode"),
        fee_amount=_exact(held.get("fee_amount")),
        fee_rate=_exact(held.get("fee_rate")),
        fee_base=held.get("fee_base"),
        fee_entry_amount=_exact(held.get("fee_entry_amount")),
        fee_currency=held.get("fee_currency"),
        fee_text=held.get("fee_text"),
        licence_from=day_of(held.get("licence_from")),
        licence_to=day_of(held.get("licence_to")),
        licence_years=_exact(held.get("licence_years")),
        area=held.get("area"),
        conditions=held.get("conditions"),
    )


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
