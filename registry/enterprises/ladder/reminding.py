"""Reminders of titles (称号): every deadline that comes near is noted once, and letters tell of it once."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime

from registry.accounts.mail import Letter, send
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.database.days import today as bureau_day
from registry.database.engine import connection, transaction
from registry.enterprises.ladder.deadlines import WATCHED, Deadline, Due
from registry.enterprises.ladder.holdings import Holding, due_soon
from registry.enterprises.ladder.versions import current_ladder
from registry.settings import Settings

MAILED_WITHIN = 90
"""Days before a deadline from which a letter tells of it."""
LOOK_EVERY = 3600.0
"""Seconds between looks; what was noted and mailed is kept, so that a day brings each letter once."""
REMINDING = 0x72656D64
"""Advisory lock of whoever writes the letters."""
WORDS = {Due.EXPIRY: "到期", Due.REVIEW: "年度复核截止"}
_log = logging.getLogger(__name__)
Near = tuple[Holding, Deadline]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets letters: everybody of the bureau who runs the register, and township officers for their own."""

    name: str
    email: str
    township: str | None


async def keep_reminding(settings: Settings) -> None:
    """Note and tell, for as long as the process runs."""
    while True:
        if told := await remind(settings, bureau_day()):
            _log.info("told of %s deadlines of titles", told)
        await asyncio.sleep(LOOK_EVERY)


async def remind(settings: Settings, today: date) -> int:
    """Note the deadlines that came near, and send letters about those that nobody was told of yet; returns how many."""
    async with transaction() as current:
        if not await current.fetchval("SELECT pg_try_advisory_xact_lock($1)", REMINDING):
            return 0
        near = await due_soon(Scope.system(), await current_ladder(today), max(WATCHED), today)
        await _note(near)
        untold = await _untold([pair for pair in near if (pair[1].on - today).days <= MAILED_WITHIN])
        if not untold or not await _tell(settings, untold):
            return 0
        await _mark(untold)
        return len(untold)


async def _note(near: list[Near]) -> None:
    await connection().executemany(
        "INSERT INTO title_reminder (recognition_id, due, on_day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [_key(pair) for pair in near],
    )


def _key(pair: Near) -> tuple[int, str, date]:
    return pair[1].title.number, pair[1].due.value, pair[1].on


async def _untold(near: list[Near]) -> list[Near]:
    rows = await connection().fetch(
        "SELECT recognition_id, due, on_day FROM title_reminder WHERE mailed_at IS NULL"
    )
    waiting = {tuple(row) for row in rows}
    return [pair for pair in near if _key(pair) in waiting]


async def _tell(settings: Settings, untold: list[Near]) -> bool:
    """Whether a letter went out: without readers, or without a mail server that takes them, it is tried again later."""
    sent = [
        await send(settings, _letter(settings, reader, own))
        for reader in await _readers()
        if (own := [pair for pair in untold if reader.township in (None, pair[0].township)])
    ]
    return any(sent)


async def _readers() -> list[Reader]:
    rows = await connection().fetch(
        "SELECT DISTINCT a.name, a.email, CASE WHEN g.role = $2 THEN a.organisation END AS township"
        " FROM account a JOIN role_grant g ON g.account_id = a.id"
        " WHERE a.state = 'active' AND a.email <> '' AND g.role IN ($1, $2) ORDER BY a.email",
        Role.OFFICER.value,
        Role.TOWNSHIP_OFFICER.value,
    )
    return [Reader(**row) for row in rows]


def _letter(settings: Settings, reader: Reader, near: list[Near]) -> Letter:
    lines = [f"{deadline.on}  {WORDS[deadline.due]}  {one.name}  {one.title.title}" for one, deadline in near]
    text = (
        f"{reader.name}：\n\n下列称号将在 {MAILED_WITHIN} 天内到期或到复核截止日：\n\n"
        + "\n".join(lines)
        + f"\n\n全部称号见 {settings.address}/ladder/titles?within=180\n\n{settings.bureau}\n"
    )
    return Letter(reader.email, f"{len(near)} 项称号将到期或复核（{settings.bureau}）", text)


async def _mark(told: list[Near]) -> None:
    await connection().executemany(
        "UPDATE title_reminder SET mailed_at = $4 WHERE recognition_id = $1 AND due = $2 AND on_day = $3",
        [(*_key(pair), datetime.now(UTC)) for pair in told],
    )
