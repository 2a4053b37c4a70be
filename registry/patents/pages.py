"""The pages of patents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.status_codes import HTTP_308_PERMANENT_REDIRECT

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.indexing.lines import patent_line
from registry.licensing import costs, rules
from registry.licensing import queries as licensing
from registry.patents import queries
from registry.patents.api import no_such_patent
from registry.patents.queries import PatentDetail, PatentSummary
from registry.searching import queries as searching
from registry.site.languages import language_of_path, localised
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of, today
from registry.site.texts import Text, marked
from registry.site.vocabulary import terms
from schemas.patent_type import PatentType
from schemas.terms import term_end
from search.answers import Hit


@get("/patents/{number:str}", opt=PUBLIC)
async def show_patent(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[str]
) -> Response[Any]:
    """One patent; other spellings of its number lead to the address with the canonical one."""
    canonical = queries.read_number(number).number
    if canonical and canonical != number:
        language = language_of_path(request.scope["path"])
        return Redirect(
            localised(f"/patents/{quote(canonical)}", language), status_code=HTTP_308_PERMANENT_REDIRECT
        )
    found = await queries.patent(caller_scope, number)
    if found is None:
        raise no_such_patent(number)
    site = site_of(request)
    reach = await site.remembered.value("reach", lambda: licensing.known_to(caller_scope))
    return site.page(
        request,
        "patents/detail.html",
        patent=found,
        timeline=timeline(found),
        ends_on=ends_on(found),
        checks=rules.checks(situation(found, reach)),
        figures=[costs.figures(offer, ends_on(found), today()) for offer in found.offers],
        similar=await _similar(request, caller_scope, found),
    )


def situation(patent: PatentDetail, reach: dict[str, date | None]) -> rules.Situation:
    """What the conditions of an open licence are checked against; the standing offer comes first among the offers."""
    return rules.Situation(
        patent.record,
        today(),
        ends_on(patent),
        patent.offers[0] if patent.offers else None,
        patent.licences,
        patent.pledges,
        patent.events,
        reach,
    )


async def _similar(
    request: AnyRequest, scope: Scope, patent: PatentDetail
) -> list[tuple[PatentSummary, Hit]]:
    """相似专利: lines of other patents, each with what it has in common with this one."""
    record = patent.record
    text = f"{record['title'] or ''} {record['abstract'] or ''}"
    hits = searching.similar(await searching.searching_of(request, scope), record["application_number"], text)
    return [(patent_line(hit.document), hit) for hit in hits]


Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. `text` and `detail` are the register's own words (str) or ours (Text)."""

    day: date
    text: Text | str
    kind: str = ""
    detail: Text | str | None = None


def ends_on(patent: PatentDetail) -> date | None:
    """期限届满日 (Patent Law art. 42): as the export gives it, else computed from type and filing date."""
    record = patent.record
    if record["expiry_date"]:
        given: date = record["expiry_date"]
        return given
    for kind in terms("patent", "patent_type"):
        if kind.value == record["patent_type"] and isinstance(kind, PatentType) and record["filing_date"]:
            return term_end(kind, record["filing_date"])
    return None


def timeline(patent: PatentDetail) -> list[TimelineEntry]:
    """All events, the latest first."""
    entries = [*_own(patent.record), *_told(patent.events), *_offered(patent.offers)]
    entries += [*_licensed(patent.licences), *_pledged(patent.pledges)]
    end = ends_on(patent)
    if end:
        entries.append(TimelineEntry(end, Text(marked("保护期届满（专利法第四十二条）")), "due"))
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _own(record: Record) -> Iterator[TimelineEntry]:
    for name, text, kind in (
        ("filing_date", marked("申请"), ""),
        ("publication_date", marked("公布"), ""),
        ("grant_date", marked("授权公告"), "now"),
        ("national_entry_date", marked("进入中国国家阶段"), ""),
        ("lapse_date", marked("专利权失效"), ""),
    ):
        if record[name]:
            yield TimelineEntry(record[name], Text(text), kind)


def _told(events: list[Record]) -> Iterator[TimelineEntry]:
    for event in events:
        yield TimelineEntry(event["event_date"], event["event_name"], detail=event["detail"])


def _offered(offers: list[Record]) -> Iterator[TimelineEntry]:
    for offer in offers:
        if offer["declared_on"]:
            yield TimelineEntry(offer["declared_on"], Text(marked("开放许可声明公告")), "licence")


def _licensed(licences: list[Record]) -> Iterator[TimelineEntry]:
    for licence in licences:
        licensees = "、".join(licence["licensees"]) or None
        if licence["filed_on"]:
            yield TimelineEntry(licence["filed_on"], Text(marked("许可合同备案")), "licence", licensees)
        if licence["ended_on"]:
            yield TimelineEntry(licence["ended_on"], Text(marked("许可备案注销")), "", licensees)


def _pledged(pledges: list[Record]) -> Iterator[TimelineEntry]:
    for pledge in pledges:
        pledgees = "、".join(pledge["pledgees"]) or None
        if pledge["registered_on"]:
            yield TimelineEntry(pledge["registered_on"], Text(marked("质押合同登记")), "", pledgees)
        if pledge["released_on"]:
            yield TimelineEntry(pledge["released_on"], Text(marked("质押解除")), "", pledgees)


ROUTES = [show_patent]
