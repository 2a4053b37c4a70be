"""What is wrong with a text of criteria: the line, the place, what was found and what is expected, in plain words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.site.texts import Text, marked

SYNTAX = {
    "Expected '='": marked("TOML 写法不对：字段名后要有等号"),
    "Expected newline": marked("TOML 写法不对：一行写完还有多余的内容"),
    "Invalid value": marked("TOML 写法不对：等号后的值无法识别，文字要放在英文引号里"),
    "Invalid date": marked("TOML 写法不对：日期应如 2024-01-01"),
    "Invalid statement": marked("TOML 写法不对：这一行既不是字段也不是标题"),
    "Unclosed array": marked("TOML 写法不对：方括号没有闭合，或少了逗号"),
    "Unclosed inline table": marked("TOML 写法不对：花括号没有闭合，或少了逗号"),
    "Unterminated string": marked("TOML 写法不对：引号没有闭合"),
    "Illegal character": marked("TOML 写法不对：引号没有闭合，或有不能用的字符"),
    "Expected ']": marked("TOML 写法不对：标题的方括号没有闭合"),
    "Cannot": marked("TOML 写法不对：同一个字段或标题写了两次"),
    "Duplicate": marked("TOML 写法不对：同一个字段写了两次"),
}
"""By how the words of Python's reader of TOML begin."""
SYNTAX_OTHERWISE = marked("TOML 写法不对")
OTHERWISE = marked("“%(found)s”不能用在这里")
EXPECTED = {
    "missing": marked("缺少这一项"),
    "extra_forbidden": marked("没有这个字段，请删去或改正名称"),
    "enum": marked("“%(found)s”不是可用的值，可用的有：%(expected)s"),
    "literal_error": marked("“%(found)s”不是可用的值，可用的有：%(expected)s"),
    "union_tag_invalid": marked("没有“%(tag)s”这种条件，可用的有：%(expected_tags)s"),
    "union_tag_not_found": marked("条件里要写 type"),
    "int_type": marked("应为整数，写的是“%(found)s”"),
    "int_parsing": marked("应为整数，写的是“%(found)s”"),
    "int_from_float": marked("应为整数，写的是“%(found)s”"),
    "float_type": marked("应为数字，写的是“%(found)s”"),
    "float_parsing": marked("应为数字，写的是“%(found)s”"),
    "string_type": marked("应为引号里的文字，写的是“%(found)s”"),
    "bool_type": marked("应为 true 或 false，写的是“%(found)s”"),
    "bool_parsing": marked("应为 true 或 false，写的是“%(found)s”"),
    "tuple_type": marked("应为方括号里的列表，写的是“%(found)s”"),
    "model_type": marked("应为花括号里的一组值，写的是“%(found)s”"),
    "dict_type": marked("应为花括号里的一组值，写的是“%(found)s”"),
    "model_attributes_type": marked("应为花括号里的一组值，写的是“%(found)s”"),
    "date_type": marked("应为日期，如 2024-01-01，写的是“%(found)s”"),
    "date_parsing": marked("应为日期，如 2024-01-01，写的是“%(found)s”"),
    "date_from_datetime_parsing": marked("应为日期，如 2024-01-01，写的是“%(found)s”"),
    "greater_than_equal": marked("不能小于 %(ge)s，写的是“%(found)s”"),
    "greater_than": marked("应大于 %(gt)s，写的是“%(found)s”"),
    "less_than_equal": marked("不能大于 %(le)s，写的是“%(found)s”"),
    "string_too_long": marked("最长 %(max_length)s 个字，写的是“%(found)s”"),
    "string_too_short": marked("不能为空"),
    "too_short": marked("至少要有 %(min_length)s 项"),
    "string_pattern_mismatch": marked("只能用小写字母、数字和下划线，写的是“%(found)s”"),
    "value_error": marked("%(error)s"),
}
LONGEST_ECHO = 40
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_QUOTED = re.compile(r"'([^']*)'")
_HEADER = re.compile(r"^\s*\[\[?\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w.]+)\s*=")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct. `line` counts from 1, None where no line can be named; `place` reads like tiers.1.key."""

    line: int | None
    place: str
    text: Text


def syntax_fault(error: tomllib.TOMLDecodeError) -> Fault:
    """What the reader of TOML says."""
    told = next((text for start, text in SYNTAX.items() if str(error).startswith(start)), SYNTAX_OTHERWISE)
    found = _AT_LINE.search(str(error))
    return Fault(int(found[1]) if found else None, "", Text(told))


def model_faults(errors: list[Any], text: str) -> list[Fault]:
    """What the models refuse, each at its line of the text."""
    lines = dict(_lines(text))
    places = [error["loc"] for error in errors]
    return [
        _fault(dict(error), lines)
        for error in errors
        if error["type"] != "too_short" or not any(_below(place, error["loc"]) for place in places)
    ]


def _below(place: Place, above: Place) -> bool:
    """Whether a list is too short only because something in it is refused."""
    return len(place) > len(above) and place[: len(above)] == above


def _fault(error: Mapping[str, Any], lines: Mapping[Place, int]) -> Fault:
    place: Place = tuple(error["loc"])
    found = str(error["input"])
    found = found if len(found) <= LONGEST_ECHO else f"{found[:LONGEST_ECHO]}…"
    values = {name: _shown(name, value) for name, value in error.get("ctx", {}).items()}
    message = EXPECTED.get(error["type"], OTHERWISE)
    return Fault(_line(place, lines), ".".join(map(_part, place)), Text(message, {**values, "found": found}))


def _shown(name: str, value: Any) -> str:
    """A limit as people write it; what may stand there listed as a reader lists."""
    if name in ("expected", "expected_tags"):
        return "、".join(_QUOTED.findall(str(value)))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _part(part: str | int) -> str:
    """Places are counted from 1, as a reader counts."""
    return str(part + 1) if isinstance(part, int) else part


def _line(place: Place, lines: Mapping[Place, int]) -> int | None:
    """The line of the place, or of the nearest thing around it that has one."""
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """Where each table and each key of a text of criteria begins."""
    table: Place = ()
    tier = criterion = -1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            if header[1] == "tiers":
                tier, criterion = tier + 1, -1
                table = ("tiers", tier)
            elif header[1] == "tiers.criteria":
                criterion += 1
                table = ("tiers", tier, "criteria", criterion)
            else:
                table = tuple(header[1].split("."))
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, *key[1].split(".")), number
