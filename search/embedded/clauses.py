"""A plan as a tantivy query, and the ranking.

What is found first: an exact identifier, an exact name, a phrase in a heading, a phrase elsewhere, words near each other;
each step is worth more than everything below it. Within a step decide the weights of the fields and BM25, and
a little what is preferred.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from search.declaration import Field, FieldKind, Index
from search.embedded.schema import CHARACTERS, ID, IDENTIFIERS, NAMES
from search.grams import Phrase, phrase_of
from search.planning import Plan, Wanted

EXACT_IDENTIFIER, IDENTIFIER, NAME, HEADING, PHRASE, NEAR, PREFERRED = (
    1e6,
    5e5,
    1e5,
    2000.0,
    500.0,
    100.0,
    2.0,
)
APART, REPLACED = 0.5, 0.8
"""What words of a text count when they stand apart, and what a synonym counts."""
SLOP = 12
"""Characters that may stand between words that are near each other."""


@dataclass(frozen=True, slots=True)
class Queries:
    """Documents that fit: `ranked`, and only `counted`, which costs less."""

    ranked: Query
    counted: Query

    def map(self, change: Callable[[Query], Query]) -> "Queries":
        """Both changed in the same way."""
        return Queries(change(self.ranked), change(self.counted))


@dataclass(frozen=True, slots=True)
class Clauses:
    """Makes queries over one state of an index."""

    index: Index
    schema: tantivy.Schema
    searcher: tantivy.Searcher

    def of(self, plan: Plan) -> Queries:
        """Documents that have all that the plan wants."""
        if plan.anything and not plan.identifiers:
            return self._with(_all([]), self.preferred())
        words = self._words(plan)
        identified = list(self._identifiers(plan.identifiers))
        return words.map(lambda query: any_of([*identified, query])) if identified else words

    def _with(self, fitting: Query, bonuses: list[Query]) -> Queries:
        ranked = [(Occur.Must, fitting), *((Occur.Should, query) for query in bonuses)]
        return Queries(Query.boolean_query(ranked) if bonuses else fitting, fitting)

    def _identifiers(self, spelt: tuple[str, ...]) -> Iterator[Query]:
        for place, one in enumerate(spelt):
            exact = Query.term_query(self.schema, IDENTIFIERS, one)
            yield Query.const_score_query(exact, EXACT_IDENTIFIER - place)
            longer = [term for term, _ in self.searcher.terms_with_prefix(IDENTIFIERS, one, limit=1000)]
            if longer:
                yield Query.const_score_query(
                    Query.term_set_query(self.schema, IDENTIFIERS, longer), IDENTIFIER - place
                )

    def _words(self, plan: Plan) -> Queries:
        required = [(Occur.Must, self.wanted(wanted)) for wanted in plan.wanted]
        refused = [
            (Occur.MustNot, query)
            for wanted in plan.excluded
            for query in self.fields(wanted.text, wanted.field)
        ]
        if not required:
            required = [(Occur.Must, _all([]))]
        fitting = [*required, *refused]
        bonuses = [(Occur.Should, query) for query in (*self._tiers(plan), *self.preferred())]
        return Queries(Query.boolean_query([*fitting, *bonuses]), Query.boolean_query(fitting))

    def wanted(self, wanted: Wanted) -> Query:
        """One thing that has to occur: itself, its words apart, or a synonym.

        A text that has words is a phrase (`PHRASE`), and ranked among its like by its words, which go along with it: to
        weigh the phrase as well, its positions would be read a second time.
        """
        ways = list(self.fields(wanted.text, wanted.field))
        if wanted.parts:
            ways = [Query.const_score_query(any_of(ways), PHRASE)]
            each = [
                (Occur.Must, any_of(query for text in part for query in self.fields(text, wanted.field)))
                for part in wanted.parts
            ]
            ways.append(Query.boost_query(Query.boolean_query(each), APART))
        return any_of([*ways, *self._synonyms(wanted)])

    def _synonyms(self, wanted: Wanted) -> Iterator[Query]:
        for synonym in wanted.synonyms:
            yield Query.boost_query(any_of(self.fields(synonym, wanted.field)), REPLACED)

    def fields(self, text: str, name: str | None) -> Iterator[Query]:
        """The text literally, in one field or in any."""
        phrase = phrase_of(text)
        if name is not None:
            query = self.literal(self.index.field(name), phrase)
            if query is not None:
                yield query
        elif len(text) == 1:
            yield Query.term_query(self.schema, CHARACTERS, text)
        else:
            for field in self.index.searched:
                query = self.literal(field, phrase)
                if query is not None:
                    yield Query.boost_query(query, field.weight)

    def literal(self, field: Field, phrase: Phrase) -> Query | None:
        """The phrase in a field; None where a gram of it does not occur in the index at all."""
        if phrase.tail is None:
            return self._phrase(field.name, list(phrase.grams))
        if not phrase.grams:
            begun = [term for term, _ in self.searcher.terms_with_prefix(field.name, phrase.tail[1])]
            return Query.term_set_query(self.schema, field.name, begun) if begun else None
        return Query.phrase_prefix_query(self.schema, field.name, [*phrase.grams, phrase.tail])

    def _phrase(self, name: str, grams: list[tuple[int, str]]) -> Query | None:
        if any(not self.searcher.doc_freq(name, gram) for _, gram in grams):
            return None
        if len(grams) == 1:
            return Query.term_query(self.schema, name, grams[0][1], "freq")
        return Query.phrase_query(self.schema, name, list(grams))

    def _tiers(self, plan: Plan) -> Iterator[Query]:
        if plan.phrase:
            yield Query.const_score_query(Query.term_query(self.schema, NAMES, plan.phrase), NAME)
            phrase = phrase_of(plan.phrase)
            for field in self.index.fields:
                if field.heading and (query := self.literal(field, phrase)) is not None:
                    yield Query.const_score_query(query, HEADING)
            if plan.whole or (plan.wanted[0].synonyms and not plan.wanted[0].parts):
                yield Query.const_score_query(any_of(self.fields(plan.phrase, None)), PHRASE)
        yield from self._near(plan)

    def _near(self, plan: Plan) -> Iterator[Query]:
        """Words beside each other in any order of a few characters, in one field."""
        words = [
            word
            for wanted in plan.wanted
            for word in ([part[0] for part in wanted.parts] or [wanted.text])
            if len(word) > 1
        ]
        if len(words) < 2:
            return
        grams: list[tuple[int, str]] = []
        for word in words:
            known = phrase_of(word).grams
            if not known:
                return
            place = grams[-1][0] + 2 if grams else 0
            grams.append((place, known[0][1]))
        for field in self.index.of_kind(FieldKind.TEXT):
            if all(self.searcher.doc_freq(field.name, gram) for _, gram in grams):
                near = Query.phrase_query(self.schema, field.name, list(grams), SLOP)
                yield Query.const_score_query(near, NEAR)

    def preferred(self) -> list[Query]:
        """What comes first among equals."""
        if self.index.preferred is None:
            return []
        name, value = self.index.preferred
        return [Query.const_score_query(Query.term_query(self.schema, name, value), PREFERRED)]

    def without(self, ids: tuple[str, ...]) -> Query | None:
        """Documents that are not wanted."""
        return Query.term_set_query(self.schema, ID, list(ids)) if ids else None


def any_of(queries: Iterable[Query]) -> Query:
    """What one of the queries finds."""
    alternatives = list(queries)
    if not alternatives:
        return Query.empty_query()
    if len(alternatives) == 1:
        return alternatives[0]
    return Query.boolean_query([(Occur.Should, query) for query in alternatives])


def _all(bonuses: list[Query]) -> Query:
    everything = Query.const_score_query(Query.all_query(), 1.0)
    return Query.boolean_query([(Occur.Must, everything), *((Occur.Should, query) for query in bonuses)])
