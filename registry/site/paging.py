"""One page of a list, and the limits of leafing through it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 20
LARGEST_PAGE = 500
REACH = 10_000
"""Records that can be leafed through; a longer list has to be narrowed first."""

Item = TypeVar("Item")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The records of one page, out of `total`."""

    items: list[Item]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """Pages that can be opened."""
        return -(-min(self.total, REACH) // self.size)

    @property
    def first(self) -> int:
        """Position of the first record of the page, from 1."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Position of the last record of the page."""
        return self.first + len(self.items) - 1

    @property
    def too_long(self) -> bool:
        """Whether some records lie beyond the reach of leafing."""
        return self.total > REACH

    def holding(self, items: list[Other]) -> "Page[Other]":
        """The same place in the list, with what was made of its records."""
        return Page(items, self.total, self.page, self.size)

    def numbers(self) -> list[int | None]:
        """Page numbers to offer; None stands for a gap."""
        near = range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)
        wanted = sorted({1, self.pages, *near} - {0})
        numbers: list[int | None] = []
        for number in wanted:
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers
