"""Patents beside one: alike in words (相似), of the same holder, of the same main group of the IPC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.indexing.lines import patent_line
from registry.patents.queries import PatentDetail, PatentSummary
from registry.searching.queries import Searching, similar
from search.engine import SearchUnavailable
from search.requests import OneOf, SearchRequest, Sort

EACH = 5
"""Patents shown for each reason."""


@dataclass(frozen=True, slots=True)
class RelatedPatent:
    """One patent beside another, with the words that both have where that is the reason."""

    line: PatentSummary
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Patents beside one, each under the first reason that names it. `group` is the IPC main group (A01K 87)."""

    alike: list[RelatedPatent]
    of_holder: list[RelatedPatent]
    of_group: list[RelatedPatent]
    group: str | None

    def __bool__(self) -> bool:
        return bool(self.alike or self.of_holder or self.of_group)


def related(searching: Searching, patent: PatentDetail) -> Related:
    """The patents beside this one, as the index has them; none while the engine is down."""
    record = patent.record
    number = record["application_number"]
    text = f"{record['title'] or ''} {record['abstract'] or ''}"
    shown = {number}
    group = (record["ipc_main"] or "").partition("/")[0]
    holders = tuple(owner.name for owner in patent.owners)
    alike = [
        RelatedPatent(patent_line(hit.document), hit.shared) for hit in similar(searching, number, text, EACH)
    ]
    return Related(
        _new(alike, shown),
        _new(_having(searching, number, "holder", holders), shown),
        _new(_having(searching, number, "ipc_group", (group.replace(" ", ""),) if group else ()), shown),
        group or None,
    )


def _having(
    searching: Searching, number: str, field: str, values: tuple[str, ...]
) -> Iterator[RelatedPatent]:
    """Other patents with one of these values, those granted last first."""
    if not values:
        return
    request = SearchRequest(
        filters=(*searching.scope.filters("patent"), OneOf(field, values)),
        sort=Sort("granted"),
        limit=3 * EACH,
        highlight=False,
        without=(number,),
    )
    try:
        hits = searching.library.engines["patent"].search(request).hits
    except SearchUnavailable:
        return
    yield from (RelatedPatent(patent_line(hit.document)) for hit in hits)


def _new(found: Iterable[RelatedPatent], shown: set[str]) -> list[RelatedPatent]:
    """The first of those not shown yet."""
    fresh: list[RelatedPatent] = []
    for one in found:
        number = one.line.application_number
        if number not in shown and len(fresh) < EACH:
            shown.add(number)
            fresh.append(one)
    return fresh
