"""Reads of open-licence offers (开放许可声明) and licences (许可)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from registry.accounts.scope import Scope
from registry.database.days import TODAY
from registry.licensing.tables import Licence, Offer
from registry.patents.holders import HOLDERS
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, columns, containing, fetch, page_of
from schemas.legal_status import LegalStatus


class OfferSort(StrEnum):
    """Orders of the list of offers."""

    DECLARED = "declared"
    FEE = "fee"
    ENDING = "ending"


ORDERS = {
    OfferSort.DECLARED: "o.declared_on DESC NULLS LAST, o.id DESC",
    OfferSort.FEE: "coalesce(o.fee_amount, o.fee_entry_amount) ASC NULLS LAST, o.id",
    OfferSort.ENDING: "o.licence_to DESC NULLS LAST, o.id DESC",
}


class OfferQuery(ListQuery):
    """What the list of offers may be narrowed to; `available` leaves those that can be taken up today."""

    vocabularies: ClassVar = {
        "state": ("offer", "state"),
        "mode": ("offer", "fee_mode"),
        "type": ("patent", "patent_type"),
    }

    state: str = ""
    mode: str = ""
    type: str = ""
    available: bool = False
    sort: OfferSort = OfferSort.DECLARED


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """The terms of one offer; money in yuan unless `fee_currency` names another, rates in percent."""

    declaration: str
    state: str | None
    declared_on: date | None
    fee_mode: str | None
    fee_amount: Decimal | None
    fee_rate: Decimal | None
    fee_base: str | None
    fee_entry_amount: Decimal | None
    fee_currency: str | None
    fee_text: str | None
    licence_from: date | None
    licence_to: date | None
    licence_years: Decimal | None
    area: str | None
    conditions: str | None

    def available_on(self, today: date) -> bool:
        """Whether anyone may take it up: announced, its term not over (`AVAILABLE` says the same in SQL)."""
        return self.state == "announced" and (self.licence_to is None or self.licence_to >= today)


@dataclass(frozen=True, slots=True)
class OfferedPatent:
    """One line of the list of offers: the terms, and the patent they are about."""

    application_number: str
    title: str | None
    patent_type: str | None
    legal_status: str | None
    owners: list[str]
    offer: OfferTerms


AVAILABLE = f"coalesce(o.state = 'announced' AND coalesce(o.licence_to >= {TODAY}, true), false)"
"""An offer that anyone may take up today: announced (Patent Law art. 50), its term not over."""
_ENDED = ", ".join(f"'{status}'" for status in LegalStatus if status.ended)
LICENSABLE = f"""({AVAILABLE} AND coalesce(p.legal_status NOT IN ({_ENDED}), true) AND p.lapse_date IS NULL
    AND NOT EXISTS (SELECT FROM licence x WHERE x.patent_id = p.id AND x.licence_kind IN ('exclusive', 'sole')
                    AND x.ended_on IS NULL))"""
"""An offer of patent `p` that can really be taken up today: it is available, nothing tells of an end of the patent, and no
exclusive or sole licence is in force (Implementing Rules art. 86)."""
STANDING_FIRST = f"{AVAILABLE} DESC, o.declared_on DESC NULLS LAST, o.id DESC"
"""Of several offers of a patent the one to show comes first: an open one before others, the latest declared."""
TERM_FIELDS = tuple(OfferTerms.__dataclass_fields__)
TERM_COLUMNS = ", ".join(f"o.{name}" for name in TERM_FIELDS)
PATENT_FIELDS = ("application_number", "title", "patent_type", "legal_status", "owners")
PATENT_COLUMNS = ", ".join(
    f"{HOLDERS} AS owners" if name == "owners" else f"p.{name}" for name in PATENT_FIELDS
)
JOINED = "offer o JOIN patent p ON p.id = o.patent_id"


def _terms(row: Row) -> OfferTerms:
    return OfferTerms(**{name: row[name] for name in TERM_FIELDS})


def _offered(row: Row) -> OfferedPatent:
    return OfferedPatent(**{name: row[name] for name in PATENT_FIELDS}, offer=_terms(row))


async def offers(scope: Scope, query: OfferQuery, *, exact: bool = False) -> Page[OfferedPatent]:
    """One page of the offers that fit. `exact` counts beyond what can be leafed through."""
    del scope  # nothing listed here is personal
    conditions = _conditions(query)
    found = await page_of(
        Offer, f"{PATENT_COLUMNS}, {TERM_COLUMNS}", JOINED, conditions, ORDERS[query.sort], query, exact=exact
    )
    return found.holding([_offered(row) for row in found.items])


def _conditions(query: OfferQuery) -> Conditions:
    conditions = Conditions()
    for column, wanted in (
        ("o.state", query.state),
        ("o.fee_mode", query.mode),
        ("p.patent_type", query.type),
    ):
        if wanted:
            conditions.add(f"{column} = {{}}", wanted)
    if query.available:
        conditions.add(AVAILABLE)
    for word in query.q.split():
        pattern = containing(word)
        conditions.add(
            f"(p.title ILIKE {{}} OR array_to_string({HOLDERS}, ' ') ILIKE {{}} OR p.application_number ILIKE {{}})",
            pattern,
            pattern,
            pattern,
        )
    return conditions


async def recent_offers(scope: Scope, limit: int) -> list[OfferedPatent]:
    """The offers declared last, newest first."""
    del scope  # nothing listed here is personal
    rows = await fetch(
        Offer,
        f"SELECT {PATENT_COLUMNS}, {TERM_COLUMNS} FROM {JOINED}"
        f" ORDER BY {ORDERS[OfferSort.DECLARED]} LIMIT {{}}",
        limit,
    )
    return [_offered(row) for row in rows]


async def standing_offers(scope: Scope, patent_ids: list[int]) -> dict[int, OfferTerms]:
    """For each patent the offer to show beside it: an open one before others, the latest first."""
    del scope  # nothing listed here is personal
    rows = await fetch(
        Offer,
        f"SELECT DISTINCT ON (o.patent_id) o.patent_id, {TERM_COLUMNS} FROM offer o"
        f" WHERE o.patent_id = ANY({{}}) ORDER BY o.patent_id, {STANDING_FIRST}",
        patent_ids,
    )
    return {row["patent_id"]: _terms(row) for row in rows}


async def offers_of(scope: Scope, patent_id: int) -> list[Row]:
    """All offers of a patent with their bookkeeping, an open one first, then the latest."""
    return await fetch(
        Offer,
        f"SELECT {columns('offer', scope, 'o', bookkeeping=True)} FROM offer o WHERE o.patent_id = {{}}"
        f" ORDER BY {STANDING_FIRST}",
        patent_id,
    )


async def is_licensable(scope: Scope, patent_id: int) -> bool:
    """Whether a patent can be licensed today on the terms of an announced offer."""
    del scope  # what is public of an offer decides
    rows = await fetch(
        Offer, f"SELECT EXISTS (SELECT FROM {JOINED} WHERE p.id = {{}} AND {LICENSABLE}) AS found", patent_id
    )
    return bool(rows[0]["found"])


async def licences_of(scope: Scope, patent_id: int) -> list[Row]:
    """All licences of a patent with their bookkeeping, the latest first."""
    return await fetch(
        Licence,
        f"SELECT {columns('licence', scope, 'l', bookkeeping=True)} FROM licence l WHERE l.patent_id = {{}}"
        " ORDER BY coalesce(l.effective_on, l.filed_on) DESC NULLS LAST, l.id DESC",
        patent_id,
    )


async def known_to(scope: Scope) -> dict[str, date | None]:
    """By kind of record the day of the latest one held, which is how far the register knows of licences and pledges."""
    del scope  # days alone are not personal
    rows = await fetch(
        Licence,
        "SELECT (SELECT max(filed_on) FROM licence) AS licence, (SELECT max(registered_on) FROM pledge) AS pledge",
    )
    return dict(rows[0])
