"""A document as Meilisearch keeps it: the document itself as text, and what it is found, sorted and counted by.

The attribute of a declared field holds tokens: pieces of a searched text, whole values of a keyword, numbers.
"""

from collections.abc import Iterator
from typing import Any

from search.answers import Document
from search.declaration import Field, FieldKind, Index
from search.documents import digest, encode, texts_of
from search.grams import END
from search.meilisearch.tokens import LONGEST, key_of, pieces, token
from search.normalising import normalise, squash
from search.planning import SHORTEST_IDENTIFIER

KEY, ID, DOCUMENT, DIGEST = "_key", "_id", "_document", "_digest"
NAMES, PREFERRED, LENGTH = "_names", "_preferred", "_length"
"""The headings as a whole; 1 for what is preferred; characters of the first heading."""


def spelt(field: Field) -> str:
    """The attribute for the spelling of an identifier: all its beginnings, and the whole with an end sign."""
    return f"_spelt_{field.name}"


def declared_as(index: Index) -> str:
    """An attribute that no document has. Only an index set up for this declaration lets it be asked for."""
    return f"_declared_{index.fingerprint}"


def stored_form(document: Document, index: Index) -> dict[str, Any]:
    """A document as it is sent. Raises KeyError, TypeError or ValueError where it does not fit the declaration."""
    encoded = encode(document)
    form: dict[str, Any] = {
        KEY: key_of(str(document["id"])),
        ID: str(document["id"]),
        DOCUMENT: encoded.decode(),
        DIGEST: f"{digest(encoded):x}",
        PREFERRED: _preferred(document, index),
    }
    for field in index.fields:
        form.update(_values(field, texts_of(document.get(field.name))))
    headings = [
        text for field in index.fields if field.heading for text in texts_of(document.get(field.name))
    ]
    return form | {
        NAMES: [token(normalise(text)) for text in headings],
        LENGTH: len(headings[0]) if headings else 0,
    }


def _preferred(document: Document, index: Index) -> int:
    if index.preferred is None:
        return 0
    name, value = index.preferred
    return int(value in texts_of(document.get(name)))


def _values(field: Field, texts: tuple[str, ...]) -> Iterator[tuple[str, list[Any]]]:
    match field.kind:
        case _ if not texts:
            return
        case FieldKind.KEYWORD:
            yield field.name, list(map(token, texts))
        case FieldKind.NUMBER:
            yield field.name, list(map(int, texts))
        case FieldKind.TEXT | FieldKind.IDENTIFIER:
            found = {piece for text in texts for piece in pieces(normalise(text))}
            yield field.name, sorted(map(token, found))
    if field.kind is FieldKind.IDENTIFIER:
        yield spelt(field), sorted({made for text in texts for made in _spellings(squash(text))})


def _spellings(text: str) -> Iterator[str]:
    yield token(text + END)
    for length in range(SHORTEST_IDENTIFIER, min(len(text), LONGEST) + 1):
        yield token(text[:length])


def settings_of(index: Index) -> dict[str, Any]:
    """How Meilisearch is set up for an index. Nothing is left to its own reading of words: it filters, sorts, counts."""
    tokens = [field.name for field in index.of_kind(FieldKind.TEXT, FieldKind.IDENTIFIER, FieldKind.KEYWORD)]
    spellings = [spelt(field) for field in index.of_kind(FieldKind.IDENTIFIER)]
    numbers = [field.name for field in index.of_kind(FieldKind.NUMBER)]
    return {
        "displayedAttributes": [KEY, ID, DOCUMENT, DIGEST],
        "searchableAttributes": [],
        "filterableAttributes": [
            _compared([KEY, NAMES, declared_as(index), *tokens, *spellings], by_size=False),
            _compared(numbers, by_size=True),
        ],
        "sortableAttributes": [*numbers, PREFERRED, LENGTH],
        "rankingRules": ["sort"],
        "typoTolerance": {"enabled": False},
        "proximityPrecision": "byAttribute",
        "prefixSearch": "disabled",
        "facetSearch": False,
        "pagination": {"maxTotalHits": MOST_HITS},
        "faceting": {"maxValuesPerFacet": MOST_VALUES, "sortFacetValuesBy": {"*": "count"}},
        "searchCutoffMs": CUTOFF_MS,
    }


MOST_HITS = 4_000_000_000
MOST_VALUES = 1000
"""Values of a field that are counted, the most frequent."""
CUTOFF_MS = 4000
"""After this Meilisearch answers with what it has."""


def _compared(names: list[str], *, by_size: bool) -> dict[str, Any]:
    features = {"facetSearch": False, "filter": {"equality": True, "comparison": by_size}}
    return {"attributePatterns": names, "features": features}
