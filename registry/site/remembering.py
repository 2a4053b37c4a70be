"""Figures that cost a look at whole tables, kept by a process until the register changes."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from registry.database.tables import ChangeLog
from registry.site.reading import fetch

LONGEST = 60.0
"""Seconds after which a figure is taken anew in any case: days pass, and transactions may end out of order."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Values by name, each with the last change of the register that it knows of and the moment it was taken."""

    held: dict[str, tuple[int, float, Any]] = field(default_factory=dict)

    async def value(self, name: str, make: Callable[[], Awaitable[Value]]) -> Value:
        """The value of this name, made anew if any record has changed since."""
        latest, now = await _latest_change(), time.monotonic()
        change, taken, value = self.held.get(name, (-1, 0.0, None))
        if change == latest and now - taken < LONGEST:
            known: Value = value
            return known
        made = await make()
        self.held[name] = (latest, now, made)
        return made


async def _latest_change() -> int:
    rows = await fetch(ChangeLog, "SELECT coalesce(max(id), 0) AS latest FROM change_entry")
    return int(rows[0]["latest"])
