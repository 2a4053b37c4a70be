"""Files kept with a candidate (附件): under the digest of their content, seen by who sees the candidate."""

from dataclasses import dataclass
from pathlib import Path

from registry.accounts.caller import Caller
from registry.accounts.scope import Scope
from registry.candidates.locking import require_hand, take
from registry.candidates.refusing import Refused
from registry.candidates.sniffing import Format
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.imports.files import keep_file
from registry.site.texts import Text, marked

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file."""
MOST_FILES = 50
"""Files that one candidate may have."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it came, with what it is and the name it goes by."""

    path: Path
    name: str
    format_: Format


async def attach(scope: Scope, caller: Caller, number: int, handed_in: HandedIn, folder: Path) -> int:
    """Keep a file with a candidate; returns its number. Raises LookupError, Refused."""
    async with transaction(), operation("candidacy", caller.login, f"附件 {handed_in.name}"):
        await take(scope, number, None)
        require_hand(caller)
        if await _files(number) >= MOST_FILES:
            raise Refused(Text(marked("一家候选至多 %(count)s 个附件"), {"count": MOST_FILES}))
        kept = keep_file(handed_in.path, folder)
        return int(
            await connection().fetchval(
                "INSERT INTO candidacy_attachment (candidacy_id, file_name, media_type, size, sha256, stored_as, added_by)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                number,
                handed_in.name,
                handed_in.format_.media_type,
                kept.size,
                kept.sha256,
                kept.stored_as,
                caller.login,
            )
        )


async def _files(number: int) -> int:
    return int(
        await connection().fetchval(
            "SELECT count(*) FROM candidacy_attachment WHERE candidacy_id = $1 AND removed_at IS NULL", number
        )
    )


async def remove(scope: Scope, caller: Caller, number: int, file: int) -> None:
    """Take a file off a candidate; its content stays in the data folder. Raises LookupError, Refused."""
    async with transaction(), operation("candidacy", caller.login, "移除附件"):
        await take(scope, number, None)
        require_hand(caller)
        removed = await connection().fetchval(
            "UPDATE candidacy_attachment SET removed_by = $3, removed_at = now()"
            " WHERE id = $2 AND candidacy_id = $1 AND removed_at IS NULL RETURNING id",
            number,
            file,
            caller.login,
        )
        if removed is None:
            raise LookupError
