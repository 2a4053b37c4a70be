"""Without the engine: the database answers for numbers and plain names, of all conditions only the page is kept."""

import time
from typing import Any

from registry.accounts.scope import Scope
from registry.enterprises.queries import EnterpriseQuery, enterprises
from registry.licensing.queries import OfferedPatent, OfferQuery, offers
from registry.navigation.queries import ProjectQuery, projects
from registry.patents.queries import PatentQuery, PatentSummary, patents
from registry.searching.addresses import SearchQuery
from registry.searching.answering import Answered, Hints
from registry.searching.library import Holdings
from registry.searching.lines import ENDED, PLACES, Line
from registry.searching.queries import Found, Searching
from registry.site.paging import Page
from search.answers import Hit, Reason, SearchAnswer

DATABASE = "postgresql"
NOTHING_KNOWN = Holdings(0, 0, 0, {}, ())


async def answer_without_engine(searching: Searching, query: SearchQuery) -> Answered:
    """What the lists of the rooms find, shown as a search."""
    started = time.perf_counter()
    listed = await _listed(searching.scope, query)
    lines = [_line(searching, query.kind, record) for record in listed.items]
    page = Page(lines, listed.total, listed.page, listed.size)
    took = (time.perf_counter() - started) * 1000
    answer = SearchAnswer((), listed.total, {}, (), took, DATABASE)
    return Answered(query, Found(query, answer, {}, None, NOTHING_KNOWN, ()), page, Hints())


async def _listed(scope: Scope, query: SearchQuery) -> Page[Any]:
    asked = {"q": query.q, "page": query.page, "size": query.size}
    match query.kind:
        case "patent":
            return await patents(scope, PatentQuery(**asked, offer=query.offer))
        case "offer":
            return await offers(scope, OfferQuery(**asked, available=query.offer == "open"))
        case "enterprise":
            return await enterprises(scope, EnterpriseQuery(**asked, titled=query.titled))
        case _:
            return await projects(scope, ProjectQuery(**asked))


def _line(searching: Searching, kind: str, record: Any) -> Line:
    path, _ = PLACES[kind]
    offered = isinstance(record, PatentSummary | OfferedPatent)
    key = record.application_number if offered else record.key
    return Line(
        kind=kind,
        key=key,
        path=f"{path}/{key}",
        title=record.name if kind == "enterprise" else record.title,
        record=record,
        hit=Hit(key, {}, {}, Reason.FILTER, (), 0.0),
        licensable=offered and _licensable(searching, record),
        extract=None,
    )


def _licensable(searching: Searching, record: PatentSummary | OfferedPatent) -> bool:
    offer = record.offer
    return offer is not None and offer.available_on(searching.today) and record.legal_status not in ENDED
