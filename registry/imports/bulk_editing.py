"""批量修改: one field of many enterprises written by hand, seen before it is written, taken back as a whole later.

Each record has its own entry in the change log under one operation. The values count as written by a person, so that no
import replaces them. What is shown before and what is written come from the same expression.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import asyncpg

from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.imports.editing import EditRefused, read_value
from registry.imports.keeping import one_writer
from registry.imports.precedence import settle_touched
from registry.imports.undoing import Undone, revert
from schemas import catalogue

KIND = "bulk edit"
"""What such an operation is called in the log."""
FIELDS = ("cluster", "township", "size", "industry", "status", "iso56005_level")
LISTS = ("tags",)
MOST = 5000
"""Enterprises that can be changed at once."""


class How(StrEnum):
    """What is done to the field: its value is replaced, or one is put to a list or taken from it."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What to write. `text` as it was typed; empty clears a field that is set."""

    field: str
    how: How
    text: str


CHOICES = (
    *((field, How.SET) for field in FIELDS),
    *((name, how) for name in LISTS for how in (How.ADD, How.REMOVE)),
)
_AFTER = {
    How.SET: "{value}",
    How.ADD: "{field} || ARRAY(SELECT x FROM unnest({value}) x WHERE x <> ALL ({field}))",
    How.REMOVE: "ARRAY(SELECT x FROM unnest({field}) WITH ORDINALITY u (x, n) WHERE x <> ALL ({value}) ORDER BY n)",
}


@dataclass(frozen=True, slots=True)
class RowChange:
    """One enterprise: what its field says and would say. `revision` tells whether it was written since."""

    id: int
    key: str
    name: str
    before: Any
    after: Any
    revision: str

    @property
    def differs(self) -> bool:
        """Whether anything would change."""
        return bool(self.before != self.after)


class NothingToChange(Exception):
    """No record would become another one by this."""


@dataclass(frozen=True, slots=True)
class Written:
    """The operation, how many records it changed, and those left because somebody wrote them in between."""

    operation: int
    changed: int
    moved: list[RowChange]


def choice(edit: BulkEdit) -> tuple[str, Any]:
    """The SQL of the new value with `$2` for what was typed, and that as the table holds it. Raises EditRefused."""
    if (edit.field, edit.how) not in CHOICES:
        raise EditRefused(f"“{edit.field}”不能批量修改。")
    value = read_value("enterprise", edit.field, edit.text)
    if edit.how is not How.SET and not value:
        raise EditRefused(f"请写明{catalogue.field('enterprise', edit.field).title}。")
    cast = "text[]" if edit.field in LISTS else "bigint" if isinstance(value, int) else "text"
    if value is None:
        cast = "bigint" if edit.field == "iso56005_level" else "text"
    return _AFTER[edit.how].format(field=f"e.{edit.field}", value=f"$2::{cast}"), value


async def preview(enterprises: list[int], edit: BulkEdit) -> list[RowChange]:
    """What the edit would make of these, by name. Raises EditRefused."""
    after, value = choice(edit)
    async with transaction() as here:
        rows = await here.fetch(
            f"SELECT e.id, coalesce(e.credit_code, 'id-' || e.id) AS key, e.name, e.{edit.field} AS before,"
            f" {after} AS after, e.updated_at FROM enterprise e WHERE e.id = ANY($1) ORDER BY e.name, e.id",
            enterprises,
            value,
        )
    return [_row(row) for row in rows]


def _row(row: asyncpg.Record) -> RowChange:
    given = dict(row)
    seen = revision(given.pop("updated_at"))
    return RowChange(**given, revision=seen)


def revision(moment: datetime) -> str:
    """A moment as a word that a form can carry: microseconds since 1970."""
    return str(int(moment.timestamp()) * 1_000_000 + moment.microsecond)


async def users_of(edit: BulkEdit) -> int:
    """How many enterprises have the value already; so that a word nobody uses yet stands out."""
    _, value = choice(edit)
    has = f"{edit.field} @> $1" if edit.field in LISTS else f"{edit.field} = $1"
    async with transaction() as here:
        return int(await here.fetchval(f"SELECT count(*) FROM enterprise WHERE {has}", value))


async def write(seen: Mapping[int, str], edit: BulkEdit, actor: str, reason: str) -> Written:
    """Write the edit to the records that are as they were `seen`: numbers with their revisions.

    Raises EditRefused; NothingToChange where none is left to be changed.
    """
    after, value = choice(edit)
    async with transaction() as here:
        await one_writer(connection())
        asked = [row for row in await preview(list(seen), edit) if row.differs]
        moved = [row for row in asked if row.revision != seen[row.id]]
        numbers = [row.id for row in asked if row.revision == seen[row.id]]
        if not numbers:
            raise NothingToChange
        async with operation(KIND, actor, reason) as number:
            await here.execute(
                f"UPDATE enterprise e SET {edit.field} = {after}, origins = origins || $3::jsonb WHERE e.id = ANY($1)",
                numbers,
                value,
                {edit.field: {"hand": True, "operation": number}},
            )
    return Written(number, len(numbers), moved)


class NotUndoable(Exception):
    """There is no such bulk edit, or it has been taken back."""


async def undo(number: int, actor: str, reason: str) -> Undone:
    """Take a whole bulk edit back; what was edited since is left and listed. Raises NotUndoable."""
    async with transaction() as here:
        await one_writer(connection())
        open_ = await here.fetchval(
            "SELECT true FROM operation o WHERE o.id = $1 AND o.kind = $2"
            " AND NOT EXISTS (SELECT FROM operation u WHERE u.of_operation = o.id)",
            number,
            KIND,
        )
        if not open_:
            raise NotUndoable
        async with operation("undo", actor, reason or None, of_operation=number):
            undone = await revert(connection(), number)
            await settle_touched(connection())
    return undone
