"""JSON and JSON Lines as tables: an array of objects, an object around one, columns of lists."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.reading.encoding import Encoding
from importers.reading.errors import UnreadableFile
from importers.reading.headers import unique
from importers.reading.json_values import DECODER, Repeated, as_text
from importers.reading.model import RowProblem, Sheet
from importers.reading.rows import Row, chunks_of
from importers.reading.text_blocks import blocks, text_of
from schemas.findings import Severity

LARGEST_OBJECT = 256 * 1024 * 1024
"""Most bytes of a file whose root is an object: it is held in memory. Arrays and lines are not."""
_BLANKS = re.compile(r"[\s\ufeff]*")

Element = tuple[int, Any, str | None]
"""An element: its row, its value, and the reason why it could not be read."""


def read_json(path: Path, encoding: Encoding, columns: int) -> tuple[str, Sheet]:
    """The format ("json" or "jsonl") and the one sheet of a JSON file; raises UnreadableFile."""
    source = _Source(path, encoding)
    try:
        keys = _keys(source, columns)
    except RecursionError as error:
        raise UnreadableFile("nested_too_deeply") from error
    if not keys:
        raise UnreadableFile("json_no_array")
    sheet = Sheet(
        0, path.stem, unique(keys), lambda problems: chunks_of(_rows(source, keys, problems), len(keys))
    )
    return source.format, sheet


class _Source:
    """The elements of a JSON file, as often as they are asked for."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.path = path
        self.encoding = encoding
        self.held: list[Any] | None = None
        self.format = "json"
        if self._first_character() == "[":
            return
        if self._is_lines():
            self.format = "jsonl"
            return
        self.held = _array_in(_parsed(text_of(path, encoding, LARGEST_OBJECT)))

    def elements(self) -> Iterator[Element]:
        if self.held is not None:
            return ((row, value, None) for row, value in enumerate(self.held, 2))
        text = (block.decode("utf-8", "replace") for block in blocks(self.path, self.encoding))
        return _lines(text) if self.format == "jsonl" else _items(text)

    def _first_character(self) -> str:
        start = next(blocks(self.path, self.encoding), b"").decode("utf-8", "replace")
        return start.lstrip("\ufeff \t\r\n")[:1]

    def _is_lines(self) -> bool:
        """Whether the first two filled lines each hold a whole object, or the only one does."""
        start = next(blocks(self.path, self.encoding), b"").decode("utf-8", "replace")
        lines = [line for line in start.split("\n")[:50] if line.strip()][:2]
        values = [_object_of(line) for line in lines]
        if len(lines) == 1 and self.path.suffix not in (".jsonl", ".ndjson"):
            return values[0] is not None and not any(isinstance(v, list | dict) for v in values[0].values())
        return any(value is not None for value in values)


