"""How a migration runs its SQL files."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from registry.database.engine import connection


def run_sql(*files: str) -> Callable[[], Awaitable[None]]:
    """A step that runs the files, named from this folder, in their order and in the current transaction."""

    async def step() -> None:
        for file in files:
            await connection().execute((Path(__file__).parent / file).read_text(encoding="utf-8"))

    return step
