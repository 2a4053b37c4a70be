"""Reads of titles (称号) for their deadlines."""

from typing import Any

from registry.database.engine import connection
from registry.enterprises.ladder.deadlines import HeldTitle
from registry.enterprises.ladder.facts import CANCELLED

COLUMNS = f"""
    r.id AS number, r.title, r.title_kind AS kind, r.level, r.valid_to, r.review_year,
    substring(r.round FROM '(?:19|20)[0-9][0-9]')::int AS round_year, coalesce(r.status, '') ~ '{CANCELLED}' AS ended"""


async def titles_of(enterprise: int) -> list[HeldTitle]:
    """The titles of one enterprise, in the transaction going on."""
    rows = await connection().fetch(
        f"SELECT {COLUMNS} FROM recognition r WHERE r.enterprise_id = $1 ORDER BY r.id", enterprise
    )
    return [held_title(row) for row in rows]


def held_title(row: Any) -> HeldTitle:
    """A title from a row with `COLUMNS`."""
    return HeldTitle(**{name: row[name] for name in HeldTitle.__dataclass_fields__})
