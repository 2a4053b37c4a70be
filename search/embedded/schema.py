"""A declared index as tantivy keeps it.

A searched field holds its grams; `CHARACTERS` the single characters of all searched fields together; `NAMES` the
headings as a whole; `IDENTIFIERS` the identifiers without what is spelt in different ways, `SPELT` the same with
their field. The document itself is stored beside them, behind the characters of its texts that their form replaces:
with these a text is brought into its form ten times as fast.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

import tantivy

from search.answers import Document
from search.declaration import Field, FieldKind, Index
from search.documents import digest, encode, texts_of
from search.grams import grams
from search.normalising import normalise, squash

ID, DOCUMENT = "_id", "_document"
VERSION = "_version"
"""Id and digest in one term, so that all of them can be listed without opening a document."""
CHARACTERS, NAMES, IDENTIFIERS, SPELT = "_characters", "_names", "_identifiers", "_spelt"
BEHIND = b"\0"
"""Stands before an encoded document; JSON has it nowhere."""
KEYWORD, NUMBER, IDENTIFIER = FieldKind.KEYWORD, FieldKind.NUMBER, FieldKind.IDENTIFIER
SHORT = 16
"""Characters up to which the form of a text is kept to be used again."""
WHOLE, PIECES = "raw", "pieces"
"""Tokenizers: a value as it is; pieces with blanks between them."""


@cache
def schema_of(index: Index) -> tantivy.Schema:
    """The fields of an index for tantivy."""
    builder = tantivy.SchemaBuilder()
    for name in (ID, VERSION, NAMES, IDENTIFIERS, SPELT):
        builder.add_text_field(name, tokenizer_name=WHOLE, index_option="basic")
    builder.add_text_field(CHARACTERS, tokenizer_name=PIECES, index_option="basic")
    builder.add_bytes_field(DOCUMENT, stored=True)
    for field in index.fields:
        _add(builder, field)
    return builder.build()


def _add(builder: tantivy.SchemaBuilder, field: Field) -> None:
    match field.kind:
        case FieldKind.TEXT | FieldKind.IDENTIFIER:
            builder.add_text_field(field.name, tokenizer_name=PIECES)
        case FieldKind.KEYWORD:
            builder.add_text_field(field.name, fast=True, tokenizer_name=WHOLE, index_option="basic")
        case FieldKind.NUMBER:
            builder.add_integer_field(field.name, indexed=True, fast=True)


def register_tokenizers(opened: tantivy.Index) -> None:
    """Make the tokenizers known; an index keeps only their names."""
    pieces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    opened.register_tokenizer(PIECES, pieces)


def stored_form(document: Document, index: Index) -> tantivy.Document:
    """A document as tantivy takes it in."""
    made = tantivy.Document()
    encoded = encode(document)
    made.add_text(ID, str(document["id"]))
    made.add_text(VERSION, f"{digest(encoded):016x}{document['id']}")
    searched: list[str] = []
    texts: list[str] = []
    for name, value in document.items():
        field = index.by_name.get(name)
        if field is None:
            continue
        if field.kind is NUMBER and isinstance(value, int):
            made.add_integer(name, value)
        elif field.kind is KEYWORD and isinstance(value, str) and value:
            made.add_text(name, value)
        else:
            held = texts_of(value)
            searched += _add_values(made, field, held)
            texts += held
    characters = set("".join(searched))
    if characters:
        made.add_text(CHARACTERS, " ".join(characters))
    made.add_bytes(DOCUMENT, packed(encoded, set("".join(texts)) - characters))
    return made


def packed(encoded: bytes, replaced: Iterable[str]) -> bytes:
    """An encoded document behind the characters that the form of its texts replaces."""
    return "".join(sorted(replaced)).encode() + BEHIND + encoded


def unpacked(stored: bytes) -> tuple[bytes, str]:
    """What `packed` was given."""
    replaced, _, encoded = stored.rpartition(BEHIND)
    return encoded, replaced.decode()


def _add_values(made: tantivy.Document, field: Field, texts: tuple[str, ...]) -> list[str]:
    """Put the values of a field in; gives those that are searched, normalised."""
    if field.kind is KEYWORD:
        for text in texts:
            made.add_text(field.name, text)
        return []
    if field.kind is NUMBER:
        for text in texts:
            made.add_integer(field.name, int(text))
        return []
    forms = [_short_form(text) if len(text) <= SHORT else _form(text) for text in texts]
    for folded, pieces in forms:
        made.add_text(field.name, pieces)
        if field.heading:
            made.add_text(NAMES, folded)
    if field.kind is IDENTIFIER:
        for text in texts:
            made.add_text(IDENTIFIERS, squash(text))
            made.add_text(SPELT, spelt(field.name, text))
    return [folded for folded, _ in forms]


def _form(text: str) -> tuple[str, str]:
    """A text normalised, and its grams."""
    folded = normalise(text)
    return folded, " ".join(grams(folded))


_short_form = lru_cache(maxsize=100_000)(_form)
"""Names and classes come again and again."""


def spelt(name: str, text: str) -> str:
    """The term for an identifier in a field, however it is spelt."""
    return f"{name} {squash(text)}"
