"""How long each of many pieces of work took."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds by the clock, and of the processor in this thread, of each piece of work."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        """By the clock."""
        return percentile(self.clock, 0.5)

    @property
    def slow(self) -> float:
        """The 95th percentile by the clock."""
        return percentile(self.clock, 0.95)


def percentile(values: Iterable[float], part: float) -> float:
    """The value that this part of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def timed(work: Callable[[T], object], pieces: Iterable[T], most_seconds: float = 600) -> Times:
    """Do the work for each piece, one after the other; no further piece is begun after so many seconds."""
    clock, processor = [], []
    end = time.monotonic() + most_seconds
    for piece in pieces:
        started, busy = time.perf_counter(), time.thread_time()
        work(piece)
        processor.append((time.thread_time() - busy) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
        if time.monotonic() > end:
            break
    return Times(tuple(clock), tuple(processor))
