"""`registry serve`, `worker`, `demo`."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from registry import settings as configuration
from registry.accounts import demonstration
from registry.accounts.first_run import offer_code
from registry.accounts.sealing import keep_sealing
from registry.commands.running import Exit, NothingDone, progress_bar, told, with_database
from registry.database.engine import open_database, transaction
from registry.database.migrate import migrate
from registry.database.server import database_url
from registry.demo import demo_synonyms, write_files
from registry.imports import actions
from registry.imports.worker import work
from registry.indexing import synonyms
from registry.indexing.conditions import conditions, needs_rebuilding
from registry.indexing.engines import open_engines
from registry.indexing.rebuilding import rebuild
from registry.indexing.worker import keep_in_step
from registry.monitoring.logs import configure_logs
from registry.serving import server
from registry.settings import Settings
from registry.supervising import all_supervised

HOST = click.option("--host", help="监听的地址，默认 127.0.0.1。")
DEMO_SETTINGS = {
    "REGISTRY_DEMO": "true",
    "REGISTRY_DISTRICT": "环翠区",
    "REGISTRY_BUREAU": "威海市环翠区市场监督管理局",
}
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
    _serve(host or settings.host, port, workers or settings.workers, worker)


async def _say_first_code(settings: Settings) -> None:
    async with open_database(settings):
        code = await offer_code(settings)
    if code:
        click.echo(f"还没有管理员：请打开网站的 /first-administrator，一次性代码是 {code}", err=True)


@click.command("worker")
@click.option("--beside", is_flag=True, hidden=True, help="标准输入关闭时结束。")
@with_database
async def run_worker(beside: bool) -> int:
    """运行后台进程：使检索索引与数据库一致，接着做被中断的导入。Run background work."""
    settings = configuration.load()
    configure_logs(settings)
    working = asyncio.create_task(
        all_supervised(
            {
                "imports": lambda: work(settings),
                "indexing": lambda: keep_in_step(settings),
                "sealing": keep_sealing,
            }
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, working.cancel)
    if beside:
        loop.add_reader(sys.stdin, lambda: (loop.remove_reader(sys.stdin), working.cancel()))
    with suppress(asyncio.CancelledError):
        await working
    return Exit.DONE


@click.command()
@HOST
@PORT
@click.option("--serve/--no-serve", "serving", default=True, help="导入之后是否提供网站。")
@told
def demo(host: str | None, port: int | None, serving: bool) -> None:
    """装入虚构的示范区并提供网站。Fill the registry with a fictitious district and serve it."""
    os.environ.update({name: os.environ.get(name, value) for name, value in DEMO_SETTINGS.items()})
    settings = configuration.load()
    _fill()
    if serving:
        port = settings.port if port is None else port
        _serve(host or settings.host, port, settings.workers, worker=True)


@with_database
async def _import_demo() -> int:
    settings = configuration.load()
    async with transaction() as connection:
        files = await connection.fetchval("SELECT count(*) FROM import_batch WHERE state = 'committed'")
        foreign = await connection.fetchval("SELECT count(*) FROM import_batch WHERE actor <> 'demo'")
    if foreign:
        raise NothingDone("登记簿里已有导入的数据，不再装入示范数据。请把 REGISTRY_DATA 指向一个空文件夹。")
    folder = settings.data.resolve() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    paths = await asyncio.to_thread(write_files, folder)
    if files >= len(paths):
        return await _index_demo(settings)
    for path in paths:
        request = actions.Request(path, path.name, "demo", reason="装入示范区")
        with progress_bar(shown=True) as progress:
            outcome = await actions.import_file(settings, request, progress)
        click.echo(
            f"{path.name}：读取 {outcome.total('read'):,} 行，新增 {outcome.total('new'):,}，退回 {outcome.total('refused'):,}"
        )
    await synonyms.add(demo_synonyms(), "demo", "装入示范区")
    return await _index_demo(settings)


async def _index_demo(settings: configuration.Settings) -> int:
    """Build the index where it is not there yet, so that the first visitor can search."""
    with open_engines(settings) as engines:
        if any(map(needs_rebuilding, conditions(engines).values())):
            with progress_bar(shown=True) as progress:
                await rebuild(engines, progress)
    return Exit.DONE


@with_database
async def _make_demo_people() -> int:
    await demonstration.make(configuration.load())
    return Exit.DONE


def _fill() -> None:
    for step in (_import_demo, _make_demo_people):
        try:
            step()
        except SystemExit as done:
            if done.code:
                raise


def _serve(host: str, port: int, workers: int, worker: bool) -> None:
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
        return socket.create_server(address[:2], family=family)
    except OSError as problem:
        raise NothingDone(
            f"不能在 {host} 的端口 {port} 上提供网站：{problem.strerror}。请用 --port 换一个端口。"
        ) from problem


WORKER_SECONDS = 10
"""How long the worker may take to end; an import cut off then is taken up again at the next start."""


@contextmanager
def _worker_beside(wanted: bool) -> Iterator[None]:
    """A background process that ends with this one, even if this one is killed: its standard input closes."""
    if not wanted:
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "worker", "--beside"], stdin=subprocess.PIPE
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(WORKER_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
