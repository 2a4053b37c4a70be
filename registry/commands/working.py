"""`registry worker`."""

import asyncio
import signal
import sys
from contextlib import suppress

import click

from registry import settings as configuration
from registry.accounts.sealing import keep_sealing
from registry.commands.running import Exit, with_database
from registry.enterprises.ladder.reminding import keep_reminding
from registry.imports.worker import work
from registry.indexing.worker import keep_in_step
from registry.monitoring.logs import configure_logs
from registry.opendata.worker import keep_dumping
from registry.supervising import all_supervised


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
                "dumping": lambda: keep_dumping(settings),
                "reminding": lambda: keep_reminding(settings),
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
