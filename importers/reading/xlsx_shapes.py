"""Patterns for rows of xlsx cells, made to measure for the cells a sheet has shown so far."""

import re
import sys
from dataclasses import dataclass

WIDEST = 300
"""Columns a pattern is made for; wider sheets go through the XML parser."""
_ONCE = "?+" if sys.version_info >= (3, 11, 5) else "?"
"""Optional without going back, twice as quick; broken before 3.11.5 (gh-106052)."""
_ANY_CELL = (
    r'(?:<c r="{letters}\d++"((?: s="\d++")?(?: t="\w++")?)(?: ?/>|>(?:<f>[^<]*+</f>)?'
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*+)(?:</v>|</t></is>))?</c>))?'
).replace(")?", ")" + _ONCE)
_VALUE_CELL = r'(?:<c r="{letters}\d++"{kind}(?: ?/>|><v>([^<]*+)</v></c>))?'.replace(")?", ")" + _ONCE)
_INLINE_CELL = (
    r'(?:<c r="{letters}\d++"{kind}(?: ?/>|><is><t(?: xml:space="preserve")?>([^<]*+)</t></is></c>))?'
).replace(")?", ")" + _ONCE)


@dataclass(frozen=True, slots=True)
class Form:
    """A row pattern: group 1 is the row number; then for every column the cell's value.

    Where a column's kind (its attributes as written, such as ` t="s"`) is None, it stands in a group before.
    """

    pattern: re.Pattern[str]
    kinds: tuple[str | None, ...]


class Shapes:
    """Which kinds of cells each column has shown, and the patterns that follow from them."""

    def __init__(self) -> None:
        self.seen: list[set[str]] = []
        self.wide = _form(())
        self._narrow: Form | None = None

    def widen(self, width: int) -> None:
        """Take in rows of `width` cells from now on."""
        if width > len(self.seen):
            self.seen += [set() for _ in range(width - len(self.seen))]
            self.wide = _form((None,) * width)

    def narrow(self) -> Form:
        """The pattern in which each column that has shown one kind only takes just that kind."""
        kinds = tuple(next(iter(seen)) if len(seen) == 1 else None for seen in self.seen)
        if self._narrow is None or self._narrow.kinds != kinds:
            self._narrow = _form(kinds)
        return self._narrow


def _form(kinds: tuple[str | None, ...]) -> Form:
    cells = "".join(_cell(column, kind) for column, kind in enumerate(kinds))
    pattern = re.compile(
        rf'\s*<row r="(\d{{1,7}})"(?: [\w:]++="[^"<&]*+")* ?(?:/>|>{cells}</row>)\s*', re.ASCII
    )
    return Form(pattern, kinds)


def _cell(column: int, kind: str | None) -> str:
    letters = letters_of(column)
    if kind is None:
        return _ANY_CELL.format(letters=letters)
    return (_INLINE_CELL if "inlineStr" in kind else _VALUE_CELL).format(letters=letters, kind=kind)


def letters_of(column: int) -> str:
    """The letters of a column counted from 0: “A”, “AB” …."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
