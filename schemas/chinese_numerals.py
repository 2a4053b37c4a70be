"""Chinese numerals in amounts: 壹佰万, 一百万, 三十."""

import re
from decimal import Decimal

_SPELLINGS = ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {character: value for value, group in enumerate(_SPELLINGS) for character in group}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHARACTERS = "".join([*_DIGITS, *_UNITS])
NUMERAL = re.compile(f"[{CHARACTERS}万萬亿億]*[{CHARACTERS}][{CHARACTERS}万萬亿億]*")


def value_of(numeral: str) -> Decimal | None:
    """The value of a numeral, None where the text is none."""
    if not NUMERAL.fullmatch(numeral):
        return None
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            total = (
                (total + section + digit) * _LARGE[character]
                if character in "亿億"
                else (total + (section + digit) * _LARGE[character])
            )
            section = digit = 0
    return Decimal(total + section + digit)
