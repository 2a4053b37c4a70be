"""`registry serve`."""

import asyncio
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

import click

from registry import settings as configuration
from registry.accounts.first_run import offer_code
from registry.commands.running import Exit, NothingDone, told
from registry.database.engine import open_database
from registry.database.migrate import migrate
from registry.database.server import database_url
from registry.monitoring.logs import configure_logs
from registry.serving import server
from registry.settings import Settings
from registry.supervising import FIRST_PAUSE, HEALTHY, LONGEST_PAUSE

HOST = click.option("--host", help="监听的地址，默认 127.0.0.1。")
PORT = click.option("--port", type=click.IntRange(0, 65535), help="监听的端口，默认 8000。")


@click.command()
@HOST
@PORT
@click.option("--workers", type=click.IntRange(1), help="网页进程数。")
@click.option("--worker/--no-worker", default=True, help="是否在旁边运行后台进程。")
@told
def serve(host: str | None, port: int | None, workers: int | None, worker: bool) -> None:
    """提供网站。Serve the site."""
    settings = configuration.load()
    asyncio.run(migrate(settings))
    asyncio.run(_say_first_code(settings))
    port = settings.port if port is None else port
    serve_at(host or settings.host, port, workers or settings.workers, worker)


async def _say_first_code(settings: Settings) -> None:
    async with open_database(settings):
        code = await offer_code(settings)
    if code:
        click.echo(f"还没有管理员：请打开网站的 /first-administrator，一次性代码是 {code}", err=True)


def serve_at(host: str, port: int, workers: int, worker: bool) -> None:
    """Serve until a signal ends it, with a background process beside if one is wanted."""
    settings = configuration.load()
    configure_logs(settings)
    listener = _listening(host, port)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(Exit.DONE))
    database_url(settings)
    with _worker_beside(worker):
        port = listener.getsockname()[1]
        click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        if not server.serve(settings, listener, workers):
            sys.exit(Exit.NOTHING)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there, on a free port for 0. Raises NothingDone where that cannot be."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family)
    except OSError as problem:
        raise NothingDone(
            f"不能在 {host} 的端口 {port} 上提供网站：{problem.strerror}。请用 --port 换一个端口。"
        ) from problem
    listener.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    )  # asyncio sets it only where it made the socket
    return listener


WORKER_SECONDS = 10
"""How long the worker may take to end; an import cut off then is taken up again at the next start."""
WORKER = (sys.executable, "-m", "registry.cli", "worker", "--beside")
LOOK_EVERY = 0.5
"""Seconds between looks at whether it lives."""
_log = logging.getLogger(__name__)


@contextmanager
def _worker_beside(wanted: bool) -> Iterator[None]:
    """A background process that ends with this one, even if this one is killed: its standard input closes."""
    if not wanted:
        yield
        return
    ending = Event()
    keeper = Thread(target=keep_running, args=(WORKER, ending), name="keeper of the worker")
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def keep_running(command: Sequence[str], ending: Event) -> None:
    """Run a process until `ending` is set; where it dies it is started anew, after a pause that grows."""
    pause = FIRST_PAUSE
    while not ending.is_set():
        started = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - the command is ours
            while process.poll() is None and not ending.wait(LOOK_EVERY):
                pass
            _end(process)
        if time.monotonic() - started > HEALTHY:
            pause = FIRST_PAUSE
        if not ending.wait(pause):
            _log.error("the background process had ended with %s; it is started anew", process.returncode)
            pause = min(2 * pause, LONGEST_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # does nothing to one that has ended
    try:
        process.wait(WORKER_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
