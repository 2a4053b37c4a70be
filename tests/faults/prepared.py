"""A process that has loaded the program and forks for each command: `python -m tests.faults.prepared LOG`.

The command begins at once then, and is a process of its own all the same, with the children of its own that it starts.
"""

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from registry.cli import main
from registry.commands import importing

ROOT = Path(__file__).parents[2]
LOADED = importing
"""What every command here needs, loaded before it is forked for."""


class Prepared:
    """The side of the test: one command at a time, each in a process group of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.command = 0
        self.program = subprocess.Popen(
            [sys.executable, "-m", __name__, str(log)],
            env={**environment, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def start(self, *arguments: str) -> None:
        assert self.program.stdin
        self.program.stdin.write(json.dumps(arguments).encode() + b"\n")
        self.command = self._told()

    def ended(self, seconds: float | None = None) -> int | None:
        """How the command ended; None if it did not in so many seconds."""
        return self._told() if select.select([self.program.stdout], [], [], seconds)[0] else None

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it ended this very moment
            os.killpg(self.command, signal.SIGKILL)

    def _told(self) -> int:
        assert self.program.stdout
        return int(self.program.stdout.readline())

    def close(self) -> None:
        self.program.communicate()


def serve(log: Path) -> None:
    """Fork for every line of arguments; say the number of the process, and then how it ended."""
    for line in sys.stdin.buffer:
        number = os.fork()
        if number == 0:
            _become(json.loads(line), log)
        with suppress(ProcessLookupError):
            os.setpgid(number, number)  # as it does itself: whoever is first
        print(number, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)


def _become(arguments: list[str], log: Path) -> None:
    os.setpgid(0, 0)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(written, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        main(arguments)
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 1)
    finally:
        os._exit(1)  # an error that nobody foresaw


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(Path(sys.argv[1]))
