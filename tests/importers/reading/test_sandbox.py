"""The child process: answers, progress, limits, crashes, and that it dies with its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from importers.limits import MEBIBYTE, Limits
from importers.reading import UnreadableFile
from importers.sandbox import run_in_child

CHILD_FUNCTIONS = """
import ctypes, os, signal, sys, time
from importers.reading import UnreadableFile

def echo(payload, progress):
    for step in range(payload["steps"]):
        progress({"step": step})
    print("noise on standard output")
    return {"said": payload["word"], "fds": sorted(os.listdir("/proc/self/fd")), "core": core()}

def core():
    import resource
    return resource.getrlimit(resource.RLIMIT_CORE)[0]

def unreadable(payload, progress):
    raise UnreadableFile("file_broken", {"reason": payload["reason"]})

def bug(payload, progress):
    return {"never": 1 / payload["zero"]}

def sleep(payload, progress):
    progress({"pid": os.getpid()})
    time.sleep(600)

def devour(payload, progress):
    held = []
    while True:
        held.append(bytearray(os.urandom(1) * 8_000_000))

def no_memory(payload, progress):
    raise MemoryError

def segfault(payload, progress):
    ctypes.string_at(0)

def leave(payload, progress):
    os._exit(3)

def spin(payload, progress):
    while True:
        pass
"""


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "child_functions.py").write_text(CHILD_FUNCTIONS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "child_functions"


def test_answers_and_reports_progress(functions: str) -> None:
    steps: list[dict[str, int]] = []
    answer = run_in_child(f"{functions}:echo", {"steps": 3, "word": "威海"}, on_progress=steps.append)
    assert answer["said"] == "威海"
    assert steps == [{"step": 0}, {"step": 1}, {"step": 2}]
    assert answer["core"] == 0


def test_inherits_no_open_file(functions: str, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        spare = os.dup2(secret.fileno(), 217)
        try:
            answer = run_in_child(f"{functions}:echo", {"steps": 0, "word": ""})
        finally:
            os.close(spare)
    assert "217" not in answer["fds"]


def test_passes_on_why_a_file_is_unreadable(functions: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        run_in_child(f"{functions}:unreadable", {"reason": "文件头"})
    assert (caught.value.code, caught.value.details) == ("file_broken", {"reason": "文件头"})
    assert "文件头" in str(caught.value)


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("bug", "reader_crashed"),
        ("segfault", "reader_crashed"),
        ("leave", "reader_crashed"),
        ("no_memory", "memory_exceeded"),
        ("devour", "memory_exceeded"),
        ("sleep", "time_exceeded"),
        ("spin", "time_exceeded"),
    ],
)
def test_failures_become_clear_errors(functions: str, function: str, code: str) -> None:
    limits = Limits(seconds=60 if code != "time_exceeded" else 2, memory_bytes=400 * MEBIBYTE)
    with pytest.raises(UnreadableFile) as caught:
        run_in_child(f"{functions}:{function}", {"zero": 0}, limits)
    assert caught.value.code == code
    assert caught.value.describe("en")


def test_a_bug_in_the_child_keeps_its_trace(functions: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        run_in_child(f"{functions}:bug", {"zero": 0})
    assert "ZeroDivisionError" in caught.value.details["reason"]
    assert any("in bug" in note for note in caught.value.__notes__)


def test_leaves_no_process_when_progress_is_refused(functions: str) -> None:
    seen: list[int] = []

    def refuse(done: dict[str, int]) -> None:
        seen.append(done["pid"])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_in_child(f"{functions}:sleep", {}, on_progress=refuse)
    assert not psutil.pid_exists(seen[0])


def test_dies_with_its_parent(functions: str) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent has died")
    script = textwrap.dedent(f"""
        from importers.sandbox import run_in_child
        run_in_child("{functions}:sleep", {{}}, on_progress=lambda done: print(done["pid"], flush=True))
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    for _ in range(200):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    pytest.fail("the child outlived its parent")
