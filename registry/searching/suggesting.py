"""Terms of the register for what is typed: literally, by pinyin, by initials; and what may have been meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.indexing.pronunciation import sound
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest, Sort

MOST = 8
MOST_MEANT = 3
_LETTERS = re.compile(r"[A-Za-z]{2,40}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LAST_WORD = re.compile(r"^(.*[\s\u3000])?(\S+)$", re.DOTALL)
BY_WEIGHT = Sort("weight")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for instead of what is typed. `source`: word, name of an enterprise, or title."""

    text: str
    source: str


def suggestions(terms: SearchEngine, typed: str, limit: int = MOST) -> tuple[Suggestion, ...]:
    """What the word being typed may become, the most frequent first; the words before it stay.

    Raises SearchUnavailable.
    """
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
