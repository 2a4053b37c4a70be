"""How documents of one index are read: a query, and a function that makes a document of a row."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from search.answers import Document, Value
from search.declaration import Index

Row = Any
"""A row as asyncpg gives it: columns by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """`select` has `{where}` in it, and gives a column `record`, the number that `by` names.

    `beside` reads once for all rows of a chunk what `document` needs besides the row.
    """

    index: Index
    table: str
    select: str
    by: str
    document: Callable[[Row, Any], Document]
    beside: Callable[[Sequence[Row]], Awaitable[Any]]

    @property
    def of_records(self) -> str:
        """The rows of the records whose numbers are the parameter."""
        return f"{self.select.format(where=f'WHERE {self.by} = ANY($1)')} ORDER BY {self.by}"

    @property
    def every(self) -> str:
        """All rows."""
        return f"{self.select.format(where='')} ORDER BY {self.by}"


def given(values: dict[str, Value]) -> Document:
    """The fields that hold something."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", ())}
