"""Moving a candidate on, writing notes, taking back the last step, and who looks after it."""

from dataclasses import dataclass
from datetime import date

from registry.accounts.caller import Caller
from registry.accounts.scope import Scope
from registry.candidates.locking import Taken, require_hand, take
from registry.candidates.recognising import recognise, take_back
from registry.candidates.refusing import CHECK, Refused
from registry.candidates.rules import Faults, Move, State, faults, may_undo, note_faults
from registry.candidates.tagging import require_owner
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.site.texts import Text, marked


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back a step did. `gone`: it was the tagging itself; `kept`: a title that stays in the register."""

    gone: bool = False
    kept: bool = False


async def step(scope: Scope, caller: Caller, number: int, version: int, move: Move, today: date) -> None:
    """Move a candidate on. Raises LookupError, Overtaken, Refused."""
    async with transaction(), operation("candidacy", caller.login, move.note.strip() or None) as made:
        taken = await take(scope, number, version)
        _refuse(faults(move, taken.standing, caller, today))
        recognition = await recognise(taken, move, made) if move.target is State.RECOGNISED else None
        await _write(taken, move.target, recognition)
        await _note(taken, made, move, caller)


async def note(
    scope: Scope, caller: Caller, number: int, version: int, on_day: date | None, text: str, today: date
) -> None:
    """Write what happened without moving the candidate on. Raises LookupError, Overtaken, Refused."""
    async with transaction(), operation("candidacy", caller.login, text.strip() or None) as made:
        taken = await take(scope, number, version)
        _refuse(note_faults(on_day, text, taken.standing.since, today))
        require_hand(caller)
        state = taken.standing.state
        await _write(taken, state, taken.recognition)
        await _note(taken, made, Move(state, on_day, text), caller)


async def assign(scope: Scope, caller: Caller, number: int, version: int, owner: int | None) -> None:
    """Say who looks after a candidate; nobody for None. Raises LookupError, Overtaken, Refused."""
    async with transaction(), operation("candidacy", caller.login, "联络员"):
        await take(scope, number, version)
        require_hand(caller)
        await require_owner(owner, caller)
        await connection().execute(
            "UPDATE candidacy SET owner_id = $2, version = version + 1, updated_at = now() WHERE id = $1",
            number,
            owner,
        )


async def undo(scope: Scope, caller: Caller, number: int, version: int, reason: str) -> Undone:
    """Take back the last step; taking back the tagging removes the candidate. Raises LookupError, Overtaken, Refused."""
    if not reason.strip():
        raise Refused(CHECK, {"reason": Text(marked("请写明理由"))})
    async with transaction():
        taken = await take(scope, number, version)
        last = taken.last
        if not may_undo(last.source, last.target, last.actor, caller):
            raise Refused(Text(marked("这一步要由经办人员或作出它的人撤销，决定要由审核人员撤销")))
        async with operation("undo", caller.login, reason.strip(), of_operation=last.operation):
            if last.source is None:
                await _remove(taken)
                return Undone(gone=True)
            kept = await _back(taken, last.source, caller, reason.strip())
    return Undone(kept=kept)


async def _back(taken: Taken, source: State, caller: Caller, reason: str) -> bool:
    """The state before; returns whether a title stays in the register all the same."""
    deciding = taken.last.target is State.RECOGNISED and source is not State.RECOGNISED
    await _write(taken, source, None if deciding else taken.recognition)
    await connection().execute(
        "UPDATE candidacy_step SET undone_by = $2, undone_at = now(), undone_reason = $3 WHERE id = $1",
        taken.last.id,
        caller.login,
        reason,
    )
    if not deciding or taken.recognition is None:
        return False
    return not await take_back(taken.recognition, taken.last.operation)


async def _remove(taken: Taken) -> None:
    """The change log keeps what is deleted. Raises Refused while there are files."""
    if await connection().fetchval(
        "SELECT EXISTS (SELECT FROM candidacy_attachment WHERE candidacy_id = $1 AND removed_at IS NULL)",
        taken.id,
    ):
        raise Refused(Text(marked("候选还有附件。请先移除附件，或者改为“已退出”")))
    for table, column in (
        ("candidacy_attachment", "candidacy_id"),
        ("candidacy_step", "candidacy_id"),
        ("candidacy", "id"),
    ):
        await connection().execute(f"DELETE FROM {table} WHERE {column} = $1", taken.id)


async def _write(taken: Taken, state: State, recognition: int | None) -> None:
    await connection().execute(
        "UPDATE candidacy SET state = $2, recognition_id = $3, version = version + 1, updated_at = now() WHERE id = $1",
        taken.id,
        state.value,
        recognition,
    )


async def _note(taken: Taken, made: int, move: Move, caller: Caller) -> None:
    await connection().execute(
        "INSERT INTO candidacy_step"
        " (candidacy_id, operation_id, from_state, to_state, on_day, note, document_number, actor)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        taken.id,
        made,
        taken.standing.state.value,
        move.target.value,
        move.on_day,
        move.note.strip(),
        move.document_number.strip() or None,
        caller.login,
    )


def _refuse(found: Faults) -> None:
    if found:
        raise Refused(found.get("target", CHECK), found)
