"""A real Meilisearch for the tests: the one that the environment names, else one started from the PATH."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

SECONDS_TO_START = 30


@dataclass(frozen=True)
class Server:
    url: str
    key: str | None


def missing() -> str | None:
    """Why there is no Meilisearch to test against; None where there is one."""
    if os.environ.get("MEILISEARCH_URL") or shutil.which("meilisearch"):
        return None
    return "no Meilisearch: set MEILISEARCH_URL and MEILISEARCH_KEY, or put a meilisearch program on the PATH"


@contextmanager
def real_server(folder: Path) -> Iterator[Server]:
    url = os.environ.get("MEILISEARCH_URL")
    if url:
        yield Server(url, os.environ.get("MEILISEARCH_KEY"))
    else:
        with started_server(folder, free_port(), secrets.token_hex(16)) as server:
            yield server


@contextmanager
def started_server(folder: Path, port: int, key: str, *more: str) -> Iterator[Server]:
    """A server on the data in a folder, stopped in the end."""
    server = Server(f"http://127.0.0.1:{port}", key)
    arguments = [
        "--http-addr",
        f"127.0.0.1:{port}",
        "--no-analytics",
        "--log-level",
        "WARN",
        "--max-indexing-memory",
        "256MiB",
    ]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            ["meilisearch", "--db-path", str(folder / "data"), *arguments, *more],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "MEILI_MASTER_KEY": key},
        )
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS_TO_START)


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        try:
            if requests.get(f"{server.url}/health", timeout=1).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer")


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
