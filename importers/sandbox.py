"""Running what opens foreign files in a child process with limits (受限子进程)."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

import psutil

from importers.limits import DEFAULT, Limits
from importers.reading.errors import UnreadableFile, mebibytes

Progress = Callable[[dict[str, Any]], None]

LOOK_EVERY = 0.05
"""Seconds between looks at the child's memory and the clock."""
_TAIL = 4000
_log = logging.getLogger(__name__)


def run_in_child(
    module_function: str,
    payload: Mapping[str, Any],
    limits: Limits = DEFAULT,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """What `module_function` ("package.module:function") returns for `payload`, run in a child process.

    The function takes the payload and a function to report progress with; everything exchanged is JSON.
    Raises UnreadableFile with the child's reason, or because it took too long or too much memory or
    crashed. The child never outlives the call.
    """
    order = {
        "function": module_function,
        "payload": dict(payload),
        "limits": asdict(limits),
        "parent": os.getpid(),
    }
    with tempfile.TemporaryFile() as complaints:
        child = _started(complaints)
        try:
            return _answer(child, order, limits, on_progress, complaints)
        finally:
            _end(child)


def _started(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "importers.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        start_new_session=True,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and all it may have started, unless it has ended, and wait for it."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream:
            with suppress(BrokenPipeError):
                stream.close()


def _answer(
    child: subprocess.Popen[bytes],
    order: dict[str, Any],
    limits: Limits,
    on_progress: Progress | None,
    complaints: IO[bytes],
) -> dict[str, Any]:
    assert child.stdin is not None  # noqa: S101 - opened as a pipe
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(order).encode() + b"\n")
        child.stdin.flush()
    for line in _lines(child, limits):
        message = json.loads(line)
        if "progress" in message:
            if on_progress:
                on_progress(message["progress"])
            continue
        if "result" in message:
            result: dict[str, Any] = message["result"]
            return result
        raise _told(message)
    raise _died(child, limits, complaints)


def _lines(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    """The lines the child writes, until it ends; raises UnreadableFile when it exceeds a limit."""
    assert child.stdout is not None  # noqa: S101 - opened as a pipe
    deadline = time.monotonic() + limits.seconds
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            ready = selector.select(LOOK_EVERY)
            _watch(child, limits, deadline)
            if not ready:
                continue
            piece = os.read(child.stdout.fileno(), 65_536)
            if not piece:
                return
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole


def _watch(child: subprocess.Popen[bytes], limits: Limits, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise UnreadableFile("time_exceeded", {"seconds": f"{limits.seconds:g}"})
    with suppress(psutil.NoSuchProcess):
        if psutil.Process(child.pid).memory_info().rss > limits.memory_bytes:
            raise UnreadableFile("memory_exceeded", {"limit": mebibytes(limits.memory_bytes)})


def _told(message: dict[str, Any]) -> UnreadableFile:
    """The error the child reported itself."""
    if "unreadable" in message:
        return UnreadableFile(message["unreadable"]["code"], message["unreadable"]["details"])
    failed = message["failed"]
    _log.error("reading failed: %s", failed["trace"])
    error = UnreadableFile("reader_crashed", {"reason": failed["error"][:300]})
    error.add_note(failed["trace"])
    return error


def _died(child: subprocess.Popen[bytes], limits: Limits, complaints: IO[bytes]) -> UnreadableFile:
    """The error for a child that ended without a word."""
    code = child.wait()
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - _TAIL))
    tail = complaints.read().decode("utf-8", "replace")
    if code == -signal.SIGXCPU:
        return UnreadableFile("time_exceeded", {"seconds": f"{limits.seconds:g}"})
    if code == -signal.SIGKILL or "memory allocation" in tail or "bad_alloc" in tail:
        return UnreadableFile("memory_exceeded", {"limit": mebibytes(limits.memory_bytes)})
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    _log.error("reading died of %s: %s", name, tail)
    error = UnreadableFile("reader_crashed", {"reason": name})
    error.add_note(tail)
    return error
