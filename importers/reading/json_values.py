"""JSON values as the text of cells: numbers as written, lists joined, objects compact."""

import json
from collections.abc import Callable
from typing import Any


class Repeated(dict[str, Any]):
    """An object that names a key twice: the first value is kept, `others` holds the rest."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.others: list[tuple[str, Any]] = []
        for key, value in pairs:
            if key in self:
                self.others.append((key, value))
            else:
                self[key] = value


class Written(str):
    """A number exactly as the file writes it."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeated(pairs)


DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Written, parse_float=Written, parse_constant=Written, strict=False
)
"""Reads JSON without changing any number, and tells of repeated keys."""


def as_text(value: Any) -> str | None:
    """The text of a cell: lists of plain values joined with “; ”, anything deeper as compact JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and all(item is None or isinstance(item, str | bool) for item in value):
        return "; ".join(filter(None, map(as_text, value)))
    return _compact(value)


def _compact(value: Any) -> str:
    """JSON on one line, numbers still as written."""
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{_compact(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(_compact, value)) + "]"
    if isinstance(value, Written):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def text_getter(key: str) -> Callable[[dict[str, Any]], str | None]:
    """A function that takes the text under `key` out of an object."""
    return lambda item: as_text(item.get(key))
