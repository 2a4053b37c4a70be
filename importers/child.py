"""The child process that opens foreign files (读取子进程): `python -m importers.child`, started by `sandbox`.

It reads one JSON object from standard input (`function`, `payload`, `limits`, `parent`), runs the function as
`function(payload, progress)` and writes JSON lines: any number of `{"progress": …}`, then one of
`{"result": …}`, `{"unreadable": {"code", "details"}}`, `{"failed": {"error", "trace"}}`.
"""

import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any

from importers.limits import MEBIBYTE
from importers.reading.errors import UnreadableFile, mebibytes

Function = Callable[[dict[str, Any], Callable[[dict[str, Any]], None]], dict[str, Any]]

LARGEST_FILE = 64 * 1024 * MEBIBYTE
"""Most bytes the child may write to one file."""
ADDRESS_SPACE = 16 * 1024 * MEBIBYTE
"""Address space above the memory limit: libraries reserve far more than they use."""
_SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    """Run one order and end."""
    lines = _private_output()
    order = json.loads(sys.stdin.buffer.readline())
    _restrain(order["limits"], order["parent"])
    _say(lines, _answer(order, lines))
    lines.flush()
    os._exit(0)  # threads of libraries must not keep the process


def _answer(order: dict[str, Any], lines: IO[str]) -> dict[str, Any]:
    try:
        function = _function(order["function"])
        return {"result": function(order["payload"], lambda done: _say(lines, {"progress": done}))}
    except UnreadableFile as error:
        return {"unreadable": {"code": error.code, "details": error.details}}
    except MemoryError:
        limit = mebibytes(order["limits"]["memory_bytes"])
        return {"unreadable": {"code": "memory_exceeded", "details": {"limit": limit}}}
    except BaseException as error:  # noqa: BLE001 - a panic of a native library is no Exception
        return {"failed": {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}}


def _function(name: str) -> Function:
    module, _, function = name.partition(":")
    gc.disable()  # what is loaded stays
    found: Function = getattr(importlib.import_module(module), function)
    gc.freeze()
    gc.enable()
    return found


def _private_output() -> IO[str]:
    """The pipe to the parent, out of reach of anything that prints: descriptor 1 becomes standard error."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "w", encoding="utf-8")


def _restrain(limits: dict[str, Any], parent: int) -> None:
    """Set what the kernel is to enforce, and die with the parent."""
    seconds = int(limits["seconds"] * (os.cpu_count() or 1)) + 5
    memory = int(limits["memory_bytes"]) + ADDRESS_SPACE
    for kind, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_AS, memory),
    ):
        _lower(kind, bound)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _lower(kind: int, bound: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _say(lines: IO[str], message: dict[str, Any]) -> None:
    lines.write(json.dumps(message, ensure_ascii=False) + "\n")
    lines.flush()


if __name__ == "__main__":
    main()
