"""Counts by value of what a query finds, exact over all parts of an index."""

from collections.abc import Sequence
from typing import Any

import tantivy
from tantivy import Query

from search.answers import FacetCount
from search.counting import MOST_YEARS, groups
from search.declaration import Index
from search.embedded.filters import filter_query, filtered
from search.embedded.schema import schema_of
from search.requests import SearchRequest

Counts = tuple[dict[str, tuple[FacetCount, ...]], tuple[tuple[int, int], ...]]
"""Values of the facets with their counts, and the histogram."""
SPARE = 4
"""Times as many values as wanted are taken from each part of an index, so that those in front over all are among them."""
BESIDE = 10_000
"""Values that documents may have beside those that are counted again."""


def count(index: Index, searcher: tantivy.Searcher, request: SearchRequest, query: Query) -> Counts:
    """Count what the request asks for among the documents of the query."""
    facets: dict[str, tuple[FacetCount, ...]] = {}
    histogram: tuple[tuple[int, int], ...] = ()
    for filters, names in groups(request).items():
        within = filtered(query, [filter_query(index, one) for one in filters])
        counted = searcher.aggregate(within, _aggregations(names, request, searcher.num_segments))
        for name in names:
            if name == request.histogram:
                histogram = tuple(
                    sorted((int(one["key"]), one["doc_count"]) for one in counted[name]["buckets"])
                )
            elif counted[name]["doc_count_error_upper_bound"]:
                facets[name] = _again(index, searcher, within, name, _by_count(counted[name]))
            else:
                facets[name] = _by_count(counted[name])
    return facets, histogram


def _aggregations(names: Sequence[str], request: SearchRequest, parts: int) -> dict[str, Any]:
    """What tantivy is asked to count; of an index in one part it need not name more values than are wanted."""
    spare = 1 if parts == 1 else SPARE
    most = {name: MOST_YEARS if name == request.histogram else request.facet_size for name in names}
    return {name: _terms(name, size, size * spare) for name, size in most.items()}


def _terms(name: str, size: int, of_a_part: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": of_a_part}}


def _by_count(counted: dict[str, Any]) -> tuple[FacetCount, ...]:
    """The values by count, the most frequent first."""
    found = [FacetCount(str(bucket["key"]), bucket["doc_count"]) for bucket in counted["buckets"]]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value)))


def _again(
    index: Index, searcher: tantivy.Searcher, within: Query, name: str, found: Sequence[FacetCount]
) -> tuple[FacetCount, ...]:
    """The same values as counted in every part of the index: a part names none that are rare in it unless asked."""
    values = [one.value for one in found]
    having = filtered(within, [Query.term_set_query(schema_of(index), name, values)])
    counted = searcher.aggregate(having, {name: _terms(name, BESIDE, BESIDE)})[name]
    return tuple(one for one in _by_count(counted) if one.value in set(values))
