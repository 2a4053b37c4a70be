"""From a request to what has to be found in an index, the same for every engine."""

import re
from dataclasses import dataclass

from schemas import catalogue
from search.declaration import Index
from search.normalising import BLANK, normalise, squash
from search.query_text import Term, read_query
from search.requests import SearchRequest, Style, Synonyms
from search.words import telling_words

MOST_TERMS = 24
"""Terms of a query, or telling words of a need, beyond which the rest are passed over."""
LONGEST_TEXT = 4000
"""Characters of a query beyond which the rest is passed over."""
_IDENTIFIER = re.compile(r"(zl|cn)?[0-9a-z/]*[0-9][0-9a-z/]*")
SHORTEST_IDENTIFIER = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that has to occur: `text` itself, or all of `parts` (its words, each with its synonyms, of which one
    is enough), or one of `synonyms`. `field` None is any searched field.
    """

    text: str
    field: str | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for.

    `identifiers`: beginnings of squashed identifiers, any of which is enough by itself, the likeliest first. `wanted`
    all have to occur, `excluded` none may. `whole`: the query as one phrase, where it has several words. `need`: any
    of `wanted` is enough, and the more the better.
    """

    wanted: tuple[Wanted, ...]
    excluded: tuple[Wanted, ...] = ()
    identifiers: tuple[str, ...] = ()
    whole: str | None = None
    need: bool = False

    @property
    def anything(self) -> bool:
        """Whether there is nothing to look for, so that every document fits."""
        return not (self.wanted or self.excluded)

    @property
    def phrase(self) -> str | None:
        """What was typed as one phrase, where it is looked for anywhere."""
        if self.whole or self.need or len(self.wanted) != 1 or self.wanted[0].field:
            return self.whole
        return self.wanted[0].text

    def relaxed(self) -> "Plan | None":
        """The same, with any of the words enough; None where there is but one, or a number was meant."""
        parts = [
            part for wanted in self.wanted for part in (wanted.parts or ((wanted.text, *wanted.synonyms),))
        ]
        if self.need or self.identifiers or len(parts) < 2:
            return None
        some = tuple(Wanted(text, None, (), tuple(synonyms)) for text, *synonyms in dict.fromkeys(parts))
        return Plan(some, self.excluded, need=True)


def plan(request: SearchRequest, index: Index) -> Plan:
    """What the request looks for in an index."""
    text = request.text[:LONGEST_TEXT]
    if request.style is Style.NEED:
        words = telling_words(normalise(text))[:MOST_TERMS]
        return Plan(tuple(_with_synonyms(Wanted(word), request.synonyms) for word in words), need=True)
    names = {field.name for field in index.searched}
    known = {prefix: field for prefix, field in request.prefixes.items() if field in names}
    terms = read_query(text, known)[:MOST_TERMS]
    every = Plan(
        tuple(_wanted(term, request.synonyms) for term in terms if not term.excluded),
        tuple(Wanted(term.text, term.field) for term in terms if term.excluded),
        _identifiers(text),
        _whole(terms),
    )
    return (every.relaxed() or every) if request.style is Style.SOME else every


def _wanted(term: Term, synonyms: Synonyms) -> Wanted:
    if term.phrase:
        return Wanted(term.text, term.field)
    parts = telling_words(term.text) if len(term.text) > 2 else ()
    apart = parts if parts and parts != (term.text,) else ()
    return _with_synonyms(Wanted(term.text, term.field, tuple((part,) for part in apart)), synonyms)


def _with_synonyms(wanted: Wanted, groups: Synonyms) -> Wanted:
    parts = tuple((part, *_replaced(part, groups)) for (part,) in wanted.parts)
    return Wanted(wanted.text, wanted.field, parts, _replaced(wanted.text, groups))


def _replaced(text: str, groups: Synonyms) -> tuple[str, ...]:
    """The text with a word in it replaced by each of its synonyms."""
    others = [
        text.replace(word, other)
        for group in groups
        for word in map(normalise, group)
        if word and word in text
        for other in map(normalise, group)
        if other != word
    ]
    return tuple(dict.fromkeys(others))


def _whole(terms: tuple[Term, ...]) -> str | None:
    plain = [term.text for term in terms if not (term.excluded or term.field)]
    return BLANK.join(plain) if len(plain) > 1 else None


def _identifiers(text: str) -> tuple[str, ...]:
    """Spellings under which the text, taken as one number, may be held."""
    spelt = squash(text)
    if len(spelt) < SHORTEST_IDENTIFIER or not _IDENTIFIER.fullmatch(spelt):
        return ()
    read = catalogue.field("patent", "application_number").value_type.read(text.strip())
    canonical = (squash(str(read.value)),) if read.value is not None else ()
    return tuple(dict.fromkeys((*canonical, spelt)))


def used_synonyms(wanted: Plan, groups: Synonyms) -> Synonyms:
    """The groups that made a difference, each beginning with the word that was searched for."""
    texts = [text for one in wanted.wanted for text in (one.text, *(part[0] for part in one.parts))]
    used = []
    for group in groups:
        word = next((word for word in group if any(normalise(word) in text for text in texts)), None)
        if word is not None:
            used.append((word, *(other for other in group if other != word)))
    return tuple(used)
