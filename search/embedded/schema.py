"""A declared index as tantivy keeps it.

A searched field holds its grams; `CHARACTERS` the single characters of all searched fields together; `NAMES` the
headings as a whole; `IDENTIFIERS` the identifiers without what is spelt in different ways, `SPELT` the same with
their field. The document itself is stored beside them, behind the characters of its texts that their form replaces:
with these a text is brought into its form ten times as fast.
"""

from functools import cache

import tantivy

from search.answers import Document
from search.declaration import Field, FieldKind, Index
from search.documents import digest, encode, texts_of
from search.grams import WIDE, cut
from search.normalising import squash
from search.texts import Texts, texts_in

ID, DOCUMENT = "_id", "_document"
VERSION = "_version"
"""Id and digest in one term, so that all of them can be listed without opening a document."""
CHARACTERS, NAMES, IDENTIFIERS, SPELT = "_characters", "_names", "_identifiers", "_spelt"
BEHIND = b"\0"
"""Stands before an encoded document; JSON has it nowhere."""
KEYWORD, NUMBER, IDENTIFIER = FieldKind.KEYWORD, FieldKind.NUMBER, FieldKind.IDENTIFIER
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
    texts = texts_in(document, index)
    made.add_text(ID, str(document["id"]))
    made.add_text(VERSION, f"{digest(encoded):016x}{document['id']}")
    made.add_bytes(DOCUMENT, packed(encoded, texts.replaced))
    _add_searched(made, texts)
    _add_values(made, document, index)
    return made


def _add_searched(made: tantivy.Document, texts: Texts) -> None:
    pieces = cut(texts.folded)
    for place, field in enumerate(texts.fields):
        made.add_text(field.name, pieces[WIDE * texts.starts[place] : WIDE * (texts.starts[place + 1] - 1)])
        if field.heading:
            made.add_text(NAMES, texts.form(place))
        if field.kind is IDENTIFIER:
            made.add_text(IDENTIFIERS, squash(texts.texts[place]))
            made.add_text(SPELT, spelt(field.name, texts.texts[place]))
    if characters := texts.characters():
        made.add_text(CHARACTERS, " ".join(characters))


def _add_values(made: tantivy.Document, document: Document, index: Index) -> None:
    """What is filtered by and counted."""
    for field in index.filtered:
        value = document.get(field.name)
        if value is not None:
            for text in texts_of(value):
                if field.kind is NUMBER:
                    made.add_integer(field.name, int(text))
                else:
                    made.add_text(field.name, text)


def packed(encoded: bytes, replaced: str) -> bytes:
    """An encoded document behind the characters that the form of its texts replaces."""
    return replaced.encode() + BEHIND + encoded


def unpacked(stored: bytes) -> tuple[bytes, str]:
    """What `packed` was given."""
    replaced, _, encoded = stored.rpartition(BEHIND)
    return encoded, replaced.decode()


def spelt(name: str, text: str) -> str:
    """The term for an identifier in a field, however it is spelt."""
    return f"{name} {squash(text)}"
