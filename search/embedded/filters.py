"""Filters as tantivy queries, and counts by value."""

from collections.abc import Iterable, Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from search.answers import FacetCount
from search.counting import MOST_YEARS
from search.declaration import FieldKind, Index
from search.embedded.schema import SPELT, schema_of, spelt
from search.requests import AnyOf, Between, Filter, Not, OneOf, SearchRequest


def filtered(query: Query, filters: Sequence[Query]) -> Query:
    """The query within filters, which do not count in the ranking."""
    if not filters:
        return query
    silent = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in filters]
    return Query.boolean_query([(Occur.Must, query), *silent])


def filter_query(index: Index, wanted: Filter) -> Query:
    """One filter."""
    schema = schema_of(index)
    match wanted:
        case OneOf(field, values) if index.field(field).kind is FieldKind.IDENTIFIER:
            return Query.term_set_query(schema, SPELT, [spelt(field, value) for value in values])
        case OneOf(field, values):
            return Query.term_set_query(schema, field, list(values)) if values else Query.empty_query()
        case Between(field, None, None):
            return Query.exists_query(field)
        case Between(field, least, most):
            return Query.range_query(schema, field, FieldType.Integer, least, most)
        case AnyOf(filters):
            return _any_of(filter_query(index, one) for one in filters)
        case Not(inner):
            return Query.boolean_query(
                [(Occur.Must, Query.all_query()), (Occur.MustNot, filter_query(index, inner))]
            )


def _any_of(queries: Iterable[Query]) -> Query:
    alternatives = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(alternatives) if alternatives else Query.empty_query()


SPARE = 10
"""Times as many values as wanted are taken from each part of an index, so that the sums of all parts are right."""


def aggregations(names: Sequence[str], request: SearchRequest, parts: int) -> dict[str, Any]:
    """What tantivy is asked to count; of an index in one part it need not name more values than are wanted."""
    return {name: {"terms": _terms(name, request, 1 if parts == 1 else SPARE)} for name in names}


def _terms(name: str, request: SearchRequest, spare: int) -> dict[str, Any]:
    most = MOST_YEARS if name == request.histogram else request.facet_size
    return {"field": name, "size": most, "segment_size": most * spare}


def facet_counts(counted: dict[str, Any]) -> tuple[FacetCount, ...]:
    """The values by count, the most frequent first."""
    found = [FacetCount(str(bucket["key"]), bucket["doc_count"]) for bucket in counted["buckets"]]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value)))


def histogram_of(counted: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    """The numbers, ascending, with their counts."""
    return tuple(sorted((int(bucket["key"]), bucket["doc_count"]) for bucket in counted["buckets"]))
