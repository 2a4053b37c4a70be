"""Peak memory of a piece of work: the program with its children, and PostgreSQL, apart."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

LOOK_EVERY = 0.05
MEBIBYTE = 1 << 20


@dataclass(slots=True)
class Peak:
    """Most memory seen at once, in MiB: unique to the program and its children, and to PostgreSQL's backends."""

    program: float = 0.0
    database: float = 0.0


@contextmanager
def watched(postmaster: int) -> Iterator[Peak]:
    """Watch this process tree and that of the postmaster while the block runs."""
    peak, done = Peak(), threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            servers = _tree(postmaster)
            peak.program = max(peak.program, sum(map(_private, _tree(os.getpid()) - servers)))
            peak.database = max(peak.database, sum(map(_private, servers)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _tree(pid: int) -> set[int]:
    """The process and its descendants."""
    with suppress(psutil.NoSuchProcess):
        return {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}
    return set()


def _private(pid: int) -> float:
    """Memory in MiB that would be freed if the process ended: neither shared buffers nor mapped files."""
    with suppress(psutil.Error):
        return float(psutil.Process(pid).memory_full_info().uss) / MEBIBYTE
    return 0.0
