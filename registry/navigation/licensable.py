"""What a project's field (IPC范围) has to offer: patents that can be licensed today."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from registry.indexing.lines import patent_line
from registry.patents.queries import PatentSummary
from registry.searching.addresses import MOST_VALUES, SearchQuery, pairs_of
from registry.searching.queries import Searching
from search.engine import SearchUnavailable

SHOWN = 8


@dataclass(frozen=True, slots=True)
class LicensableField:
    """The first of the patents within the classes of a project, how many there are, and the search for all of them."""

    patents: list[PatentSummary]
    total: int
    search: str


def licensable_in(searching: Searching, symbols: list[str]) -> LicensableField | None:
    """Patents of these IPC symbols; None where a project names none, nothing is found, or the engine is down."""
    if not symbols:
        return None
    query = SearchQuery.model_validate({"ipc": symbols[:MOST_VALUES], "offer": "open"})
    request = replace(searching.request(query), facets=(), histogram=None, limit=SHOWN, highlight=False)
    try:
        answer = searching.library.engines["patent"].search(request)
    except SearchUnavailable:
        return None
    if not answer.total:
        return None
    lines = [patent_line(hit.document) for hit in answer.hits]
    return LicensableField(lines, answer.total, urlencode(pairs_of(query)))
