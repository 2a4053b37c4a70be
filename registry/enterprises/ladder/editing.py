"""Saving a version of the criteria, and taking one back."""

from datetime import datetime

from registry.accounts.caller import Caller
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import read_ladder
from registry.enterprises.ladder.versions import state_of, versions
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

WRITING = 0x6C616464
"""Advisory lock under which versions are written, so that each knows of all before it."""
LONGEST_REASON = 500


class CriteriaRefused(Refusal):
    """The criteria are not changed like this; nothing was written."""


class Overtaken(CriteriaRefused):
    """Somebody saved or took back a version since the text was opened."""


async def save(toml: str, reason: str, state: str, caller: Caller) -> int:
    """Save a version; returns its number. `state` is that of the versions when the text was opened.

    Raises CriteriaUnreadable, CriteriaRefused, Overtaken.
    """
    ladder = read_ladder(toml)
    async with transaction() as current, operation("criteria", caller.login, _worded(reason)):
        await _alone(state)
        number: int = await current.fetchval(
            "INSERT INTO ladder_criteria (title, holds_from, toml, actor, reason) VALUES ($1, $2, $3, $4, $5)"
            " RETURNING id",
            ladder.title,
            ladder.holds_from,
            toml,
            caller.login,
            _worded(reason),
        )
        return number


async def take_back(number: int, reason: str, state: str, caller: Caller, now: datetime) -> None:
    """Let a version hold no more. Raises CriteriaRefused, Overtaken; LookupError where there is none to take back."""
    async with transaction() as current, operation("criteria", caller.login, _worded(reason)):
        await _alone(state)
        done = await current.fetchval(
            "UPDATE ladder_criteria SET withdrawn_by = $2, withdrawn_reason = $3, withdrawn_at = $4"
            " WHERE id = $1 AND withdrawn_at IS NULL RETURNING id",
            number,
            caller.login,
            _worded(reason),
            now,
        )
        if done is None:
            raise LookupError


async def _alone(state: str) -> None:
    await connection().execute("SELECT pg_advisory_xact_lock($1)", WRITING)
    if state_of(await versions()) != state:
        raise Overtaken(
            Text(marked("打开之后另有人保存或撤下了一版标准。下面是您写的内容，请对照现行标准再保存"))
        )


def _worded(reason: str) -> str:
    """The reason as it is kept. Raises CriteriaRefused where there is none."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise CriteriaRefused(Text(marked("请写明理由")))
    return said
