"""Filters as tantivy queries."""

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query

from search.declaration import FieldKind, Index
from search.embedded.schema import SPELT, schema_of, spelt
from search.requests import AnyOf, Between, Filter, Not, OneOf


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
