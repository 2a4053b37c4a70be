"""Making one enterprise of two, and two of one again (合并与撤销合并): everything in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from registry.accounts.caller import Caller
from registry.accounts.scope import Scope
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.merging.moving import move_all, put_back, take_out
from registry.enterprises.merging.rules import UNITED, Compared, Side, compared, empty, united
from registry.enterprises.merging.tables import GIVEN_UP
from registry.imports.keeping import one_writer
from registry.imports.kinds import KINDS
from registry.imports.precedence import settle_touched
from registry.imports.undoing import LEFT_KEPT, Undone, revert
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

LONGEST_REASON = 1000
FIELDS = KINDS["enterprise"].fields
SAME = marked("同一家企业不能与自己合并")
NEEDS_A_REASON = marked("请写明合并的依据，例如营业执照、登记机关的变更通知")
CHOOSE = marked("两家不同的每一项都要选定留下哪一个")
OVERTAKEN = marked("您打开这一页之后，其中一家的登记内容有改动。请看过现在的内容再选。")
GONE = marked("其中一家已并入别的企业，或者已不归您管理")
SAME_ROUND = marked("两家都是同一轮次的候选，请先撤销其中一个：%(rounds)s")
SAME_CORRECTION = marked("两家对同一项都有等待答复的更正，请先答复")
LATER = marked("留下的那家后来又并入了别的企业，请先撤销第 %(number)s 号合并")
UNDONE = marked("这次合并已经撤销")
TAKEN = marked("原企业的代码或注册号已被别的企业使用，不能撤销合并")


class Refused(Refusal):
    """Two enterprises are not merged, or not taken apart, like this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person decided: which two, as they were read (`*_version`), where each value comes from, and why."""

    kept: int
    other: int
    kept_version: str
    other_version: str
    choices: Mapping[str, str]
    reason: str


async def merge(scope: Scope, caller: Caller, asked: Asked) -> int:
    """Merge two enterprises that the caller may see; returns the number of the merge. Raises Refused."""
    if asked.kept == asked.other:
        raise Refused(Text(SAME))
    if not asked.reason.strip() or len(asked.reason) > LONGEST_REASON:
        raise Refused(Text(NEEDS_A_REASON))
    async with transaction(), operation("merge", caller.login, asked.reason.strip()) as number:
        await one_writer(connection())
        kept, other = (
            await _held(scope, asked.kept, asked.kept_version),
            await _held(scope, asked.other, asked.other_version),
        )
        await _refuse_conflicts(asked.kept, asked.other)
        final, origins = _final(kept, other, asked.choices, number)
        moved, dropped = await move_all(
            asked.kept, asked.other, kept["credit_code"], other["credit_code"], final
        )
        await connection().execute("DELETE FROM enterprise WHERE id = $1", asked.other)
        await _write(asked.kept, final, origins)
        made: int = await connection().fetchval(
            "INSERT INTO enterprise_merge (operation_id, kept_id, old_id, old_name, codes, numbers, moved, dropped, actor,"
            " reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            number,
            asked.kept,
            asked.other,
            other["name"],
            _retired("credit_code", kept, other, final),
            _retired("registration_number", kept, other, final),
            moved,
            dropped,
            caller.login,
            asked.reason.strip(),
        )
    return made


async def _held(scope: Scope, number: int, version: str) -> dict[str, Any]:
    """The record, held until the end. Raises Refused where it has changed, or is not there for the caller any more."""
    row = await connection().fetchrow(
        "SELECT e.*, (extract(epoch FROM e.updated_at) * 1000000)::bigint AS version FROM enterprise e WHERE id = $1"
        " FOR UPDATE",
        number,
    )
    if row is None or not scope.ranks(row["township"], row["credit_code"]):
        raise Refused(Text(GONE))
    if str(row["version"]) != version:
        raise Refused(Text(OVERTAKEN))
    return dict(row)


async def _refuse_conflicts(kept: int, other: int) -> None:
    rounds = await connection().fetch(
        "SELECT r.title || ' ' || r.name AS name FROM candidacy a JOIN candidacy b USING (round_id)"
        " JOIN candidate_round r ON r.id = a.round_id WHERE a.enterprise_id = $1 AND b.enterprise_id = $2",
        kept,
        other,
    )
    if rounds:
        raise Refused(Text(SAME_ROUND, {"rounds": "、".join(row["name"] for row in rounds)}))
    if await connection().fetchval(
        "SELECT EXISTS (SELECT FROM record_correction a JOIN record_correction b USING (field)"
        " WHERE a.enterprise_id = $1 AND b.enterprise_id = $2 AND a.state = 'proposed' AND b.state = 'proposed')",
        kept,
        other,
    ):
        raise Refused(Text(SAME_CORRECTION))


def _final(
    kept: Mapping[str, Any], other: Mapping[str, Any], choices: Mapping[str, str], number: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that change, and where they come from: what a person chose between two stays as if written by hand."""
    final: dict[str, Any] = {}
    origins: dict[str, Any] = {}
    for row in compared(FIELDS, kept, other):
        side = row.chosen or _choice(row, choices)
        if row.chosen is None:
            origins[row.field] = {"hand": True, "operation": number}
        elif side is Side.OTHER:
            origins[row.field] = _origin(other, row.field)
        final[row.field] = row.other if side is Side.OTHER else row.kept
    final["former_names"] = united(
        final["name"], kept["former_names"], [kept["name"], other["name"]], other["former_names"]
    )
    final["tags"] = list(dict.fromkeys([*kept["tags"], *other["tags"]]))
    for field in UNITED:
        if final[field] != kept[field] and not empty(other[field]):
            origins[field] = {"hand": True, "operation": number}
    return final, origins


