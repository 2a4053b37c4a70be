"""Where every enterprise stands, worked out for all at once and kept by a process until the register changes."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from anyio import to_thread

from registry.accounts.scope import Scope
from registry.database.engine import connection, transaction
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.evaluating import Facts, evaluate
from registry.enterprises.ladder.facts import facts
from registry.enterprises.ladder.standing import held_tiers, standings

LONGEST = 60.0
"""Seconds after which a board is made anew in any case: transactions may end out of the order of their changes."""
ENTERPRISES: dict[str, Any] = {
    "enterprise": pl.Int64, "credit_code": pl.String, "name": pl.String, "township": pl.String,
    "cluster": pl.String, "tags": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """All enterprises against all tiers of a ladder on a day.

    enterprises: the columns of `ENTERPRISES` and held (key of a tier). places, by tier: columns of `STANDING`, of those
    below the tier only. answers, by tier: what `evaluate` gave. `change`: last change of the register it knows of.
    """

    ladder: Ladder
    today: date
    at: datetime
    change: int
    facts: Facts
    enterprises: pl.DataFrame
    places: Mapping[str, pl.DataFrame]
    answers: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Boards:
    """The board of a running application. One that the register has gone beyond is still shown, and made anew meanwhile."""

    held: dict[str, tuple[Board, float]] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    tasks: set[asyncio.Task[Board]] = field(default_factory=set)

    async def latest(self, ladder: Ladder, today: date) -> tuple[Board, bool]:
        """The board of this ladder on the day, and whether the register has changed since it was made."""
        if (board := self._fitting(ladder, today)) is None:
            return await self._renewed(ladder, today), False
        behind = board.change != await latest_change()
        if (behind or self._old()) and not self.tasks:
            task = asyncio.create_task(self._renewed(ladder, today))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return board, behind

    def _fitting(self, ladder: Ladder, today: date) -> Board | None:
        board, _ = self.held.get("board", (None, 0.0))
        return board if board and board.ladder == ladder and board.today == today else None

    def _old(self) -> bool:
        return time.monotonic() - self.held["board"][1] > LONGEST

    async def _renewed(self, ladder: Ladder, today: date) -> Board:
        async with self.lock:
            board = self._fitting(ladder, today)
            if board is None or self._old() or board.change != await latest_change():
                board = await make_board(ladder, today)
                self.held["board"] = (board, time.monotonic())
            return board

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Lets no work of it go on beyond the database."""
        try:
            yield
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)


async def latest_change() -> int:
    """The number of the last change of any record."""
    async with transaction():
        return int(await connection().fetchval("SELECT coalesce(max(id), 0) FROM change_entry"))


async def make_board(ladder: Ladder, today: date) -> Board:
    """Work out the board of the whole register."""
    async with transaction():
        change = await latest_change()
        rows = await connection().fetch(
            f"SELECT id AS enterprise, {', '.join([*ENTERPRISES][1:])} FROM enterprise"
        )
        known = await facts(Scope.system(), today)
    everyone = pl.DataFrame([tuple(row.values()) for row in rows], ENTERPRISES, orient="row")
    return await to_thread.run_sync(board_of, ladder, known, everyone, today, change)


def board_of(ladder: Ladder, known: Facts, everyone: pl.DataFrame, today: date, change: int) -> Board:
    """The board of these facts."""
    answers = evaluate(ladder, known, today)
    return Board(
        ladder=ladder,
        today=today,
        at=datetime.now(UTC),
        change=change,
        facts=known,
        enterprises=everyone.join(held_tiers(ladder, known, today), on="enterprise"),
        places={key: standings(ladder, known, answers, today, key) for key in ladder.keys},
        answers={key: answers.filter(pl.col("tier") == key) for key in ladder.keys},
    )
