"""A plan as filters: what fits it, and the steps of the ranking.

What is found first: an exact identifier, the beginning of one, an exact name, the phrase in a heading, the phrase in
other fields by their weight, all words in a heading, all words anywhere. Within a step what is preferred comes first,
then what has the shorter heading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from search.declaration import FieldKind, Index
from search.grams import END
from search.meilisearch.filters import NOTHING, all_of, any_of, everything, has_all, negated, one_of
from search.meilisearch.form import NAMES, spelt
from search.meilisearch.tokens import LONGEST, telling_pieces, token
from search.planning import Plan, Wanted

MOST_PIECES = 12
"""Pieces of one text that are asked for; a document that has them all but not the text is found out afterwards."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Makes filters for one declared index."""

    index: Index

    def of(self, plan: Plan) -> str:
        """Documents that fit the plan."""
        if plan.anything:
            return everything(self.index)
        return any_of([self._begun(plan), self._words(plan)] if plan.identifiers else [self._words(plan)])

    def steps(self, plan: Plan) -> list[str]:
        """Filters for what comes first, what next, and so on; whatever else fits the plan comes after them."""
        steps = [*self._named(plan), *(self._phrases(plan.phrase) if plan.phrase else ())]
        if plan.whole or any(wanted.parts or wanted.synonyms for wanted in plan.wanted):
            steps.extend(self._by_weight(plan))
        held = [] if self._implied(plan) else [self.of(plan)]
        return [all_of([step, *held]) for step in steps]

    def _implied(self, plan: Plan) -> bool:
        """Whether what has the phrase, or all that is wanted in one place, fits the plan by that."""
        return not plan.excluded and all(wanted.field is None for wanted in plan.wanted)

    def telling(self, plan: Plan) -> list[str]:
        """For each thing that is wanted, the documents that have it and nothing that is excluded."""
        held = self._not_excluded(plan)
        return [all_of([self.wanted(one), *held]) for one in plan.wanted]

    def _not_excluded(self, plan: Plan) -> list[str]:
        return [negated(self.anywhere(one.text, one.field)) for one in plan.excluded]

    def _named(self, plan: Plan) -> Iterator[str]:
        if plan.identifiers:
            exact = [token(one + END) for one in plan.identifiers]
            yield any_of(one_of(name, exact) for name in self._spelt)
            yield self._begun(plan)
        if plan.phrase:
            yield one_of(NAMES, [token(plan.phrase)])

    @property
    def _spelt(self) -> list[str]:
        return [spelt(field) for field in self.index.of_kind(FieldKind.IDENTIFIER)]

    def _begun(self, plan: Plan) -> str:
        begun = [token(one[:LONGEST]) for one in plan.identifiers]
        return any_of(one_of(name, begun) for name in self._spelt)

    def _phrases(self, phrase: str) -> Iterator[str]:
        """The phrase in the headings, then in the fields that weigh most, and so on."""
        headings = [field.name for field in self.index.searched if field.heading]
        if headings:
            yield any_of(literal(phrase, name) for name in headings)
        others = [field for field in self.index.searched if not field.heading]
        heaviest_first = sorted(others, key=lambda field: -field.weight)
        for _, fields in groupby(heaviest_first, key=lambda field: field.weight):
            yield any_of(literal(phrase, field.name) for field in fields)

    def _by_weight(self, plan: Plan) -> Iterator[str]:
        """All that is wanted in a heading, then all of it literally."""
        headings = [field.name for field in self.index.searched if field.heading]
        if headings:
            yield any_of(
                all_of(self.wanted(Wanted(one.text, name, one.parts)) for one in plan.wanted)
                for name in headings
            )
        yield all_of(self.wanted(Wanted(one.text, one.field, one.parts)) for one in plan.wanted)

    def _words(self, plan: Plan) -> str:
        wanted = [self.wanted(one) for one in plan.wanted]
        if plan.need:
            wanted = [any_of(wanted)] if wanted else [NOTHING]
        return all_of([*wanted, *self._not_excluded(plan)])

    def wanted(self, wanted: Wanted) -> str:
        """One wanted thing: the text itself, or all its parts, or a synonym."""
        ways = [wanted.text, *wanted.synonyms]
        apart = [any_of(self.anywhere(text, wanted.field) for text in part) for part in wanted.parts]
        return any_of(
            [*(self.anywhere(text, wanted.field) for text in ways), *([all_of(apart)] if apart else [])]
        )

    def anywhere(self, text: str, name: str | None) -> str:
        """The text literally, in one field or in any."""
        names = [name] if name else [field.name for field in self.index.searched]
        return any_of(literal(text, one) for one in names)


def literal(text: str, name: str) -> str:
    """All pieces of the text in one field."""
    found = telling_pieces(text)
    every = -(-len(found) // MOST_PIECES)
    return has_all(name, map(token, found[::every]))
