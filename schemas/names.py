"""Names of organisations and persons in one normal form, and lists of them (申请人, 发明人 …)."""

import re
from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, error, warning
from schemas.text_forms import half_width, single_spaced
from schemas.value_type import Outputs, ValueType

_HAN = r"\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BLANK_IN_CHINESE = re.compile(
    rf"(?<=[{_HAN})）·]) (?=[{_HAN}(（·])|(?<=[{_HAN}(]) (?=[)(])|(?<=[)(]) (?=[{_HAN})])"
)
_BRACKETS = re.compile(r"(?<=\() +| +(?=\))")
_SUFFIX = re.compile(
    r"^\s*(?:Ltd|Limited|Inc|Incorporated|LLC|L\.L\.C|LLP|LP|L\.P|Corp|Corporation|Co|Company|S\.?A\.?|GmbH|AG|"
    r"S\.?p\.?A|S\.?r\.?l|B\.?V|N\.?V|K\.?K|Pte|Pty|PLC|A/?S|AB|Oy|Jr|Sr|I+V?|[A-Z]\.|Ph\.?D)\b\.?",
    re.IGNORECASE,
)
_HARD = ";|、\n\r"
_EDGE = " ;,|、。?*"
_OPEN, _CLOSE = "([{", ")]}"
_BROKEN = "\ufffd"


def name_form(text: str) -> str:
    """The normal form: NFKC, no blank between Chinese characters, one blank between Latin words."""
    spaced = single_spaced(half_width(text))
    return half_width(_BRACKETS.sub("", _BLANK_IN_CHINESE.sub("", spaced)).strip(" "))


def split_names(text: str) -> list[str]:
    """The names of a list, in order, each once. Separators inside brackets and before `Ltd.` do not count."""
    plain = half_width(text).replace(";??", ";").replace("；", ";")
    names = [name_form(piece).strip(_EDGE) for piece in _pieces(plain)]
    return list(dict.fromkeys(name for name in names if name))


def _pieces(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    balanced = _is_balanced(text)
    for place, character in enumerate(text):
        if balanced and character in _OPEN:
            depth += 1
        elif balanced and character in _CLOSE:
            depth -= 1
        elif depth == 0 and _separates(text, place, start):
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return pieces


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth < 0:
            return False
    return depth == 0


def _separates(text: str, place: int, start: int) -> bool:
    character = text[place]
    if character in _HARD:
        return True
    if character != ",":
        return False
    before, after = text[start:place].strip(), text[place + 1 :]
    if not before or _SUFFIX.match(after):
        return not before
    return not (before[-1].isascii() and before[-1].isupper() and _is_inverted(before, after))


def _is_inverted(before: str, after: str) -> bool:
    """`UDAGAWA, Hiroaki`: surname in capitals, one comma, given names."""
    given = re.match(r"\s*[A-Z][a-z\-]+(?:\s[A-Z][a-z\-.]*)*\s*(?:$|;)", after)
    return before.isascii() and before.isupper() and " " not in before and given is not None


class NameValue(ValueType):
    """One name of an organisation or a person."""

    name = "name"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one name; unreadable characters are flagged."""
        name = name_form(text).strip(" ;|、")
        if not re.search(r"\w", name):
            return Reading({}, (error("name.unreadable", text=text[:60]),))
        found = (warning("text.broken_characters"),) if _BROKEN in name else ()
        return Reading({"": name}, found)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Unified Chinese characters only."""
        return {"": pl.when(text.str.contains(r"^[\x{4E00}-\x{9FA5}]+$")).then(text)}


class NamesValue(ValueType):
    """Several names in one cell, separated by `;` `；` `|` `、` `,` `，` or a line break."""

    name = "names"
    outputs: ClassVar[Outputs] = {"": pl.List(pl.String())}

    def read(self, text: str) -> Reading:
        """Read the list of names."""
        names = [name for name in split_names(text) if re.search(r"\w", name)]
        if not names:
            return Reading({}, (error("name.unreadable", text=text[:60]),))
        found = (warning("text.broken_characters"),) if _BROKEN in text else ()
        return Reading({"": names}, found)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Unified Chinese characters only, joined by `;`."""
        clean = text.str.contains(r"^[\x{4E00}-\x{9FA5}]+(?:;[\x{4E00}-\x{9FA5}]+)*$")
        return {"": pl.when(clean).then(text.str.split(";").list.unique(maintain_order=True))}
