"""A table on its way into a file, and the deliberate faults planted in its cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One deliberate fault: the row as the spreadsheet numbers it, the header, and the spoilt value.

    `becomes` is the new value or makes it of the old one; an empty header repeats the row above with the
    cells of `changes` spoilt in the same way. `key` says that the row is to be refused for it.
    """

    row: int
    header: str
    becomes: Cell | Callable[[str], Cell] = None
    key: bool = False
    changes: tuple[tuple[str, Cell | Callable[[str], Cell]], ...] = ()


@dataclass(slots=True)
class Table:
    """Headers and rows, with title rows above and the number of the first row below the header."""

    headers: list[str]
    rows: list[list[Cell]]
    titles: list[str] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The row of the first record as the spreadsheet numbers it."""
        return len(self.titles) + 2

    def column(self, header: str) -> int:
        """Return the position of a header."""
        return self.headers.index(header)

    def plant(self, faults: Sequence[Fault], *, same_length: bool = False) -> None:
        """Spoil the cells and insert the repeated rows, with `same_length` in place of others."""
        for fault in sorted(faults, key=lambda fault: fault.row):
            index = fault.row - self.first_row
            if fault.header:
                self._spoil(self.rows[index], fault.header, fault.becomes)
                continue
            copied = list(self.rows[index - 1])
            for header, becomes in fault.changes:
                self._spoil(copied, header, becomes)
            self.rows[index : index + same_length] = [copied]

    def _spoil(self, row: list[Cell], header: str, becomes: Cell | Callable[[str], Cell]) -> None:
        position = self.headers.index(header)
        old = row[position]
        row[position] = becomes("" if old is None else str(old)) if callable(becomes) else becomes


def dashed(day: date | None) -> str:
    """Return `2024-05-17`, or nothing."""
    return day.isoformat() if day else ""


def dotted(day: date | None) -> str:
    """Return `2024.05.17` as the CNIPA search writes it."""
    return f"{day:%Y.%m.%d}" if day else ""


def slashed(day: date | None) -> str:
    """Return `2024/5/17` as spreadsheets show dates."""
    return f"{day.year}/{day.month}/{day.day}" if day else ""


def chinese(day: date | None) -> str:
    """Return `2024年5月17日`."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def compact(day: date | None) -> str:
    """Return `20240517`."""
    return f"{day:%Y%m%d}" if day else ""


def serial(day: date | None) -> Cell:
    """Return the spreadsheet's day number (44505 for 2021-11-05)."""
    return (day - date(1899, 12, 30)).days if day else None
