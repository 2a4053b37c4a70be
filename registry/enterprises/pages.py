"""The pages of enterprises."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from registry.accounts.guarding import PUBLIC, needs
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.candidates.queries import CandidateQuery
from registry.candidates.queries import candidates as candidacies
from registry.database.days import today
from registry.enterprises.api import found_enterprise, missing
from registry.enterprises.dossier.one import dossier
from registry.enterprises.dossier.timeline import TOPICS, TimelineQuery, timeline
from registry.enterprises.ladder.versions import current_ladder
from registry.enterprises.queries import by_key, card
from registry.patents import owned
from registry.site.filters import read_query
from registry.site.rendering import site_of

PATENTS_SHOWN, OPEN_SHOWN = 20, 6


@get("/enterprises/{key:str}", opt=PUBLIC)
async def show_enterprise(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One enterprise with the patents that carry its names; with its whole file for those whom it concerns."""
    found = await found_enterprise(caller_scope, key)
    holder = (found.names, found.record["credit_code"])
    ranked = caller_scope.ranks(found.record["township"], found.record["credit_code"])
    ladder = await current_ladder(today()) if ranked else None
    return site_of(request).page(
        request,
        "enterprises/detail.html",
        enterprise=found,
        patents=await owned.patents_of(caller_scope, *holder, PATENTS_SHOWN),
        licensable=await owned.patents_of(caller_scope, *holder, OPEN_SHOWN, open_only=True),
        counts=await owned.counts_of(caller_scope, *holder),
        owned=urlencode([("owner", name) for name in found.names]),
        own=caller_scope.owns(found.record["township"], found.record["credit_code"]),
        candidacies=await candidacies(caller_scope, CandidateQuery(enterprise=found.key)),
        ladder=ladder,
        dossier=await dossier(caller_scope, ladder, found, today()) if ladder else None,
    )


def timeline_query(
    topic: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> TimelineQuery:
    """What the address asks for. Raises InvalidQueryError."""
    return read_query(TimelineQuery, dict(locals()))


@get(
    "/enterprises/{key:str}/timeline",
    dependencies={"filters": Provide(timeline_query, sync_to_thread=False)},
    opt=needs(Permission.READ_GAPS),
)
async def show_timeline(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    key: FromPath[str],
    filters: NamedDependency[TimelineQuery],
) -> Response[str]:
    """Everything dated about one enterprise. One that the caller may not see is not there."""
    rows = await by_key(key)
    if not rows or not caller_scope.ranks(rows[0]["township"], rows[0]["credit_code"]):
        raise await missing(caller_scope, key)
    named = await card(caller_scope, key)
    return site_of(request).page(
        request,
        "enterprises/dossier/timeline.html",
        internal=True,
        key=key,
        name=rows[0]["name"],
        query=filters,
        topics=TOPICS,
        entries=await timeline(caller_scope, rows[0], named.names, filters),
    )


ROUTES = [show_enterprise, show_timeline]
