"""Searches over HTTP, answered by web processes of their own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from bench.report import Line
from bench.timing import Times, percentile
from registry.settings import Settings

WARMING = 100
"""Searches before those that are measured."""
CLIENTS, PROCESSES = 16, 2
SECONDS_TO_START = 120
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def over_http(settings: Settings, questions: list[str]) -> Iterator[Line]:
    """One client and one web process, then many clients and two."""
    with served(settings, 1) as address:
        asked(address, "/api/v1/search", questions[:WARMING])
        json, _ = asked(address, "/api/v1/search", questions[WARMING:])
        yield Line("over HTTP as JSON, median", json.median, "ms", at_most=5)
        yield Line("over HTTP as JSON, p95", json.slow, "ms", at_most=15)
        asked(address, "/search", questions[:WARMING])
        _, first = asked(address, "/search", questions[WARMING:])
        yield Line("search page, first byte, median", first.median, "ms", at_most=20)
        yield Line("search page, first byte, p95", first.slow, "ms")
    with served(settings, PROCESSES) as address:
        asked(address, "/api/v1/search", questions[:WARMING])
        many, seconds = _by_many(address, questions[WARMING:])
        name = f"{CLIENTS} clients, {PROCESSES} web processes"
        yield Line(f"{name}: searches", len(many) / seconds, "/s", at_least=400)
        yield Line(f"{name}: p99", percentile(many, 0.99), "ms", at_most=100)


@contextmanager
def served(settings: Settings, processes: int) -> Iterator[tuple[str, int]]:
    """Where the register of these settings is served, by as many processes, without a worker."""
    environment = {**os.environ, "REGISTRY_DATA": str(settings.data)}
    command = [sys.executable, "-m", "registry.cli", "serve", "--port", "0", "--no-worker"]
    with subprocess.Popen(
        [*command, "--workers", str(processes)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            address = urlsplit((server.stdout.readline() if server.stdout else "").strip())
            yield str(address.hostname), int(address.port or 0)
        finally:
            server.terminate()
            server.wait()


def asked(address: tuple[str, int], path: str, questions: list[str]) -> tuple[Times, Times]:
    """The times until an answer is there, and until its first byte is, of one search after the other."""
    whole, first = [], []
    with _connected(address) as connection:
        for question in questions:
            started = time.perf_counter()
            begun = _answer(connection, f"{path}?q={quote(question)}")
            whole.append((time.perf_counter() - started) * 1000)
            first.append((begun - started) * 1000)
    return Times(tuple(whole), ()), Times(tuple(first), ())


def _by_many(address: tuple[str, int], questions: list[str]) -> tuple[list[float], float]:
    """The times of all searches of clients that ask at once, and how many seconds they took together."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        shares = [questions[place:] + questions[:place] for place in range(CLIENTS)]
        found = list(clients.map(lambda share: asked(address, "/api/v1/search", share)[0].clock, shares))
    return [one for times in found for one in times], time.perf_counter() - started


@contextmanager
def _connected(address: tuple[str, int]) -> Iterator[socket.socket]:
    """A connection; the first one waits until the processes have started."""
    with socket.create_connection(address, timeout=SECONDS_TO_START) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def _answer(connection: socket.socket, target: str) -> float:
    """Ask, and read the whole answer; when its first byte was there. Raises ValueError where it is not 200."""
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
    received = connection.recv(1 << 16)
    begun = time.perf_counter()
    if not received.startswith(b"HTTP/1.1 200"):
        raise ValueError(f"{target}: {received[:80]!r}")
    while b"\r\n\r\n" not in received:
        received += connection.recv(1 << 16)
    head, _, body = received.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError(f"{target}: {head!r}")
    missing = int(length[1]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(1 << 16))
    return begun
