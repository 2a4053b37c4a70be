"""The one shape of every value type: one scalar reading, and a fast path for columns that agrees with it."""

from abc import ABC, abstractmethod
from typing import ClassVar, Mapping

import polars as pl

from schemas.findings import Reading

Outputs = Mapping[str, pl.DataType]


class ValueType(ABC):
    """A kind of cell: how its text is read, and into which columns.

    `outputs` maps an output name to its Polars type. The output "" becomes the field itself; any other
    name becomes a further field of that very name (a money cell of field `registered_capital` with the
    outputs "" and "_currency" gives `registered_capital` and `registered_capital_currency`: an output
    that starts with an underscore is appended to the field's name).
    """

    name: ClassVar[str]
    outputs: ClassVar[Outputs]

    @abstractmethod
    def read(self, text: str) -> Reading:
        """Read one stripped, non-empty cell that is no placeholder. Never raises."""

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr] | None:
        """Expressions for the outputs where `text` is in a clean form, null in output "" elsewhere.

        Only what `read` would return without any finding may be returned here. None: no fast path.
        """
        return None
