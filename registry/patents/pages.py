"""The pages of patents."""

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
from registry.database.days import today
from registry.enterprises import queries as enterprises
from registry.enterprises.queries import EnterpriseCard
from registry.licensing import costs, rules
from registry.licensing import queries as licensing
from registry.patents import numbers, owned, queries
from registry.patents.api import no_such_patent
from registry.patents.owned import OwnedCounts
from registry.patents.queries import OwnerName, PatentDetail
from registry.patents.related import related
from registry.patents.timeline import timeline
from registry.searching.queries import searching_of
from registry.site.languages import language_of_path, localised
from registry.site.rendering import site_of
from registry.site.vocabulary import terms
from schemas.patent_type import PatentType
from schemas.terms import term_end


@get("/patents/{number:str}", opt=PUBLIC)
async def show_patent(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], number: FromPath[str]
) -> Response[Any]:
    """One patent; other spellings of its number lead to the address with the canonical one."""
    found = await queries.patent(caller_scope, number)
    if found is None:
        canonical = await numbers.meant_by(caller_scope, number)
        if canonical is None or canonical == number:
            raise no_such_patent(number)
        address = localised(f"/patents/{quote(canonical)}", language_of_path(request.scope["path"]))
        return Redirect(address, status_code=HTTP_308_PERMANENT_REDIRECT)
    site, ends = site_of(request), ends_on(found)
    reach = await site.remembered.value("reach", lambda: licensing.known_to(caller_scope))
    return site.page(
        request,
        "patents/detail.html",
        patent=found,
        timeline=timeline(found, ends),
        ends_on=ends,
        checks=rules.checks(situation(found, reach)),
        figures=[costs.figures(offer, ends, today()) for offer in found.offers],
        holders=[await _holder(caller_scope, owner) for owner in found.owners],
        related=related(await searching_of(request, caller_scope), found),
    )


Holder = tuple[OwnerName, EnterpriseCard | None, OwnedCounts | None]


async def _holder(scope: Scope, owner: OwnerName) -> Holder:
    """A holder, with what there is to say of it where it is an enterprise on record."""
    if owner.enterprise is None:
        return owner, None, None
    card = await enterprises.card(scope, owner.enterprise.key)
    return owner, card, await owned.counts_of(scope, card.names, card.credit_code)


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


ROUTES = [show_patent]
