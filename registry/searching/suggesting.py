"""Terms and records of the register for what is typed: literally, by pinyin, by initials; and what may have been meant."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from registry.indexing.pronunciation import sound
from registry.searching.addresses import SearchQuery
from registry.searching.lines import line_of
from registry.searching.queries import Searching
from search.answers import Reason
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest, Sort

MOST = 4
RECORDS: Mapping[Literal["enterprise", "patent", "project"], int] = {
    "enterprise": 2,
    "patent": 3,
    "project": 1,
}
"""Records suggested at most, kind by kind."""
LEAST = 2
"""Characters typed before records are suggested."""
CALLED = frozenset({Reason.IDENTIFIER, Reason.NAME, Reason.HEADING})
MOST_MEANT = 3
_LETTERS = re.compile(r"[A-Za-z]{2,40}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LAST_WORD = re.compile(r"^(.*[\s\u3000])?(\S+)$", re.DOTALL)
BY_WEIGHT = Sort("weight")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for instead of what is typed, or a record to go to.

    `source`: word or name, to search for; or the kind of the record, whose page is at `path`.
    """

    text: str
    source: str
    path: str | None = None


def suggestions(searching: Searching, typed: str) -> tuple[Suggestion, ...]:
    """What the word being typed may become, the most frequent first, then records called so. Raises SearchUnavailable."""
    records = {one.text: one for one in reversed(list(_records(searching, typed)))}
    terms = (one for one in _terms(searching.library.terms, typed) if one.text not in records)
    return (*terms, *reversed(records.values()))


def _records(searching: Searching, typed: str) -> Iterator[Suggestion]:
    """Enterprises, patents and projects whose number, name or title has what is typed."""
    if len("".join(typed.split())) < LEAST:
        return
    for kind, most in RECORDS.items():
        asked = searching.request(SearchQuery(kind=kind, q=typed, literal=True))
        request = replace(asked, facets=(), histogram=None, limit=most, highlight=False)
        for hit in searching.library.engines[kind].search(request).hits:
            line = line_of(kind, hit, searching.today)
            if hit.reason in CALLED and line.title:
                yield Suggestion(line.title, kind, line.path)


def _terms(terms: SearchEngine, typed: str, limit: int = MOST) -> tuple[Suggestion, ...]:
    """What the word being typed may become; the words before it stay."""
    parts = _LAST_WORD.match(typed)
    if parts is None or typed[-1:].isspace():
        return ()
    before, word = parts[1] or "", parts[2]
    found = (Suggestion(f"{before}{text}", source) for text, source in _completions(terms, word, limit))
    return tuple(dict.fromkeys(one for one in found if one.text != typed))[:limit]


def _completions(terms: SearchEngine, word: str, limit: int) -> list[tuple[str, str]]:
    by_letters = SearchRequest(filters=(OneOf("begun", (word.lower(),)),), sort=BY_WEIGHT, limit=limit)
    literally = SearchRequest(text=f'"{word}"', sort=BY_WEIGHT, limit=4 * limit)
    found: list[tuple[str, str]] = []
    for request in (by_letters, literally) if _LETTERS.fullmatch(word) else (literally,):
        hits = (hit.document for hit in terms.search(request).hits)
        found += [(str(document["text"]), str(document["source"])) for document in hits]
    return sorted(found, key=lambda one: not one[0].startswith(word) and bool(_HAN.match(word)))


def meant(terms: SearchEngine, typed: str) -> tuple[str, ...]:
    """What may have been meant by pinyin, initials, or Chinese of the same sound; the likeliest first.

    Raises SearchUnavailable.
    """
    words = typed.split()
    alternatives = [list(_alike(terms, word)) for word in words]
    if not any(alternatives):
        return ()
    best = [found[0] if found else word for word, found in zip(words, alternatives, strict=True)]
    if len(words) > 1:
        return (" ".join(best),)
    return tuple(alternatives[0][:MOST_MEANT])


def _alike(terms: SearchEngine, word: str) -> Iterator[str]:
    if _LETTERS.fullmatch(word):
        letters = (word.lower(),)
        yield from _texts(terms, "pinyin", letters, word)
        yield from _texts(terms, "begun", letters, word)
    elif _HAN.fullmatch(word) and len(word) > 1:
        yield from _texts(terms, "pinyin", sound(word).spelled, word)


def _texts(terms: SearchEngine, field: str, letters: tuple[str, ...], word: str) -> Iterator[str]:
    request = SearchRequest(filters=(OneOf(field, letters),), sort=BY_WEIGHT, limit=MOST_MEANT)
    for hit in terms.search(request).hits:
        if (text := str(hit.document["text"])) != word:
            yield text
