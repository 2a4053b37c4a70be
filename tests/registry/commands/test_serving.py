"""`registry serve` and `worker`: real processes that answer, and that end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import httpx
import psutil
import pytest

from registry.commands.serving import _listening, keep_running
from registry.settings import Settings
from tests.conftest import Server
from tests.registry.commands.conftest import Run, environment

PROGRAM = (sys.executable, "-m", "registry.cli")
HOLD = "BEGIN; LOCK TABLE patent; SELECT pg_sleep(3); COMMIT"
SHOWN = "0123456789abcdef"


Serving = tuple[subprocess.Popen[str], str]


@pytest.fixture
def serving(settings: Settings, registry: Run) -> Iterator[Serving]:
    """A server on a free port with its worker, and its address."""
    assert registry("migrate").exit_code == 0
    with served(settings) as started:
        yield started


@pytest.fixture
def several(settings: Settings, registry: Run) -> Iterator[Serving]:
    """A server of two web processes without a worker."""
    assert registry("migrate").exit_code == 0
    with served(settings, "--workers", "2", "--no-worker") as started:
        yield started


@contextmanager
def served(settings: Settings, *options: str) -> Iterator[Serving]:
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0", *options],
        env={**os.environ, **environment(settings), "REGISTRY_METRICS_TOKEN": SHOWN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def answer(address: str, path: str = "healthz") -> httpx.Response:
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=60) as client:
        return client.get(f"{address}{path}", headers={"authorization": f"Bearer {SHOWN}"})


def web_processes(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The two that serve; python's own helper of spawned processes is none of them."""
    living = [one for one in psutil.Process(process.pid).children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in living if "spawn_main" in " ".join(one.cmdline())]


def test_serve_answers_on_a_free_port_and_ends_cleanly_with_its_worker(
    serving: Serving,
) -> None:
    process, address = serving
    assert not address.endswith(":0/")
    assert answer(address).json() == {"status": "ok"}
    (worker,) = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert not worker.is_running()


def test_the_worker_ends_when_its_server_is_killed(serving: Serving) -> None:
    process, address = serving
    answer(address)
    (worker,) = psutil.Process(process.pid).children()
    process.kill()
    worker.wait(30)


def test_two_web_processes_count_together_and_end_cleanly(several: Serving) -> None:
    process, address = several
    for _ in range(20):
        assert answer(address, "readyz").json()["ready"]
    both = web_processes(process)
    assert len(both) == 2
    values = dict(line.rsplit(" ", 1) for line in answer(address, "metrics").text.splitlines())
    assert values['registry_requests_total{method="GET",route="/readyz",status="200"}'] == "20.0"
    assert 'registry_database_connections{state="idle"}' in values
    assert any(f'registry_process_memory_bytes{{pid="{one.pid}"}}' in values for one in both)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert not any(one.is_running() for one in both)


def test_a_web_process_that_dies_is_started_anew(several: Serving) -> None:
    process, address = several
    answer(address)
    before = web_processes(process)
    before[0].kill()
    deadline = time.monotonic() + 30
    while {one.pid for one in web_processes(process)} <= {one.pid for one in before}:
        assert time.monotonic() < deadline
        assert answer(address).status_code == 200


def test_web_processes_end_when_the_one_that_started_them_is_killed(several: Serving) -> None:
    process, address = several
    answer(address)
    both = web_processes(process)
    process.kill()
    assert psutil.wait_procs(both, 30)[1] == []


def test_a_request_being_answered_is_finished_before_the_end(
    serving: Serving, settings: Settings, server: Server
) -> None:
    process, address = serving
    answer(address)
    with ThreadPoolExecutor() as others:
        held = others.submit(server.sql, HOLD, str(settings.database_url).split("@/")[1].split("?")[0])
        waiting = others.submit(answer, address, "api/v1/patents")
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert waiting.result(30).status_code == 200
        held.result(30)
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_worker_that_dies_is_started_anew_until_the_end(caplog: pytest.LogCaptureFixture) -> None:
    ending = Event()
    keeper = Thread(
        target=keep_running, args=((sys.executable, "-c", "import sys; sys.stdin.read()"), ending)
    )
    keeper.start()
    (first,) = _children()
    first.kill()
    (second,) = _children(but=first)
    assert "had ended with -9" in caplog.text
    ending.set()
    keeper.join()
    assert not second.is_running()


def _children(but: psutil.Process | None = None) -> list[psutil.Process]:
    """The processes that this one started for reading their input, as soon as there are any."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [
            child
            for child in psutil.Process().children()
            if child != but and "import sys; sys.stdin.read()" in _command(child)
        ]
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("no process was started")


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_worker_beside_ends_when_its_input_closes(settings: Settings) -> None:
    ended = subprocess.run(
        [*PROGRAM, "worker", "--beside"],
        env={**os.environ, **environment(settings)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Traceback" not in ended.stderr


def test_a_port_in_use_is_told_in_a_sentence(registry: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = registry("serve", "--port", str(port), "--no-worker")
    assert result.exit_code == 2
    assert f"端口 {port}" in result.stderr


def test_a_port_that_cannot_be_is_refused(registry: Run) -> None:
    assert registry("serve", "--port", "99999").exit_code == 2


def test_what_is_sent_does_not_wait_for_what_was_sent_before() -> None:
    with _listening("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
