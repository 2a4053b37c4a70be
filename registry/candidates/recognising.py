"""A recognised candidate becomes a title of the register (称号), and is taken back unless it was edited since."""

from registry.candidates.locking import Taken
from registry.candidates.rules import Move
from registry.database.days import today
from registry.database.engine import connection
from registry.enterprises.ladder.versions import current_ladder
from registry.imports.keeping import one_writer


async def recognise(taken: Taken, move: Move, operation: int) -> int:
    """The number of the title: a new one, written by hand, or that which a list has brought already."""
    await one_writer(connection())
    found = await connection().fetchval(
        "SELECT id FROM recognition WHERE enterprise_id = $1 AND title = $2 AND round = $3",
        taken.enterprise,
        taken.title,
        taken.round_name,
    )
    return int(found) if found else await _insert(taken, move, operation)


async def _insert(taken: Taken, move: Move, operation: int) -> int:
    ladder = await current_ladder(today())
    tier = next((tier for tier in ladder.tiers if tier.key == taken.tier), None)
    fields = {
        "title": taken.title,
        "title_kind": tier.kind.value if tier else None,
        "level": tier.level.value if tier else None,
        "round": taken.round_name,
        "document_number": move.document_number.strip(),
        "valid_from": move.on_day,
        "valid_to": move.valid_to,
        "review_year": move.review_year,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    places = ", ".join(f"${place}" for place in range(3, len(given) + 3))
    return int(
        await connection().fetchval(
            f"INSERT INTO recognition (enterprise_id, origins, {', '.join(given)}) VALUES ($1, $2, {places}) RETURNING id",
            taken.enterprise,
            {name: {"hand": True, "operation": operation} for name in given},
            *given.values(),
        )
    )


_MADE = "EXISTS (SELECT FROM changes_of('recognition', $1) WHERE operation_id = $2 AND action = 'insert')"
_EDITED = "EXISTS (SELECT FROM changes_of('recognition', $1) WHERE operation_id IS DISTINCT FROM $2)"
_NAMED = """EXISTS (
    SELECT FROM import_row i JOIN import_batch b ON b.id = i.batch_id
    WHERE i.kind = 'recognition' AND i.record_id <= $1 AND i.record_id + coalesce(i.last_row - i.row, 0) >= $1
      AND b.state = 'committed')"""


async def take_back(recognition: int, operation: int) -> bool:
    """Remove the title that `operation` made. False where it stays: a list brought it or names it, or it was edited since."""
    await one_writer(connection())
    removable: bool = await connection().fetchval(
        f"SELECT {_MADE} AND NOT {_EDITED} AND NOT {_NAMED}", recognition, operation
    )
    if removable:
        await connection().execute("DELETE FROM recognition WHERE id = $1", recognition)
    return removable
