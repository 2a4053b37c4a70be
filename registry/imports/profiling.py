"""模板: what the columns of a file were taken for, saved on its page, so that the next file with these headers is recognised."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

import importers
from registry.accounts.events import Event, note
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.imports.queries import Batch
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

NAME = re.compile(r"[\w-]{1,40}")


class ProfileRefused(Refusal):
    """A mapping is not saved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A profile that a person saved: how many columns it knows, none where this version cannot read it."""

    name: str
    actor: str
    at: datetime
    fills: Sequence[str]
    columns: int


async def saved() -> list[Saved]:
    """Those there are, by name; they tell nothing of what a file held but its headers."""
    async with transaction() as here:
        rows = await here.fetch(
            "SELECT p.name, coalesce((SELECT a.name FROM account a WHERE a.login = p.actor), p.actor) AS actor, p.at, p.toml"
            " FROM saved_profile p ORDER BY p.name"
        )
    return [_saved(dict(row)) for row in rows]


def _saved(row: dict[str, Any]) -> Saved:
    try:
        profile = importers.read_profile(row.pop("toml"), row["name"])
    except importers.ProfileError:
        return Saved(**row, fills=(), columns=0)
    return Saved(**row, fills=profile.fills, columns=len(profile.columns))


async def save(batch: Batch, name: str, actor: str) -> None:
    """Save what the columns of a batch were taken for under a name that nothing has. Raises ProfileRefused."""
    if not NAME.fullmatch(name):
        raise ProfileRefused(Text(marked("名称用汉字、字母、数字、连字符，至多 40 个字")))
    if name in {profile.name for profile in importers.load_profiles()}:
        raise ProfileRefused(Text(TAKEN, {"name": name}))
    try:
        async with transaction() as here, operation("profile", actor, name):
            source = await here.fetchval("SELECT source FROM import_batch WHERE id = $1", batch.id)
            toml = _toml(batch, name, source or "unknown")
            await here.execute(
                "INSERT INTO saved_profile (name, toml, actor) VALUES ($1, $2, $3)", name, toml, actor
            )
            await note(Event.PROFILE_SAVE, actor, subject=name, details={"batch": batch.id})
    except asyncpg.UniqueViolationError as taken:
        raise ProfileRefused(Text(TAKEN, {"name": name})) from taken


TAKEN = marked("已有名为“%(name)s”的模板，换一个名称")
OUTDATED = marked("这个文件的列匹配里有这个版本没有的字段，不能存为模板")
NO_COLUMNS = marked("还没有一列对应到登记簿字段，不能存为模板")


def _toml(batch: Batch, name: str, source: str) -> str:
    sheet = next((one for one in batch.sheets if _mapping(one)), None)
    if sheet is None:
        raise ProfileRefused(Text(NO_COLUMNS))
    toml = importers.profile_from_mapping(
        name, name, _mapping(sheet), source=source, kinds=sheet.get("kinds") or ()
    )
    try:
        importers.read_profile(toml, name)
    except importers.ProfileError as outdated:
        raise ProfileRefused(Text(OUTDATED)) from outdated
    return toml


def _mapping(sheet: Mapping[str, Any]) -> dict[str, str | None]:
    """Header to field of the columns of a sheet; empty where none has a field."""
    mapping = {column["header"]: column.get("field") for column in sheet.get("columns", [])}
    return mapping if any(mapping.values()) else {}


async def remove(name: str, actor: str) -> None:
    """Forget a saved profile; what was imported by it stays. Raises LookupError where there is none of this name."""
    async with transaction() as here, operation("profile", actor, name):
        removed = await here.execute("DELETE FROM saved_profile WHERE name = $1", name)
        if removed == "DELETE 0":
            raise LookupError(name)
        await note(Event.PROFILE_REMOVE, actor, subject=name)
