"""The web processes: one, or several under a process that starts those anew that die."""

import asyncio
import multiprocessing
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from registry.serving.connections import BoundedConnection
from registry.settings import Settings

APPLICATION = "registry.app:app_from_environment"
COUNTING_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the metrics of several processes are added up; read when their library is imported."""
STARTING_SECONDS = 20
"""How long a process may take to answer the one that watches over it: on a busy machine it starts slowly."""
WAITING = 2048
"""Connections that wait to be accepted at most."""


def serve(settings: Settings, listener: socket.socket, processes: int) -> bool:
    """Serve until a signal ends it: requests being answered are finished first. False where it could not begin."""
    listener.set_inheritable(True)
    configuration = _configuration(settings, processes)
    if processes == 1:
        server = uvicorn.Server(configuration)
        server.run([listener])
        return server.started
    with _counting_together():
        supervisor = Multiprocess(configuration, sockets=[listener])
        supervisor.run()
    return all(process.exitcode != STARTUP_FAILURE for process in supervisor.processes)


def _configuration(settings: Settings, processes: int) -> uvicorn.Config:
    return uvicorn.Config(
        APPLICATION,
        factory=True,
        workers=processes,
        timeout_worker_healthcheck=STARTING_SECONDS,
        http=BoundedConnection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        limit_concurrency=settings.connections,
        backlog=WAITING,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


@contextmanager
def _counting_together() -> Iterator[None]:
    with TemporaryDirectory(prefix="registry-metrics-") as folder:
        os.environ[COUNTING_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[COUNTING_FOLDER]


@asynccontextmanager
async def ending_with_parent(_: object) -> AsyncIterator[None]:
    """End this process as a signal would when the one that started it dies: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is None:
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_reader(parent.sentinel, _end, loop, parent.sentinel)
    try:
        yield
    finally:
        loop.remove_reader(parent.sentinel)


def _end(loop: asyncio.AbstractEventLoop, sentinel: int) -> None:
    loop.remove_reader(sentinel)
    signal.raise_signal(signal.SIGTERM)
