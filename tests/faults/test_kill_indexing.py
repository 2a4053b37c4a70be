"""kill -9 at any moment of draining and of rebuilding: the real worker, the real embedded database and engine."""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.database.embedded.membership import leave
from registry.database.migrate import migrate
from registry.indexing.conditions import conditions, needs_rebuilding
from registry.indexing.engines import Engines, open_engines
from registry.indexing.rebuilding import rebuild
from registry.indexing.verifying import Verdict, verify
from registry.settings import Settings
from schemas.application_number import check_digit
from tests.faults.test_kill_import import Command, Register
from tests.registry.indexing.desk import silent, write

PATENTS, ENTERPRISES = 1000, 40
ROUNDS = 16
WAITING = "SELECT count(*) FROM index_outbox"
EDITS = (
    "UPDATE patent SET title = title || '改' WHERE id % 3 = {dice} % 3",
    "UPDATE patent SET owners = ARRAY['企业' || {dice}] WHERE id % 7 = {dice} % 7",
    "UPDATE enterprise SET township = '镇{dice}', name = name || '改' WHERE id % 5 = {dice} % 5",
    "UPDATE offer SET state = CASE state WHEN 'announced' THEN 'withdrawn' ELSE 'announced' END WHERE id % 2 = {dice} % 2",
    "DELETE FROM offer WHERE id % 17 = {dice} % 17",
    "INSERT INTO offer (patent_id, declaration, state) SELECT id, 'n{dice}', 'announced' FROM patent"
    " WHERE id % 50 = {dice} ON CONFLICT DO NOTHING",
    "UPDATE patent SET application_number = left(application_number, 4) || '1' || right(application_number, 9)"
    " WHERE id = {dice}",
)


@pytest.fixture
def settings(data_folder: Path) -> Iterator[Settings]:
    """Settings of an embedded database in a folder that the worker uses, too."""
    made = Settings(data=data_folder)
    made.postgres_folder.parent.mkdir(parents=True, exist_ok=True)
    yield made
    leave(made.postgres_folder)


@pytest.fixture
def register(settings: Settings) -> Iterator[Register]:
    """A register of enterprises, their patents and offers."""
    asyncio.run(migrate(settings))
    opened = Register(settings)
    bodies = [f"20202{serial:07d}" for serial in range(PATENTS)]
    opened.do(lambda: fill([f"{body}.{check_digit(body)}" for body in bodies]))
    yield opened
    opened.close()
    opened.runner.close()


async def fill(numbers: list[str]) -> None:
    await write(
        "INSERT INTO enterprise (name, township) SELECT '企业' || n, '镇' FROM generate_series(1, $1::int) n",
        ENTERPRISES,
    )
    await write(
        "INSERT INTO patent (application_number, title, owners, abstract)"
        " SELECT number, '装置' || place, ARRAY['企业' || place % $2], repeat('包括机架和辊组', 20)"
        " FROM unnest($1::text[]) WITH ORDINALITY AS n(number, place)",
        numbers,
        ENTERPRISES,
    )
    await write("INSERT INTO offer (patent_id, state) SELECT id, 'announced' FROM patent WHERE id % 4 = 0")


def edit(register: Register, dice: random.Random) -> None:
    for statement in dice.sample(EDITS, 3):
        sql = statement.format(dice=dice.randrange(1, ENTERPRISES))
        register.do(lambda sql=sql: write(sql))


class Worker:
    """The real `registry worker`."""

    def __init__(self, settings: Settings) -> None:
        self.process: subprocess.Popen[bytes] = Command(settings).start("worker")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def settle(register: Register, engines: Engines) -> float:
    """Seconds that an undisturbed worker needs from its start until nothing waits."""
    started = time.monotonic()
    worker = Worker(register.settings)
    while register.value(WAITING) or any(map(needs_rebuilding, conditions(engines).values())):
        assert time.monotonic() - started < 120
        assert worker.process.poll() is None
        time.sleep(0.05)
    worker.kill()
    return time.monotonic() - started


def in_step(register: Register, engines: Engines) -> None:
    """What a killed worker left can be finished by anyone; then nothing is lost, and nothing there twice."""

    async def finish() -> dict[str, Verdict]:
        if any(map(needs_rebuilding, conditions(engines).values())):
            await rebuild(engines, silent)
        return await verify(engines, silent, repair=False)

    verdicts = register.do(finish)
    assert all(verdict.whole for verdict in verdicts.values()), verdicts
    for engine in engines.values():
        engine.tidy()
        assert (
            sum(entry.is_dir() for entry in (register.settings.index_folder / engine.index.name).iterdir())
            == 1
        )


def test_whenever_the_worker_is_killed_the_index_ends_up_as_the_database(
    settings: Settings, register: Register
) -> None:
    dice = random.Random(20261125)  # noqa: S311 - moments that can be had again
    with open_engines(settings) as engines:
        building = settle(register, engines)
        edit(register, dice)
        draining = settle(register, engines)
        in_step(register, engines)
        for place in range(ROUNDS):
            if place % 4 == 0:
                shutil.rmtree(settings.index_folder)
            elif place % 4 == 2:
                (settings.index_folder / "enterprise" / "current").write_text("{")
            edit(register, dice)
            moment = (draining if place % 2 else building) * (0.3 + 0.7 * dice.random())
            worker = Worker(settings)
            time.sleep(moment / 2)
            edit(register, dice)
            time.sleep(moment / 2)
            worker.kill()
            in_step(register, engines)
