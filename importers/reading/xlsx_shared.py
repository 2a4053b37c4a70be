"""The shared strings of an xlsx (共享字符串)."""

import re
import zipfile
from collections.abc import Iterator

import polars as pl

from importers.reading.xlsx_parts import local, new_parser, parse, pieces
from importers.reading.xml_text import decoded_series, is_utf8, plain_text, unescape, unescaped_series

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^>]*\?>)?\s*<sst(?: [^>]*)?>\s*")
_SPELLINGS = (
    ('<t xml:space="preserve">', "<t>"),
    ("<t/>", "<t></t>"),
    ('<t xml:space="preserve"/>', "<t></t>"),
    ("<si/>", "<si><t></t></si>"),
)


def shared_texts(archive: zipfile.ZipFile, part: str) -> pl.Series:
    """The shared strings: runs of rich text joined, phonetic guides left out. Raises UnreadableFile."""
    found: list[pl.Series] = []
    for texts in _quick(archive, part):
        if texts is None:
            return pl.Series([text or None for text in _careful(archive, part)], dtype=pl.String)
        found.append(texts)
    return unescaped_series(pl.concat(found, rechunk=True)) if found else pl.Series(dtype=pl.String)


def _quick(archive: zipfile.ZipFile, part: str) -> Iterator[pl.Series | None]:
    """Plain strings megabyte by megabyte; None as soon as anything else turns up."""
    rest = b""
    begun = False
    for piece in pieces(archive, part):
        data = rest + piece
        if not begun:
            opening = _OPENING.match(data)
            if not opening or not is_utf8(opening[0]):
                yield None
                return
            data, begun = data[opening.end() :], True
        end = data.rfind(b"</si>") + 5
        if end >= 5:
            yield _items(data[:end])
            data = data[end:]
        rest = data
    if rest.strip() != b"</sst>":
        yield None


def _items(data: bytes) -> pl.Series | None:
    """The strings of a stretch of plain items, None if there is anything else in it."""
    text = plain_text(data)
    if text is None:
        return None
    for spelling, usual in _SPELLINGS:
        if spelling in text:
            text = text.replace(spelling, usual)
    if not (text.startswith("<si><t>") and text.endswith("</t></si>")):
        return None
    found = pl.Series([text[7:-9]]).str.split("</t></si><si><t>").explode()
    if found.str.contains("<", literal=True).any():
        return None
    if "&" in text:
        decoded = decoded_series(found)
        if decoded is None:
            return None
        found = decoded
    return found


def _careful(archive: zipfile.ZipFile, part: str) -> list[str]:
    texts: list[str] = []
    current: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(name: str, _: dict[str, str]) -> None:
        word = local(name)
        if word == "si":
            current.clear()
        elif word == "rPh":
            state["phonetic"] = True
        state["text"] = word == "t" and not state["phonetic"]

    def end(name: str) -> None:
        word = local(name)
        if word == "si":
            texts.append(unescape("".join(current)))
        elif word == "rPh":
            state["phonetic"] = False
        state["text"] = False

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda data: current.append(data) if state["text"] else None
    parse(archive, part, parser)
    return texts
