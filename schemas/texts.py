"""Free text: short lines, long passages, and lists of labels."""

import re
from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, refused, warning
from schemas.text_forms import BLANKS, INVISIBLE, half_width, single_spaced
from schemas.value_type import Outputs, ValueType

_BROKEN = "\ufffd"
_ODD = rf"[{re.escape(BLANKS.replace(' ', ''))}{INVISIBLE}{_BROKEN}]|  "


def _read_line(text: str, line: str) -> Reading:
    if not line:
        return refused("text.unreadable", text=text[:60])
    return Reading({"": line}, (warning("text.broken_characters"),) if _BROKEN in line else ())


class TextValue(ValueType):
    """One line of text as written; line breaks and runs of blanks become one blank."""

    name = "text"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one line."""
        return _read_line(text, single_spaced(text))

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Text with single blanks at most."""
        return {"": pl.when(~text.str.contains(_ODD)).then(text)}


class LongTextValue(ValueType):
    """A passage (摘要, 主权项, 经营范围 …) with its line breaks."""

    name = "long_text"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Keep the passage; line ends become one newline, NUL characters go."""
        passage = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("_x000D_", "")
        return _read_line(text, passage)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """All passages but those with a carriage return, NUL or unreadable character."""
        odd = pl.any_horizontal(
            text.str.contains(mark, literal=True) for mark in ("\r", "\x00", _BROKEN, "_x000D_")
        )
        return {"": pl.when(~odd).then(text)}


class TextsValue(ValueType):
    """Several labels (标签) in one cell, separated by `;` `；` `|` `、` `,` `，` or a line break."""

    name = "texts"
    outputs: ClassVar[Outputs] = {"": pl.List(pl.String())}

    def read(self, text: str) -> Reading:
        """Read the labels, in order, each once."""
        pieces = (half_width(single_spaced(piece)) for piece in re.split(r"[;|、,\n\r]", half_width(text)))
        labels = list(dict.fromkeys(piece for piece in pieces if piece))
        if not labels:
            return refused("text.unreadable", text=text[:60])
        return Reading({"": labels}, (warning("text.broken_characters"),) if _BROKEN in text else ())
