"""Numbers, percentages and yes/no. (The standard library's `numbers` is not used in this project.)"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import ClassVar

import polars as pl

from schemas.findings import Finding, Reading, note, refused
from schemas.text_forms import compact
from schemas.value_type import Outputs, ValueType

_NUMBER = re.compile(r"(?P<sign>[+\-−]?)(?P<digits>[0-9]+(?:[.][0-9]*)?|[.][0-9]+)")
_GROUPS = re.compile(r"[+\-]?[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]+)?")
_LARGEST = Decimal(10) ** 15
_COUNTERS = re.compile(r"(?:年|个月|件|项|次|个|人|家|级|条|份|页)$")
_YES = frozenset({"是", "YES", "Y", "TRUE", "T", "1", "1.0", "有", "√", "对", "属于", "属"})
_NO = frozenset({"否", "NO", "N", "FALSE", "F", "0", "0.0", "无", "×", "X", "没有", "不是", "不属于", "非"})


def decimal_of(plain: str) -> Decimal | None:
    """A plain number with or without thousands commas; None for anything else."""
    if _GROUPS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain.replace("−", "-"))
    except InvalidOperation:
        return None


def rounded(value: Decimal, places: int) -> tuple[Decimal, tuple[Finding, ...]]:
    """The value with so many decimals, and a note when something was cut off."""
    kept = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if kept == value:
        return kept, ()
    return kept, (note("number.rounded", fix=format(kept, "f"), places=str(places)),)


class IntegerValue(ValueType):
    """A whole number of at most 15 digits; `12.0` and `1,234` count as such."""

    name = "integer"
    outputs: ClassVar[Outputs] = {"": pl.Int64()}

    def read(self, text: str) -> Reading:
        """Read one whole number."""
        value = decimal_of(_COUNTERS.sub("", compact(text)))
        if value is None or abs(value) >= _LARGEST:
            return refused("integer.unreadable", text=text[:60])
        if value != value.to_integral_value():
            return refused("integer.fraction", text=text[:60])
        return Reading.of(int(value))


class NumberValue(ValueType):
    """A number with at most four decimals, such as 许可期限 in years (`3`, `3年`, `2.5`)."""

    name = "number"
    outputs: ClassVar[Outputs] = {"": pl.Decimal(20, 4)}

    def read(self, text: str) -> Reading:
        """Read one number."""
        plain = compact(text)
        value = decimal_of(_COUNTERS.sub("", plain))
        if value is None or abs(value) >= _LARGEST:
            return refused("number.unreadable", text=text[:60])
        months = plain.endswith("个月")
        kept, found = rounded(value / 12 if months else value, 4)
        return Reading({"": kept}, found)


class PercentValue(ValueType):
    """百分比, in percent: `5%` and `5` are 5, `5‰` is 0.5."""

    name = "percent"
    outputs: ClassVar[Outputs] = {"": pl.Decimal(20, 4)}

    def read(self, text: str) -> Reading:
        """Read one percentage from 0 to 100."""
        plain = compact(text)
        value = decimal_of(plain.rstrip("%‰"))
        if value is None:
            return refused("percent.unreadable", text=text[:60])
        value = value / 10 if plain.endswith("‰") else value
        if not 0 <= value <= 100:
            return refused("percent.out_of_range", text=text[:60])
        kept, found = rounded(value, 4)
        return Reading({"": kept}, found)


class BooleanValue(ValueType):
    """是 or 否."""

    name = "boolean"
    outputs: ClassVar[Outputs] = {"": pl.Boolean()}

    def read(self, text: str) -> Reading:
        """Read yes or no."""
        plain = compact(text).strip("。.")
        if plain in _YES or plain in _NO:
            return Reading.of(plain in _YES)
        return refused("boolean.unreadable", text=text[:60])
