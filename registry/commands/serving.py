"""`registry serve`, `worker`, `demo`."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn

from registry import settings as configuration
from registry.commands.running import Exit, progress_bar, with_database
from registry.database.engine import transaction
from registry.database.migrate import migrate
from registry.database.server import database_url
from registry.demo import write_files
from registry.imports import actions
from registry.imports.worker import work

HOST = click.option("--host", help="监听的地址，默认 127.0.0.1。")
DEMO_SETTINGS = {
    "REGISTRY_DEMO": "true",
    "REGISTRY_INTERNAL_PAGES": "true",
    "REGISTRY_DISTRICT": "环翠区",
    "REGISTRY_BUREAU": "威海市环翠区市场监督管理局",
}
PORT = click.option("--port", type=int, help="监听的端口，默认 8000。")


@click.command()
@HOST
@PORT
@click.option("--workers", type=click.IntRange(1), help="网页进程数。")
@click.option("--worker/--no-worker", default=True, help="是否在旁边运行后台进程。")
def serve(host: str | None, port: int | None, workers: int | None, worker: bool) -> None:
    """提供网站。Serve the site."""
    settings = configuration.load()
    asyncio.run(migrate(settings))
    _serve(host or settings.host, port or settings.port, workers or settings.workers, worker)


@click.command("worker")
@with_database
async def run_worker() -> int:
    """运行后台进程：接着做被中断的导入。Run background work."""
    await work(configuration.load())
    return Exit.DONE


@click.command()
@HOST
@PORT
@click.option("--serve/--no-serve", "serving", default=True, help="导入之后是否提供网站。")
def demo(host: str | None, port: int | None, serving: bool) -> None:
    """装入虚构的示范区并提供网站。Fill the registry with a fictitious district and serve it."""
    os.environ.update({name: os.environ.get(name, value) for name, value in DEMO_SETTINGS.items()})
    settings = configuration.load()
    _fill()
    if serving:
        _serve(host or settings.host, port or settings.port, settings.workers, worker=True)


@with_database
async def _import_demo() -> int:
    settings = configuration.load()
    async with transaction() as connection:
        files = await connection.fetchval("SELECT count(*) FROM import_batch WHERE state = 'committed'")
        foreign = await connection.fetchval("SELECT count(*) FROM import_batch WHERE actor <> 'demo'")
    if foreign:
        raise click.ClickException(
            "登记簿里已有导入的数据，不再装入示范数据。请把 REGISTRY_DATA 指向一个空文件夹。"
        )
    folder = settings.data.resolve() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    paths = await asyncio.to_thread(write_files, folder)
    if files >= len(paths):
        return Exit.DONE
    for path in paths:
        request = actions.Request(path, path.name, "demo", reason="装入示范区")
        with progress_bar(shown=True) as progress:
            outcome = await actions.import_file(settings, request, progress)
        click.echo(
            f"{path.name}：读取 {outcome.total('read'):,} 行，新增 {outcome.total('new'):,}，退回 {outcome.total('refused'):,}"
        )
    return Exit.DONE


def _fill() -> None:
    try:
        _import_demo()
    except SystemExit as done:
        if done.code:
            raise


def _serve(host: str, port: int, workers: int, worker: bool) -> None:
    settings = configuration.load()
    database_url(settings)
    with _worker_beside(worker):
        click.echo(f"http://{host}:{port}/")
        uvicorn.run(
            "registry.app:app_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
        )


@contextmanager
def _worker_beside(wanted: bool) -> Iterator[None]:
    """A background process that ends with this one."""
    if not wanted:
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "registry.cli", "worker"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
