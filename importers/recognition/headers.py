"""Column headers as they are compared: NFKC, no blanks, no marks of obligation, one letter case."""

import re
import unicodedata

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_REPEATED = re.compile(r"\((\d{1,3})\)$")
_UNIT = re.compile(
    r"\((?:单位:?)?(万元人民币|人民币万元|万人民币|人民币元|人民币|万美元|美元|万元|亿元|元|万|年|个月|月|日)\)$"
)


def normalise_header(header: str) -> str:
    """The form in which headers are compared (`申请（专利权）人：` and `申请(专利权)人*` are one)."""
    text = _BLANK.sub("", unicodedata.normalize("NFKC", header)).replace("*", "").rstrip(":")
    return text.strip("'\"`").casefold()


def without_repeat(header: str) -> str:
    """A normalised header without the ` (2)` that tells repeated headers apart."""
    return _REPEATED.sub("", header)


def unit_of(header: str) -> str | None:
    """The unit that a header names at its end, such as `万元` in 许可使用费(万元)."""
    found = _UNIT.search(normalise_header(header))
    return found.group(1) if found else None


def without_unit(header: str) -> str:
    """A normalised header without its unit."""
    return _UNIT.sub("", header)
