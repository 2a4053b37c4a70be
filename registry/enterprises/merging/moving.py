"""What belongs to an enterprise goes with it when it is merged into another, and comes back when that is undone."""

from collections.abc import Mapping
from typing import Any

import asyncpg

from registry.database.engine import connection
from registry.enterprises.merging.rules import UNITED

Moved = dict[str, list[int]]
Dropped = dict[str, list[dict[str, Any]]]
MOVED = (
    "candidacy",
    "record_correction",
    "enterprise_product",
    "enterprise_training",
    "enterprise_contact",
    "value_confirmation",
)
"""Tables whose rows name their enterprise and can all be moved."""
TRACES = ("held_value", "confirmed_value")
"""Tables that name a record of any kind by its number: values beside those that stand, and files that confirmed them."""


async def move_all(
    kept: int, other: int, kept_code: str | None, other_code: str | None, final: Mapping[str, Any]
) -> tuple[Moved, Dropped]:
    """Move everything from `other` to `kept`; the numbers moved, and what `kept` had already and was dropped, by table."""
    moved = {table: await _move(table, "enterprise_id", kept, other) for table in MOVED}
    dropped: Dropped = {}
    dropped["owner_decision"] = await _drop_decisions(kept, other)
    moved["owner_decision"] = await _move("owner_decision", "enterprise_id", kept, other)
    moved["candidacy.recognition"] = await _join_titles(kept, other)
    await connection().execute(
        "UPDATE recognition SET enterprise_id = $1 WHERE enterprise_id = $2", kept, other
    )
    for table in TRACES:
        moved[table] = await _move_traces(table, kept, other)
    moved["enterprise_merge"] = await _move("enterprise_merge", "kept_id", kept, other)
    code = final.get("credit_code")
    for retired in {kept_code, other_code} - {None, code}:
        moved[f"account {retired}"] = await _move_accounts(str(retired), code)
    return {table: numbers for table, numbers in moved.items() if numbers}, dropped


async def _move(table: str, column: str, kept: int, other: int) -> list[int]:
    rows = await connection().fetch(
        f"UPDATE {table} SET {column} = $1 WHERE {column} = $2 RETURNING id", kept, other
    )
    return sorted(row["id"] for row in rows)


async def _drop_decisions(kept: int, other: int) -> list[dict[str, Any]]:
    """A person's words on names that both have one on: that on the one kept stands."""
    rows = await connection().fetch(
        "DELETE FROM owner_decision d WHERE d.enterprise_id = $2 AND EXISTS (SELECT FROM owner_decision k"
        " WHERE k.enterprise_id = $1 AND k.name = d.name) RETURNING to_jsonb(d) AS image",
        kept,
        other,
    )
    return [row["image"] for row in rows]


async def _join_titles(kept: int, other: int) -> list[int]:
    """A title of one round that both hold stays once: empty fields are filled, candidates go by the one that stays.

    Returns the candidates. The change log keeps the title that goes.
    """
    rows = await connection().fetch(
        "UPDATE candidacy c SET recognition_id = k.id FROM recognition k JOIN recognition o USING (title, round)"
        " WHERE k.enterprise_id = $1 AND o.enterprise_id = $2 AND c.recognition_id = o.id RETURNING c.id",
        kept,
        other,
    )
    filled = ", ".join(f"{field} = coalesce(k.{field}, o.{field})" for field in _TITLE_FIELDS)
    await connection().execute(
        f"UPDATE recognition k SET {filled} FROM recognition o WHERE k.enterprise_id = $1 AND o.enterprise_id = $2"
        " AND k.title = o.title AND k.round = o.round",
        kept,
        other,
    )
    await connection().execute(
        "DELETE FROM recognition o USING recognition k WHERE k.enterprise_id = $1 AND o.enterprise_id = $2"
        " AND k.title = o.title AND k.round = o.round",
        kept,
        other,
    )
    return sorted(row["id"] for row in rows)


_TITLE_FIELDS = (
    "title_kind", "level", "status", "document_number", "certificate_number", "valid_from", "valid_to", "review_year",
)  # fmt: skip


