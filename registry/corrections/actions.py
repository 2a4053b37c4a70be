"""What people do about a wrong value: propose another, take the proposal back, accept or decline it."""

import asyncpg

from registry.corrections.queries import Correction, Subject
from registry.corrections.rules import LONGEST_TEXT, State, refusal_of_answer, refusal_of_proposal
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.imports import editing
from registry.site.texts import Text, marked

ANSWERED = marked("这项更正已经有了答复，或者已经撤回")
OPEN_ALREADY = marked("这一项已有等待答复的更正：自己提的先撤回，他人提的等答复后再提")
NOT_YOURS = marked("这项更正由他人提出，只有提出人可以撤回")
NOT_EDITABLE = marked("这一项不能更正")


class Refused(Exception):
    """Why nothing was done, in words for the page; `said` is a sentence of the checker, in Chinese."""

    def __init__(self, text: Text | None = None, said: str = "") -> None:
        super().__init__(said or (text.message if text else ""))
        self.text = text
        self.said = said


async def propose(subject: Subject, field: str, proposed: str, reason: str, actor: str) -> None:
    """Propose another value for a field of one's own enterprise. Raises Refused."""
    wrong = refusal_of_proposal(proposed, reason)
    if wrong:
        raise Refused(Text(wrong, {"longest": LONGEST_TEXT}))
    if field not in subject.values:
        raise Refused(Text(NOT_EDITABLE))
    try:
        editing.must_be_readable("enterprise", field, proposed)
        async with transaction() as here, operation("propose", actor, reason):
            await here.execute(
                "INSERT INTO record_correction (enterprise_id, field, held, proposed, reason, proposed_by)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                subject.id,
                field,
                {"value": subject.values[field]},
                proposed.strip(),
                reason.strip(),
                actor,
            )
    except editing.EditRefused as refused:
        raise Refused(said=str(refused)) from refused
    except asyncpg.UniqueViolationError as double:
        raise Refused(Text(OPEN_ALREADY)) from double


async def withdraw(found: Correction, actor: str) -> None:
    """Take one's own proposal back. Raises Refused where it is somebody else's or has been answered."""
    if found.proposed_by != actor:
        raise Refused(Text(NOT_YOURS))
    async with transaction(), operation("withdraw", actor):
        await _settle(found.id, State.WITHDRAWN, actor, "")


async def decide(found: Correction, target: str, answer: str, actor: str) -> None:
    """Accept a proposal, which writes the value as one given by a person, or decline it with a word. Raises Refused."""
    wrong = refusal_of_answer(target, answer)
    if wrong:
        raise Refused(Text(wrong))
    decision = State(target)
    try:
        async with transaction(), operation("decide", actor, answer or None):
            await _settle(found.id, decision, actor, answer.strip())
            if decision is State.ACCEPTED:
                await editing.edit_record(
                    "enterprise", found.enterprise, {found.field: found.proposed}, actor, found.reason
                )
    except editing.EditRefused as refused:
        raise Refused(said=str(refused)) from refused


async def _settle(number: int, target: State, actor: str, answer: str) -> None:
    settled = await connection().fetchval(
        "UPDATE record_correction SET state = $2, decided_by = $3, answer = $4, decided_at = now()"
        " WHERE id = $1 AND state = 'proposed' RETURNING true",
        number,
        target.value,
        actor,
        answer,
    )
    if not settled:
        raise Refused(Text(ANSWERED))
