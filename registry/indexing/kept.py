"""A value that many ask for and few change: looked up at most once in so many seconds, by one of those who ask."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Kept(Generic[T]):
    """`make` looks the value up; it is good for `seconds`. One for each process: keep it with the application."""

    make: Callable[[], Awaitable[T]]
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _held: tuple[float, T] | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def value(self) -> T:
        """The value; whatever `make` raises, while there is none that is good."""
        async with self._looking:
            if self._held is None or self.clock() - self._held[0] >= self.seconds:
                self._held = (self.clock(), await self.make())
            return self._held[1]
