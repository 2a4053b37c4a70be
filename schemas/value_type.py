"""The one shape of every value type: one scalar reading, and a fast path for columns that agrees with it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import polars as pl
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from schemas import messages
from schemas.findings import Reading, Severity
from schemas.placeholders import clean

Outputs = Mapping[str, pl.DataType | type[pl.DataType]]


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

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr] | None:  # noqa: ARG002 - most types have none
        """Expressions for the outputs where `text` is in a clean form, null in output "" elsewhere.

        Only what `read` would return without any finding may be returned here. None: no fast path.
        """
        return None

    def accept(self, value: Any) -> Any:
        """The canonical value of one text; what is no text passes. Raises ValueError with the message."""
        if not isinstance(value, str):
            return value
        text = clean(value)
        if text is None:
            return None
        reading = self.read(text)
        for finding in reading.findings:
            if finding.severity is Severity.ERROR:
                raise ValueError(messages.describe(finding.code, finding.details).sentence)
        return reading.value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let a Pydantic field annotated with this value type read its texts through `accept`."""
        return core_schema.no_info_before_validator_function(self.accept, handler(source))