def _object_of(line: str) -> dict[str, Any] | None:
    try:
        value = DECODER.decode(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _parsed(text: str) -> Any:
    try:
        return DECODER.decode(text.strip("\ufeff \t\r\n\0"))
    except RecursionError as error:
        raise UnreadableFile("nested_too_deeply") from error
    except json.JSONDecodeError as error:
        reason = f"JSON: {error.msg}, {error.lineno}:{error.colno}"
        raise UnreadableFile("file_broken", {"reason": reason}) from error


def _array_in(root: Any) -> list[Any]:
    """The one array of objects in `root`, at most three levels down, or columns of lists made into rows."""
    if not isinstance(root, dict):
        raise UnreadableFile("json_no_array")
    lists = {key: value for key, value in root.items() if isinstance(value, list)}
    arrays = [value for value in lists.values() if any(isinstance(item, dict) for item in value)]
    if len(arrays) == 1:
        return arrays[0]
    if not arrays and lists and len(lists) == len(root):
        return _rows_of_columns(lists)
    if all(isinstance(value, dict) for value in root.values()) and _columns_of_index(root):
        return _rows_of_columns({key: list(value.values()) for key, value in root.items()})
    inner = [value for value in root.values() if isinstance(value, dict)]
    if len(inner) == 1 and not arrays:
        return _array_in(inner[0])
    raise UnreadableFile("json_no_array")


def _columns_of_index(root: dict[str, Any]) -> bool:
    """Whether this is what pandas writes by default: {column: {"0": …, "1": …}}."""
    indexes = {tuple(value) for value in root.values()}
    return len(indexes) == 1 and all(key.isdigit() for key in next(iter(indexes)))


def _rows_of_columns(lists: dict[str, list[Any]]) -> list[dict[str, Any]]:
    longest = max(map(len, lists.values()))
    return [{key: values[i] for key, values in lists.items() if i < len(values)} for i in range(longest)]


def _lines(texts: Iterator[str]) -> Iterator[Element]:
    row = 1
    for text in texts:
        for line in text.split("\n")[: None if not text.endswith("\n") else -1]:
            row += 1
            content = line.strip("\ufeff \t\r\0")
            if not content:
                yield row, None, None
                continue
            try:
                yield row, DECODER.decode(content), None
            except (ValueError, RecursionError) as error:
                yield row, line, str(error)


def _items(texts: Iterator[str]) -> Iterator[Element]:
    """The items of an array too large to hold, one after the other."""
    window = _Window(texts)
    window.skip("[")
    row = 1
    while window.peek() not in ("]", ""):
        row += 1
        try:
            value = window.value()
        except RecursionError as error:
            raise UnreadableFile("nested_too_deeply") from error
        except ValueError as error:
            yield row, window.rest(), str(error)
            return
        yield row, value, None
        if window.peek() == ",":
            window.skip(",")
        elif window.peek() != "]":
            yield row + 1, window.rest(), "Expecting ',' delimiter"
            return


class _Window:
    """A moving window of text from which values are decoded."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts = texts
        self.text = ""
        self.at = 0

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            match = _BLANKS.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def skip(self, character: str) -> None:
        """Step over `character`, which is the next one."""
        if self.peek() == character:
            self.at += 1

    def value(self) -> Any:
        """The next value; raises ValueError where it is broken or cut off."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end >= len(self.text) and self._more():
                continue
            self.at = end
            return value

    def rest(self) -> str:
        """What stands from here on, at most 2,000 characters."""
        return self.text[self.at : self.at + 2000]

    def _more(self) -> bool:
        following = next(self.texts, None)
        if following is None:
            return False
        self.text = self.text[self.at :] + following
        self.at = 0
        return True


def _keys(source: _Source, columns: int) -> list[str]:
    """The names of all columns, in the order they first appear."""
    keys: dict[str, None] = {}
    for _, value, _reason in source.elements():
        if isinstance(value, dict):
            keys.update(dict.fromkeys(value))
            if len(keys) > columns:
                raise UnreadableFile("too_many_columns", {"columns": str(len(keys)), "limit": str(columns)})
    return list(keys)


def _rows(source: _Source, keys: list[str], problems: list[RowProblem]) -> Iterator[Row]:
    for number, value, reason in source.elements():
        if reason is not None:
            code = "json_line_broken" if source.format == "jsonl" else "json_cut_off"
            problems.append(RowProblem(number, None, str(value), Severity.ERROR, code, {"reason": reason}))
            yield Row(number, [], broken=True)
        elif isinstance(value, dict):
            yield Row(number, _cells(number, value, keys, problems))
        elif value is None:
            yield Row(number, [])
        else:
            problems.append(RowProblem(number, None, as_text(value) or "", Severity.ERROR, "json_not_object"))
            yield Row(number, [], broken=True)


def _cells(
    number: int, item: dict[str, Any], keys: list[str], problems: list[RowProblem]
) -> list[str | None]:
    if isinstance(item, Repeated):
        for key, other in item.others:
            details = {"key": key, "other": as_text(other) or ""}
            problems.append(
                RowProblem(
                    number, key, as_text(item[key]) or "", Severity.WARNING, "json_repeated_key", details
                )
            )
    cells = [as_text(item.get(key)) for key in keys]
    for index, cell in enumerate(cells):
        if cell and "\0" in cell:
            cells[index] = fixed = cell.replace("\0", "")
            shown = cell.replace("\0", "\u2400")
            problems.append(
                RowProblem(
                    number, keys[index], shown, Severity.WARNING, "nul_removed", {}, fixed, applied=True
                )
            )
    return cells
