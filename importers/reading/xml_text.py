"""Text as XML and spreadsheets escape it."""

import re
from collections.abc import Sequence
from xml.parsers import expat

import polars as pl

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARK = "\ue0fe"
"""A character for private use, put between texts."""
_NAMED_ENCODING = re.compile(rb"encoding=[\"']([^\"']*)[\"']")
_CONTROLS = bytes(number for number in range(32) if number not in (9, 10))


def unescape(text: str) -> str:
    """Text with `_x000D_` and its like turned into the characters they stand for; NUL goes."""
    return _ESCAPE.sub(_escaped, text) if "_x" in text else text


def _escaped(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return "" if number == 0 or 0xD800 <= number < 0xE000 else chr(number)


def is_utf8(opening: bytes) -> bool:
    """Whether an XML declaration names UTF-8 or no encoding."""
    named = _NAMED_ENCODING.search(opening)
    return named is None or named[1].lower() in (b"utf-8", b"utf8", b"us-ascii")


def plain_text(data: bytes) -> str | None:
    """A stretch of XML as text if it can be read without a parser: UTF-8, no control characters, no CR."""
    if len(data.translate(None, _CONTROLS)) != len(data):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def decode_entities(texts: Sequence[str]) -> list[str] | None:
    """Texts with their entities replaced, None if one is unknown or forbidden.

    Many at once, by the XML parser: some writers spell every Chinese character as an entity.
    """
    if any(_MARK in text for text in texts):
        return None
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1024 * 1024
    parser.CharacterDataHandler = found.append
    try:
        parser.Parse(f"<t>{_MARK.join(texts)}</t>", True)
    except expat.ExpatError:
        return None
    decoded = "".join(found).split(_MARK)
    return decoded if len(decoded) == len(texts) else None


def decoded_series(series: pl.Series) -> pl.Series | None:
    """The series with all entities replaced, None if one is unknown or forbidden."""
    if not series.str.contains("&", literal=True).any():
        return series
    texts = series.to_list()
    places = [place for place, text in enumerate(texts) if text and "&" in text]
    decoded = decode_entities([texts[place] for place in places])
    if decoded is None:
        return None
    for place, text in zip(places, decoded, strict=True):
        texts[place] = text
    return pl.Series(texts, dtype=pl.String)


def unescaped_series(series: pl.Series) -> pl.Series:
    """The series with `_x000D_` and its like replaced, empty text null."""
    if series.str.contains("_x", literal=True).any():
        series = pl.Series([text and unescape(text) for text in series.to_list()], dtype=pl.String)
    return series.replace("", None)
