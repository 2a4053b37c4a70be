"""A search to subscribe to: what of it changed last, as Atom 1.0 (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from litestar import Request, Response, get
from litestar.di import NamedDependency

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.indexing.threads import in_thread
from registry.searching.addresses import SEARCH, Address, SearchQuery, pairs_of
from registry.searching.lines import Line, line_of
from registry.searching.parameters import ASKED
from registry.searching.queries import Searching, searching_of
from registry.site.caching import PUBLIC as REVALIDATED
from registry.site.errors import CannotGiveError
from registry.site.languages import language_of_path
from registry.site.rendering import Site, site_of
from registry.site.texts import Text, marked
from search.answers import Hit
from search.engine import SearchUnavailable

ENTRIES = 50
LOOKED_AT = 1000
"""Hits, the latest of their kind, among which those that changed last are looked for."""
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
DOWN = marked("检索引擎暂时不能用，订阅稍后再取")
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
CHANGED = {
    "patent": "SELECT t.id AS record, '' AS declaration, t.created_at, greatest(t.updated_at,"
    " (SELECT max(o.updated_at) FROM offer o WHERE o.patent_id = t.id)) AS changed FROM patent t"
    " WHERE t.id = ANY($1)",
    "offer": "SELECT t.patent_id AS record, t.declaration, t.created_at, t.updated_at AS changed FROM offer t"
    " WHERE t.patent_id = ANY($1)",
    "enterprise": "SELECT t.id AS record, '' AS declaration, t.created_at, t.updated_at AS changed"
    " FROM enterprise t WHERE t.id = ANY($1)",
    "project": "SELECT t.id AS record, '' AS declaration, t.created_at, t.updated_at AS changed"
    " FROM project t WHERE t.id = ANY($1)",
}
"""When records were made and last changed; a patent has changed with its offers, too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a feed. `id` stays the same whatever changes, the address of the site included."""

    id: str
    title: str
    path: str
    summary: str
    created: datetime
    changed: datetime


@get("/search.atom", name="search.atom", opt=PUBLIC, dependencies=ASKED)
async def feed(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], asked: NamedDependency[SearchQuery]
) -> Response[str]:
    """What of a search changed last."""
    searching = await searching_of(request, caller_scope)
    site, language = site_of(request), language_of_path(request.scope["path"])
    query = asked.model_copy(update={"page": 1, "size": SearchQuery.model_fields["size"].default})
    try:
        found = await entries(searching, query, site)
    except SearchUnavailable as error:
        raise CannotGiveError(Text(DOWN), 300) from error
    changed = max((entry.changed for entry in found), default=None)
    text = site.render(
        request,
        "searching/feed.xml",
        address=Address(SEARCH, language, query),
        query=query,
        id=_urn(site, language, *pairs_of(query)),
        entries=found,
        changed=changed or await searching.library.updated.value() or NOTHING_YET,
    )
    return Response(text, headers={"cache-control": REVALIDATED}, media_type="application/atom+xml")


async def entries(searching: Searching, query: SearchQuery, site: Site) -> list[Entry]:
    """The records that changed last, the latest first. Raises SearchUnavailable."""
    kind = query.of
    latest = kind.order(kind.browsed, typed=False).sort
    request = replace(
        searching.request(query), sort=latest, limit=LOOKED_AT, facets=(), histogram=None, highlight=False
    )
    answer = await in_thread(searching.library.engines[kind.name].search, request)
    hits = () if answer.relaxed else answer.hits
    known = {(int(str(hit.document["record"])), _declaration(kind.name, hit)): hit for hit in hits}
    moments = await _moments(kind.name, [record for record, _ in known])
    return [
        _entry(site, line_of(kind.name, known[key], searching.today), moment)
        for moment in moments
        if (key := (moment["record"], moment["declaration"])) in known
    ][:ENTRIES]


def _declaration(kind: str, hit: Hit) -> str:
    return str(hit.document.get("declaration", "")) if kind == "offer" else ""


async def _moments(kind: str, records: Sequence[int]) -> list[Any]:
    async with transaction() as database:
        rows: list[Any] = await database.fetch(
            f"{CHANGED[kind]} ORDER BY changed DESC, record, declaration", records
        )
        return rows


def _entry(site: Site, line: Line, moment: Any) -> Entry:
    return Entry(
        id=_urn(site, line.kind, line.key),
        title=_clean(line.title or line.key),
        path=line.path,
        summary=_clean("；".join(part for part in _told(line.kind, line.record) if part)),
        created=moment["created_at"],
        changed=moment["changed"],
    )


def _told(kind: str, record: Any) -> list[str | None]:
    if kind == "enterprise":
        return [record.township, record.cluster, "、".join(record.titles)]
    if kind == "project":
        return [record.agency, record.client, record.cluster]
    if kind == "offer":
        return ["、".join(record.owners), record.offer.fee_text, record.offer.conditions]
    return ["、".join(owner.name for owner in record.owners), record.abstract]


def _clean(text: str) -> str:
    return text.translate(NOT_IN_XML)


def _urn(site: Site, *parts: object) -> str:
    return uuid5(NAMESPACE_URL, f"{site.district} {parts}").urn


ROUTES = [feed]
