"""kill -9 at any moment of an import: the real command, the real embedded database."""

import asyncio
import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from registry.database.embedded.membership import leave
from registry.database.embedded.process import server_process
from registry.database.engine import open_database, transaction
from registry.database.migrate import migrate
from registry.database.server import database_url
from registry.imports import actions
from registry.imports.batches import Request
from registry.settings import Settings
from schemas.application_number import check_digit
from tests.faults.prepared import Prepared
from tests.registry.imports.desk import silent

ROWS = 2000
KILLS = 50
SERVER_KILLS = frozenset({9, 24, 39})
"""Rounds in which PostgreSQL is killed too."""
CONTENT = """
    SELECT md5(string_agg(p::text, chr(10) ORDER BY application_number)) FROM (
        SELECT application_number, title, owners, applicants, inventors, abstract, filing_date, origin_sheet,
               origin_row, origins, seen_digest FROM patent) p"""
WAITING = "SELECT count(*) FROM import_batch WHERE state = 'received'"
HALF = f"""
    SELECT (SELECT count(*) NOT IN (0, {ROWS}) FROM patent)
        OR exists(SELECT FROM patent p JOIN import_batch b ON b.id = p.origin_batch WHERE b.state <> 'committed')
        OR exists(SELECT FROM import_row r JOIN import_batch b ON b.id = r.batch_id WHERE b.state = 'received')
        OR exists(SELECT FROM change_entry e JOIN operation o ON o.id = e.operation_id
                  JOIN import_batch b ON b.id = o.batch WHERE b.state = 'received')"""


@pytest.fixture
def settings(data_folder: Path) -> Iterator[Settings]:
    """Settings of an embedded database in a folder that commands use together."""
    made = Settings(data=data_folder)
    made.postgres_folder.parent.mkdir(parents=True, exist_ok=True)
    yield made
    leave(made.postgres_folder)


def export(folder: Path) -> Path:
    path = folder / "检索结果.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("申请号", "专利名称", "公开（公告）号", "申请（专利权）人", "发明人", "申请日", "摘要")
        )
        for serial in range(ROWS):
            body = f"20201{serial:07d}"
            writer.writerow((
                f"{body}.{check_digit(body)}", f"装置{serial}", f"CN{110000000 + serial}A", "甲公司;乙公司",
                "王一;李二", "2020-03-04", "本发明公开了一种装置。" * 20,
            ))  # fmt: skip
    return path


class Command:
    """The `registry` command in a process group of its own."""

    def __init__(self, settings: Settings) -> None:
        self.environment = {**os.environ, "REGISTRY_DATA": str(settings.data)}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "registry.cli", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> Any:
        with self.start(*arguments) as process:
            out, err = process.communicate()
        assert process.returncode == 0, err.decode()
        return json.loads(out)


class Register:
    """What the database holds, and what is done to it beside the commands."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runner = asyncio.Runner()
        self.start()

    def start(self) -> None:
        """Start the server if it does not run, and open the database."""
        database_url(self.settings)
        self.opened = open_database(self.settings)
        self.runner.run(self.opened.__aenter__())

    def close(self) -> None:
        self.runner.run(self.opened.__aexit__(None, None, None))

    def kill_server(self) -> None:
        server = server_process(self.settings.postgres_folder)
        assert server is not None
        self.close()
        for part in [server, *server.children()]:
            with contextlib.suppress(psutil.NoSuchProcess):
                part.kill()
        while server_process(self.settings.postgres_folder) is not None:
            time.sleep(0.01)  # a killed process takes a moment to be gone

    def do(self, act: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        return self.runner.run(act())

    def value(self, query: str) -> Any:
        async def ask() -> Any:
            async with transaction() as here:
                return await here.fetchval(query)

        return self.do(ask)

    def content(self) -> str | None:
        return self.value(CONTENT)

    def half_done(self) -> bool:
        """Whether a part of the batch is visible."""
        return self.value(HALF)

    def take(self, path: Path) -> None:
        """Take up what was interrupted, and import the file if that was nothing."""
        self.do(lambda: actions.resume(self.settings, silent))
        if not self.value("SELECT count(*) FROM patent"):
            self.do(lambda: actions.import_file(self.settings, Request(path, path.name, "tester"), silent))

    def undo(self) -> None:
        batch = self.value("SELECT min(origin_batch) FROM patent")
        undone = self.do(lambda: actions.undo(batch, "tester"))
        assert (undone.removed, undone.left) == (ROWS, [])


def finish_by_worker(command: Command, register: Register) -> None:
    """The background process finishes what waits."""
    worker = command.start("worker")
    deadline = time.monotonic() + 60
    while register.value(WAITING) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not register.value(WAITING)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.communicate()


def killed_at(fraction: float, commands: Prepared, register: Register, path: Path, duration: float) -> float:
    """Start an import and kill it after this part of the time it takes; again, sooner, if it was faster."""
    while True:
        started = time.monotonic()
        commands.start("import", "--json", str(path))
        if commands.ended(fraction * duration) is None:
            commands.kill()
            return fraction * duration
        duration = 0.9 * (time.monotonic() - started)
        register.undo()


@pytest.mark.usefixtures(
    "reading_here"
)  # the commands that are killed read in a child; what is finished here need not
def test_nothing_is_ever_half_done_and_everything_is_finished(settings: Settings, tmp_path: Path) -> None:
    dice = random.Random(20260729)  # noqa: S311 - moments that can be had again
    asyncio.run(migrate(settings))
    path, command, register = export(tmp_path), Command(settings), Register(settings)
    commands = Prepared(command.environment, tmp_path / "import.log")
    started = time.monotonic()
    commands.start("import", "--json", str(path))
    assert commands.ended() == 0, commands.log.read_text()
    duration = time.monotonic() - started
    expected = register.content()
    register.undo()
    fractions = [(number + dice.random()) / KILLS for number in range(KILLS)]
    dice.shuffle(fractions)
    for number, fraction in enumerate(fractions):
        moment = killed_at(fraction, commands, register, path, duration)
        if number in SERVER_KILLS:
            register.kill_server()
            register.start()
        assert commands.ended() in (0, -signal.SIGKILL)
        assert not register.half_done(), (number, moment)
        if number % 3 and not register.value("SELECT count(*) FROM patent"):
            continue  # the next round begins with what this one left
        if number % 12 == 0:
            if not register.value("SELECT count(*) FROM patent"):  # else it was killed after it was kept
                command.run("import", "--json", str(path))
        elif number % 12 == 6 and register.value(WAITING):
            finish_by_worker(command, register)
        register.take(path)
        assert register.content() == expected, (number, moment)
        assert not register.half_done(), (number, moment)
        assert not register.value(WAITING), (number, moment)
        register.undo()
    register.take(path)
    assert register.content() == expected
    register.undo()
    assert register.value("SELECT count(*) FROM patent") == 0
    assert list(settings.spool_folder.iterdir()) == []
    commands.close()
    register.close()
    register.runner.close()
