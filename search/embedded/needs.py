"""A need in plain language, or words of which not all occur together, as a tantivy query.

Each word counts once, in the heaviest field that has it, and the more the fewer documents have it. BM25, which adds up
every occurrence in every field, put long texts that repeat a common word before those that share several rare ones.
"""

from math import log

from tantivy import Occur, Query

from search.embedded.clauses import Clauses, Queries, any_of
from search.grams import phrase_of
from search.planning import Plan, Wanted

ENOUGH = 0.2
"""The part of the words that a document has to share."""


def needed(clauses: Clauses, plan: Plan) -> Queries:
    """Documents that share enough of what a plan wants, those first that share what tells most."""
    words = [clauses.wanted(wanted) for wanted in plan.wanted]
    counts = [int(clauses.searcher.search(query, 1).count or 0) for query in words]  # type: ignore[attr-defined]  # missing in tantivy's stub
    total = sum(counts) + 1
    told = [
        _telling(clauses, wanted, log(1 + total / count))
        for wanted, count in zip(plan.wanted, counts, strict=True)
        if count
    ]
    enough = max(1, round(len(words) * ENOUGH))
    shared = Query.boolean_query([(Occur.Should, query) for query in words], enough)
    refused = [(Occur.MustNot, any_of(clauses.fields(one.text, one.field))) for one in plan.excluded]
    fitting = [(Occur.Must, Query.const_score_query(shared, 0.0)), *refused]
    liked = [(Occur.Should, query) for query in (*told, *clauses.preferred())]
    return Queries(Query.boolean_query([*fitting, *liked]), Query.boolean_query(fitting))


def _telling(clauses: Clauses, wanted: Wanted, tells: float) -> Query:
    ways = [
        Query.const_score_query(query, field.weight * tells)
        for text in (wanted.text, *wanted.synonyms)
        for field in clauses.index.searched
        if (query := clauses.literal(field, phrase_of(text))) is not None
    ]
    return Query.disjunction_max_query(ways)
