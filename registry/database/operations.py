"""操作: the frame of everything that writes records; the change log takes from it who did what and why."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from registry.database.engine import transaction

_CURRENT = """\
SELECT current_setting('registry.operation', true), current_setting('registry.actor', true),
       current_setting('registry.reason', true)"""
_BEGIN = """\
INSERT INTO operation (kind, actor, reason, batch, of_operation) VALUES ($1, $2, $3, $4, $5) RETURNING id"""
_SET = """\
SELECT set_config('registry.operation', $1, true), set_config('registry.actor', $2, true),
       set_config('registry.reason', $3, true)"""


@asynccontextmanager
async def operation(
    kind: str,
    actor: str,
    reason: str | None = None,
    *,
    batch: int | None = None,
    of_operation: int | None = None,
) -> AsyncIterator[int]:
    """Begin an operation in the transaction going on, or in one of its own; yields its number.

    `kind` is import, undo, edit and so on; `of_operation` the operation that it undoes.
    Inside another operation, what is written is logged under the inner one, and after it under the outer one.
    """
    async with transaction() as connection:
        outer = await connection.fetchrow(_CURRENT)
        number: int = await connection.fetchval(_BEGIN, kind, actor, reason, batch, of_operation)
        await connection.execute(_SET, str(number), actor, reason or "")
        yield number
        await connection.execute(_SET, *(value or "" for value in outer))