async def _move_traces(table: str, kept: int, other: int) -> list[int]:
    """A row of a file that was taken for one and, in another pass, for the other leaves its trace once."""
    rows = await connection().fetch(
        f"UPDATE {table} t SET record_id = $1 WHERE t.kind = 'enterprise' AND t.record_id = $2"
        f" AND NOT EXISTS (SELECT FROM {table} k WHERE k.kind = t.kind AND k.record_id = $1"
        " AND (k.batch, k.sheet, k.row) = (t.batch, t.sheet, t.row)) RETURNING t.id",
        kept,
        other,
    )
    return sorted(row["id"] for row in rows)


async def _move_accounts(retired: str, code: str | None) -> list[int]:
    """People of the enterprise speak for the one kept; they sign in anew, as whenever what somebody sees changes."""
    rows = await connection().fetch(
        "UPDATE account SET organisation = $2, updated_at = now()"
        " WHERE organisation_kind = 'enterprise' AND organisation = $1 RETURNING id",
        retired,
        code,
    )
    numbers = sorted(row["id"] for row in rows)
    await connection().execute("DELETE FROM account_session WHERE account_id = ANY($1)", numbers)
    return numbers


async def take_out(made: asyncpg.Record) -> None:
    """Take the names and tags that came with the one given up out of the lists of the one kept, whatever came to them since.

    A former name that stayed would give the one kept the patents of the other.
    """
    for field in UNITED:
        await connection().execute(
            f"UPDATE enterprise e SET {field} = ARRAY(SELECT x FROM unnest(e.{field}) WITH ORDINALITY u (x, n)"
            " WHERE x <> ALL (came.names) ORDER BY n) FROM (SELECT ARRAY("
            f" SELECT jsonb_array_elements_text(coalesce(l.after -> '{field}', '[]'))"
            f" EXCEPT SELECT jsonb_array_elements_text(coalesce(l.before -> '{field}', '[]'))) AS names"
            " FROM change_entry l WHERE l.operation_id = $2 AND l.kind = 'enterprise' AND l.record_id = $1"
            " AND l.action = 'update') came WHERE e.id = $1 AND came.names && e." + field,
            made["kept_id"],
            made["operation_id"],
        )


async def put_back(made: asyncpg.Record) -> list[str]:
    """Move back what the merge moved and still is where it was moved to; returns what is not, as table and number."""
    gone: list[str] = []
    for table, numbers in made["moved"].items():
        back = await _put_back(table, numbers, made)
        gone += [f"{table}:{number}" for number in numbers if number not in back]
    for image in made["dropped"].get("owner_decision", []):
        await connection().execute(
            "INSERT INTO owner_decision OVERRIDING SYSTEM VALUE"
            " SELECT * FROM jsonb_populate_record(NULL::owner_decision, $1) ON CONFLICT DO NOTHING",
            image,
        )
    return gone


async def _put_back(table: str, numbers: list[int], made: asyncpg.Record) -> set[int]:
    old, kept = made["old_id"], made["kept_id"]
    if table.startswith("account "):
        retired = table.removeprefix("account ")
        rows = await connection().fetch(
            "UPDATE account SET organisation = $2, updated_at = now() WHERE id = ANY($1) AND organisation ="
            " coalesce((SELECT after ->> 'organisation' FROM change_entry WHERE kind = 'account' AND record_id = account.id"
            " AND operation_id = $3 LIMIT 1), organisation) RETURNING id",
            numbers,
            retired,
            made["operation_id"],
        )
        await connection().execute("DELETE FROM account_session WHERE account_id = ANY($1)", numbers)
    elif table == "candidacy.recognition":
        rows = await connection().fetch(
            "UPDATE candidacy c SET recognition_id = (l.before ->> 'recognition_id')::bigint FROM change_entry l"
            " WHERE l.kind = 'candidacy' AND l.record_id = c.id AND l.operation_id = $2 AND l.before ? 'recognition_id'"
            " AND c.id = ANY($1) RETURNING c.id",
            numbers,
            made["operation_id"],
        )
    else:
        column = (
            "kept_id" if table == "enterprise_merge" else "record_id" if table in TRACES else "enterprise_id"
        )
        rows = await connection().fetch(
            f"UPDATE {table} SET {column} = $2 WHERE id = ANY($1) AND {column} = $3 RETURNING id",
            numbers,
            old,
            kept,
        )
    return {row["id"] for row in rows}