def _choice(row: Compared, choices: Mapping[str, str]) -> Side:
    try:
        return Side(choices.get(row.field, ""))
    except ValueError:
        raise Refused(Text(CHOOSE)) from None


def _origin(record: Mapping[str, Any], field: str) -> Any:
    """Where a value came from: as noted for the field, else as the record as a whole."""
    whole = {
        "batch": record["origin_batch"],
        "sheet": record["origin_sheet"],
        "row": record["origin_row"],
    }
    return record["origins"].get(field) or (whole if record["origin_batch"] else {"hand": True})


async def _write(kept: int, final: Mapping[str, Any], origins: Mapping[str, Any]) -> None:
    assigned = ", ".join(f"{field} = ${place}" for place, field in enumerate(final, start=3))
    await connection().execute(
        f"UPDATE enterprise SET {assigned}, origins = origins || $2 WHERE id = $1",
        kept,
        origins,
        *final.values(),
    )


def _retired(
    field: str, kept: Mapping[str, Any], other: Mapping[str, Any], final: Mapping[str, Any]
) -> list[str]:
    """Keys of both that the merged record does not have."""
    return [key for key in dict.fromkeys((kept[field], other[field])) if key and key != final.get(field)]


async def undo(scope: Scope, caller: Caller, number: int, reason: str) -> None:
    """Make two of one again. Raises LookupError where the caller sees no such merge, Refused."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused(Text(marked("请写明撤销的理由")))
    async with transaction():
        await one_writer(connection())
        made = await connection().fetchrow(
            "SELECT m.*, e.township, e.credit_code, given_up.record FROM enterprise_merge m"
            f" JOIN enterprise e ON e.id = m.kept_id CROSS JOIN {GIVEN_UP} WHERE m.id = $1 FOR UPDATE OF m, e",
            number,
        )
        sides = (made, made["record"]) if made else ()
        if not sides or not all(scope.ranks(one.get("township"), one.get("credit_code")) for one in sides):
            raise LookupError(number)
        await _refuse_undoing(made)
        async with operation("undo", caller.login, reason.strip(), of_operation=made["operation_id"]):
            undone = await revert(connection(), made["operation_id"])
            if not await connection().fetchval(
                "SELECT EXISTS (SELECT FROM enterprise WHERE id = $1)", made["old_id"]
            ):
                raise Refused(Text(TAKEN))
            await take_out(made)
            gone = await put_back(made)
            await settle_touched(connection())
            left = {"records": _left(undone), "moved": gone}
            await connection().execute(
                "UPDATE enterprise_merge SET undone_by = $2, undone_at = now(), undone_reason = $3, left_alone = $4"
                " WHERE id = $1",
                number,
                caller.login,
                reason.strip(),
                left,
            )


def _left(undone: Undone) -> list[list[str | None]]:
    """What an undoing left alone; of the lists that were put together nothing was."""
    return [list(one) for one in undone.left if one[2] not in UNITED][:LEFT_KEPT]


async def _refuse_undoing(made: asyncpg.Record) -> None:
    if made["undone_at"] is not None:
        raise Refused(Text(UNDONE))
    later = await connection().fetchval(
        "SELECT min(id) FROM enterprise_merge WHERE undone_at IS NULL"
        " AND moved -> 'enterprise_merge' @> to_jsonb($1::bigint)",
        made["id"],
    )
    if later is not None:
        raise Refused(Text(LATER, {"number": later}))
