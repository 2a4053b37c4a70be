"""Rows of separated text fitted to their header: cells of one amount joined again, the rest reported."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from importers.reading.model import RowProblem
from importers.reading.records import Record
from importers.reading.rows import Row
from schemas.findings import Severity

_UNIT = r"(?:万|亿|元|圆|币|美|港|欧|日|英|USD|RMB|CNY)"
_AMOUNT = re.compile(
    rf"\s*[¥￥$]?\s*-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?\s*[（(]?\s*{_UNIT}[^,\d]*", re.IGNORECASE
)
_LEAD = re.compile(r"\s*[¥￥$]?\s*-?\d{1,3}")
_ZEROS = re.compile(r"0\d\d(?!\d)")


class Run(NamedTuple):
    """Neighbouring cells `first` to `last` that read as one amount of money when joined."""

    first: int
    last: int
    joined: str


def fit(
    number: int, record: Record, headers: Sequence[str], damaged: bool, problems: list[RowProblem]
) -> Row:
    """The record as row `number` under `headers`; what was wrong with it goes to `problems`.

    `damaged` says that the file has bytes that could not be decoded.
    """
    cells = list(record.cells)
    raw = " | ".join(cells)
    warn = _Reporter(number, problems)
    if record.fault:
        warn(record.fault, raw)
    if "\0" in raw:
        cells = [cell.replace("\0", "") for cell in cells]
        warn("nul_removed", raw.replace("\0", "\u2400"), fix=raw.replace("\0", ""), applied=True)
    if damaged and "\ufffd" in raw:
        warn("bytes_undecodable", raw)
    if len(cells) == 1 and not cells[0].strip():
        return Row(number, [None] * len(headers))
    return _to_width(number, cells, headers, record.fault, warn)


class _Reporter:
    def __init__(self, number: int, problems: list[RowProblem]) -> None:
        self.number = number
        self.problems = problems

    def __call__(
        self,
        code: str,
        value: str,
        column: str | None = None,
        severity: Severity = Severity.WARNING,
        *,
        fix: str | None = None,
        applied: bool = False,
        **details: str,
    ) -> None:
        self.problems.append(
            RowProblem(self.number, column, value, severity, code, details, fix=fix, applied=applied)
        )


def _to_width(
    number: int, cells: list[str], headers: Sequence[str], fault: str | None, warn: _Reporter
) -> Row:
    width, raw = len(headers), " | ".join(cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    runs = split_amounts(cells) if len(cells) > width or fault else []
    if len(cells) > width:
        chosen = _certain(runs, len(cells) - width)
        if chosen:
            return Row(number, _join(cells, chosen, headers, warn))
        warn("row_too_long", raw, severity=Severity.ERROR, fields=str(len(cells)), width=str(width))
        return Row(number, cells[:width], broken=True)
    misplaced = [
        run for run in runs if any(_ZEROS.match(cell) for cell in cells[run.first + 1 : run.last + 1])
    ]
    if misplaced:
        warn("number_split_unsure", raw, severity=Severity.ERROR, joined=misplaced[0].joined)
    elif len(cells) < width:
        warn("row_too_short", raw, fields=str(len(cells)), width=str(width))
    return Row(number, cells, broken=bool(misplaced))


def split_amounts(cells: Sequence[str]) -> list[Run]:
    """The runs of cells that a thousands comma has cut out of one amount, such as 5 | 000(万美元)."""
    runs = []
    first = 0
    while first < len(cells) - 1:
        last = first + 1
        while last < len(cells) and re.fullmatch(r"\d{3}", cells[last]):
            last += 1
        joined = ",".join(cells[first : last + 1])
        if last < len(cells) and _LEAD.fullmatch(cells[first]) and _AMOUNT.fullmatch(joined):
            runs.append(Run(first, last, joined))
            first = last
        first += 1
    return runs


def _certain(runs: list[Run], excess: int) -> list[Run]:
    """The runs to join, if there is exactly one way to be rid of `excess` cells."""
    if runs and sum(run.last - run.first for run in runs) == excess:
        return runs
    single = [run for run in runs if run.last - run.first == excess]
    return single if len(single) == 1 else []


def _join(cells: list[str], runs: list[Run], headers: Sequence[str], warn: _Reporter) -> list[str]:
    joined: list[str] = []
    position = 0
    for run in runs:
        joined += cells[position : run.first]
        column = headers[len(joined)] or None
        value = " | ".join(cells[run.first : run.last + 1])
        warn("number_split", value, column, fix=run.joined, applied=True, joined=run.joined)
        joined.append(run.joined)
        position = run.last + 1
    return joined + cells[position:]
