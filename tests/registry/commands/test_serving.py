"""`registry serve` and `worker`: real processes that answer, and that end together."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import psutil
import pytest

from registry.settings import Settings
from tests.registry.commands.conftest import Run, environment

PROGRAM = (sys.executable, "-m", "registry.cli")


@pytest.fixture
def serving(settings: Settings, registry: Run) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port with its worker, and its address."""
    assert registry("migrate").exit_code == 0
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0"],
        env={**os.environ, **environment(settings)},
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


def answer(address: str) -> httpx.Response:
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=30) as client:
        return client.get(f"{address}healthz")


def test_serve_answers_on_a_free_port_and_ends_cleanly_with_its_worker(
    serving: tuple[subprocess.Popen[str], str],
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


def test_the_worker_ends_when_its_server_is_killed(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, address = serving
    answer(address)
    (worker,) = psutil.Process(process.pid).children()
    process.kill()
    worker.wait(30)


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
