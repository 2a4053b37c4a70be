"""What is the same of a document in every engine."""

import hashlib

import msgspec

from search.answers import Document, Value

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(dict[str, str | int | tuple[str, ...] | None])


def encode(document: Document) -> bytes:
    """A document as JSON; equal documents give equal bytes."""
    return _ENCODER.encode(document)


def decode(data: bytes) -> dict[str, Value]:
    """The document that `encode` was given."""
    return _DECODER.decode(data)


def digest_of(document: Document) -> int:
    """63 bits that differ where documents differ."""
    return digest(encode(document))


def digest(encoded: bytes) -> int:
    """`digest_of` an encoded document."""
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest()) >> 1


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of a field, empty ones left out."""
    if isinstance(value, tuple):
        return value if all(value) else tuple(text for text in value if text)
    text = "" if value is None else str(value)
    return (text,) if text else ()
