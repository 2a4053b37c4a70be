"""Text as XML and spreadsheets escape it."""

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NAMED_ENCODING = re.compile(rb"encoding=[\"']([^\"']*)[\"']")
_CONTROLS = bytes(number for number in range(32) if number not in (9, 10))
_ALLOWED_CONTROLS = (9, 10, 13)


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


def decode_entities(text: str) -> str | None:
    """Text with its entities replaced, None if one is unknown or names a character XML forbids."""
    if "&" not in text:
        return text
    if text.count("&") != len(_ENTITY.findall(text)):
        return None
    decoded = _ENTITY.sub(_entity, text)
    return None if "\0" in decoded else decoded


def _entity(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    allowed = number >= 32 or number in _ALLOWED_CONTROLS
    return chr(number) if allowed and (number < 0xD800 or 0xE000 <= number < 0x110000) else "\0"
