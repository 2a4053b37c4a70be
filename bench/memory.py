"""Peak memory of a piece of work: the program with its children, and PostgreSQL, apart."""

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
            servers = {postmaster, *(child.pid for child in _children(postmaster))}
            ours = [p for p in [psutil.Process(), *_children(psutil.Process().pid)] if p.pid not in servers]
            peak.program = max(peak.program, sum(map(_private, ours)))
            peak.database = max(
                peak.database, sum(_private(psutil.Process(pid)) for pid in servers if psutil.pid_exists(pid))
            )

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _children(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return list(psutil.Process(pid).children(recursive=True))
    return []


def _private(process: psutil.Process) -> float:
    """Memory in MiB that would be freed if the process ended: neither shared buffers nor mapped files."""
    with suppress(psutil.Error):
        return float(process.memory_full_info().uss) / MEBIBYTE
    return 0.0
