"""What is the same of a document in every engine."""

import hashlib

import msgspec

from search.answers import Document, Value

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(dict[str, str | int | list[str] | None])


def encode(document: Document) -> bytes:
    """A document as JSON; equal documents give equal bytes."""
    return _ENCODER.encode(document)


def decode(data: bytes) -> dict[str, Value]:
    """The document that `encode` was given."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in _DECODER.decode(data).items()
    }


def digest_of(document: Document) -> int:
    """63 bits that differ where documents differ."""
    return digest(encode(document))


def digest(encoded: bytes) -> int:
    """`digest_of` an encoded document."""
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest()) >> 1


def texts_of(value: Value) -> tuple[str, ...]:
    """The texts of a field, empty ones left out."""
    if value is None:
        return ()
    texts = value if isinstance(value, tuple) else (str(value),)
    return tuple(text for text in texts if text)
