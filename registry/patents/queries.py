"""Reads of patents (专利): the list, one patent with all that belongs to it, and numbers in any spelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import Field

from registry.accounts.scope import Scope
from registry.enterprises import queries as enterprises
from registry.enterprises.queries import EnterpriseLink, Owner
from registry.licensing import queries as licensing
from registry.licensing.queries import OfferTerms
from registry.patents.holders import HOLDERS
from registry.patents.numbers import read_number
from registry.patents.tables import Patent, PatentEvent, Pledge, StockReview
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, columns, containing, fetch, fields_of, page_of
from registry.site.tracing import History, Provenance, Source, history_of, provenance_of

OPENING = 160
"""Characters of an abstract shown in a list."""


class PatentSort(StrEnum):
    """Orders of the list of patents."""

    FILED = "filed"
    GRANTED = "granted"
    NUMBER = "number"
    TITLE = "title"


ORDERS = {
    PatentSort.FILED: "p.filing_date DESC NULLS LAST, p.application_number",
    PatentSort.GRANTED: "p.grant_date DESC NULLS LAST, p.application_number",
    PatentSort.NUMBER: "p.application_number",
    PatentSort.TITLE: "p.title, p.application_number",
}


class PatentQuery(ListQuery):
    """What the list of patents may be narrowed to; years are those of the grant."""

    vocabularies: ClassVar = {"type": ("patent", "patent_type"), "status": ("patent", "legal_status")}

    type: str = ""
    status: str = ""
    offer: Literal["", "open", "declared", "none"] = ""
    township: str = ""
    district: str = ""
    year_from: int | None = Field(None, ge=1985, le=2100)
    year_to: int | None = Field(None, ge=1985, le=2100)
    ipc: str = Field("", pattern=r"^[A-H]?$")
    owner: str = ""
    sort: PatentSort = PatentSort.FILED


@dataclass(frozen=True, slots=True)
class OwnerName:
    """A holder of a patent as written, and the enterprise it means where that is certain."""

    name: str
    enterprise: EnterpriseLink | None


@dataclass(frozen=True, slots=True)
class PatentSummary:
    """One line of the list of patents."""

    application_number: str
    title: str | None
    patent_type: str | None
    legal_status: str | None
    owners: list[OwnerName]
    district: str | None
    ipc_main: str | None
    filing_date: date | None
    grant_date: date | None
    abstract: str | None
    offer: OfferTerms | None


@dataclass(frozen=True, slots=True)
class PatentDetail:
    """Everything the register holds on one patent that the caller may see.

    `licensable`: it can be licensed today on the terms of the first offer.
    """

    record: dict[str, Any]
    owners: list[OwnerName]
    offers: list[dict[str, Any]]
    licences: list[dict[str, Any]]
    pledges: list[dict[str, Any]]
    events: list[dict[str, Any]]
    stock_review: dict[str, Any] | None
    licensable: bool
    provenance: Provenance
    history: History


LIST_FIELDS = (
    "application_number", "title", "patent_type", "legal_status", "owners", "district", "ipc_main",
    "filing_date", "grant_date",
)  # fmt: skip
LIST_COLUMNS = ", ".join(
    f"{HOLDERS} AS owners" if name == "owners" else f"p.{name}" for name in ("id", "owner_code", *LIST_FIELDS)
)


async def patents(scope: Scope, query: PatentQuery, *, exact: bool = False) -> Page[PatentSummary]:
    """One page of the patents that fit, each with its holders and the offer to show beside it."""
    conditions = _conditions(query)
    shown = f"{LIST_COLUMNS}, left(p.abstract, {OPENING}) AS abstract"
    found = await page_of(Patent, shown, "patent p", conditions, ORDERS[query.sort], query, exact=exact)
    rows = found.items
    offers = await licensing.standing_offers(scope, [row["id"] for row in rows])
    links = await enterprises.owner_links(scope, [owner for row in rows for owner in owners_of(row)])
    return found.holding([summary(row, offers.get(row["id"]), links) for row in rows])


Links = Mapping[Owner, EnterpriseLink]


def summary(row: Row, offer: OfferTerms | None, links: Links) -> PatentSummary:
    """One line of a list of patents from a row with `LIST_COLUMNS`."""
    values = {name: row[name] for name in LIST_FIELDS}
    values["owners"] = _linked(row, links)
    return PatentSummary(**values, abstract=row["abstract"], offer=offer)


def owners_of(row: Any) -> list[Owner]:
    """The holders; a credit code beside them belongs to the one holder, if there is but one."""
    names = _holders(row)
    return [(name, row["owner_code"] if len(names) == 1 else None) for name in names]


def _holders(row: Row) -> list[str]:
    names: list[str] = row["owners"] or row.get("applicants") or []
    return names


def _linked(row: Row, links: Links) -> list[OwnerName]:
    return [OwnerName(owner[0], links.get(owner)) for owner in owners_of(row)]


def _conditions(query: PatentQuery) -> Conditions:
    conditions = Conditions()
    for column, wanted in (
        ("patent_type", query.type),
        ("legal_status", query.status),
        ("district", query.district),
    ):
        if wanted:
            conditions.add(f"p.{column} = {{}}", wanted)
    _add_place_and_time(conditions, query)
    _add_offer(conditions, query.offer)
    _add_words(conditions, query.q)
    return conditions


def _add_place_and_time(conditions: Conditions, query: PatentQuery) -> None:
    if query.year_from:
        conditions.add("p.grant_date >= {}", date(query.year_from, 1, 1))
    if query.year_to:
        conditions.add("p.grant_date < {}", date(query.year_to + 1, 1, 1))
    if query.ipc:
        conditions.add("p.ipc_main LIKE {}", f"{query.ipc}%")
    if query.owner:
        conditions.add(f"{HOLDERS} && ARRAY[{{}}::text]", query.owner)
    if query.township:
        conditions.add(f"{HOLDERS} && ({TOWNSHIP_NAMES})", query.township)


TOWNSHIP_NAMES = (
    "SELECT coalesce(array_agg(n), ARRAY[]::text[]) FROM enterprise e, unnest(e.former_names || e.name) n"
    " WHERE e.township = {}"
)
OFFER_CONDITIONS = {
    "open": f"EXISTS (SELECT FROM offer o WHERE o.patent_id = p.id AND {licensing.LICENSABLE})",
    "declared": "EXISTS (SELECT FROM offer o WHERE o.patent_id = p.id)",
    "none": "NOT EXISTS (SELECT FROM offer o WHERE o.patent_id = p.id)",
}


def _add_offer(conditions: Conditions, offer: str) -> None:
    if offer:
        conditions.add(OFFER_CONDITIONS[offer])


def _add_words(conditions: Conditions, text: str) -> None:
    """A text that is a number finds that patent; else every word has to occur somewhere."""
    number = read_number(text).number
    if number:
        conditions.add("p.application_number = {}", number)
        return
    for word in text.split():
        pattern = containing(word)
        conditions.add(
            "(p.title ILIKE {} OR p.application_number ILIKE {} OR p.publication_number ILIKE {}"
            f" OR p.grant_number ILIKE {{}} OR array_to_string({HOLDERS}, ' ') ILIKE {{}})",
            *[pattern] * 5,
        )


async def patent(scope: Scope, number: str) -> PatentDetail | None:
    """One patent by its canonical application number, None where there is none."""
    rows = await fetch(
        Patent,
        f"SELECT {columns('patent', scope, 'p', bookkeeping=True)} FROM patent p"
        " WHERE p.application_number = {}",
        number,
    )
    return await _detail(scope, rows[0]) if rows else None


async def _detail(scope: Scope, row: Row) -> PatentDetail:
    identity = row["id"]
    links = await enterprises.owner_links(scope, owners_of(row))
    holders = links.values()
    scope = scope.about(townships=(h.township for h in holders), enterprises=(h.key for h in holders))
    offers = await licensing.offers_of(scope, identity)
    licences = await licensing.licences_of(scope, identity)
    pledges = await _children(Pledge, "pledge", scope, identity, "c.registered_on DESC NULLS LAST, c.id")
    events = await _children(PatentEvent, "event", scope, identity, "c.event_date DESC, c.id")
    reviews = await _children(StockReview, "stock_review", scope, identity, "c.id")
    children = {
        "offer": offers,
        "licence": licences,
        "pledge": pledges,
        "event": events,
        "stock_review": reviews,
    }
    shown = {kind: [fields_of(child, kind, scope) for child in rows] for kind, rows in children.items()}
    return PatentDetail(
        record=fields_of(row, "patent", scope),
        owners=_linked(row, links),
        offers=shown["offer"],
        licences=shown["licence"],
        pledges=shown["pledge"],
        events=shown["event"],
        stock_review=next(iter(shown["stock_review"]), None),
        licensable=await licensing.is_licensable(scope, identity),
        provenance=await provenance_of(scope, _sources(row, children)),
        history=await history_of(
            scope,
            {"patent": [identity], **{kind: [c["id"] for c in rows] for kind, rows in children.items()}},
        ),
    )


def _sources(row: Row, children: dict[str, list[Row]]) -> list[Source]:
    """The patent itself and the few records beside it; events name their gazette themselves."""
    beside = [Source(kind, child) for kind, rows in children.items() if kind != "event" for child in rows]
    return [Source("patent", row), *beside]


TABLES = {"pledge": "pledge", "event": "patent_event", "stock_review": "stock_review"}


async def _children(
    table: type[Pledge | PatentEvent | StockReview], kind: str, scope: Scope, patent_id: int, order: str
) -> list[Row]:
    return await fetch(
        table,
        f"SELECT {columns(kind, scope, 'c', bookkeeping=True)} FROM {TABLES[kind]} c"
        f" WHERE c.patent_id = {{}} ORDER BY {order}",
        patent_id,
    )
