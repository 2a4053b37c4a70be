"""`registry demo`."""

import asyncio
import os

import click

from registry import settings as configuration
from registry.accounts import demonstration
from registry.accounts.identity import now
from registry.candidates import demonstration as candidates
from registry.commands.running import Exit, NothingDone, progress_bar, told, with_database
from registry.commands.serving import HOST, PORT, serve_at
from registry.corrections import demonstration as corrections
from registry.database.days import today
from registry.database.engine import transaction
from registry.demo import demo_synonyms, write_files
from registry.enterprises.dossier import demonstration as dossiers
from registry.imports import actions
from registry.imports.batches import Request
from registry.indexing import synonyms
from registry.indexing.conditions import conditions, needs_rebuilding
from registry.indexing.engines import open_engines
from registry.indexing.rebuilding import rebuild

DEMO_SETTINGS = {
    "REGISTRY_DEMO": "true",
    "REGISTRY_DISTRICT": "环翠区",
    "REGISTRY_BUREAU": "威海市环翠区市场监督管理局",
}


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
        serve_at(host or settings.host, port, settings.workers, worker=True)


@with_database
async def _import_demo() -> int:
    settings = configuration.load()
    async with transaction() as connection:
        files = await connection.fetchval(
            "SELECT count(*) FROM import_batch WHERE state = 'committed' AND actor = 'demo'"
        )
        foreign = await connection.fetchval("SELECT count(*) FROM import_batch WHERE actor <> 'demo'")
    if foreign and not files:
        raise NothingDone("登记簿里已有导入的数据，不再装入示范数据。请把 REGISTRY_DATA 指向一个空文件夹。")
    folder = settings.data.resolve() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    paths = await asyncio.to_thread(write_files, folder, titles=today())
    if files >= len(paths):
        return await _index_demo(settings)
    for path in paths:
        request = Request(path, path.name, "demo", reason="装入示范区")
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
    await demonstration.make_requests(now())
    await candidates.make(today())
    await dossiers.make(today())
    await corrections.make()
    return Exit.DONE


def _fill() -> None:
    for step in (_import_demo, _make_demo_people):
        try:
            step()
        except SystemExit as done:
            if done.code:
                raise
