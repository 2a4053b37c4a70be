"""What people do with saved views: keep one, call it otherwise, share it, take it away and bring it back."""

import asyncpg

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation
from registry.database.engine import connection, transaction
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked
from registry.views.places import LONGEST_QUERY, PLACES, lasting
from registry.views.queries import View

LONGEST_NAME, MOST = 60, 200
REMOVED_KEPT = 50
"""Views taken away that one can bring back."""
NO_NAME = marked("名称 1 至 %(longest)s 个字")
TAKEN = marked("这个列表里已有名为“%(name)s”的视图，换一个名称")
TOO_MANY = marked("最多保存 %(most)s 个视图，先删除不用的")
NO_PLACE = marked("这个列表不能保存视图")
ONLY_BUREAU = marked("只有区局人员可以与区局共享视图")
TOO_LONG = marked("条件太长，不能保存")


class Refused(Refusal):
    """A view is not kept or changed like this."""


async def keep(caller: Caller, place: str, name: str, query: str, *, shared: bool) -> int:
    """Keep what a list is narrowed to under a name; returns the number of the view. Raises Refused."""
    name, query = _name(name), lasting(query)
    if place not in PLACES or not caller.may(PLACES[place].permission):
        raise Refused(Text(NO_PLACE))
    if len(query) > LONGEST_QUERY:
        raise Refused(Text(TOO_LONG))
    _may_share(caller, shared=shared)
    try:
        async with transaction() as here:
            await _room_for_one(caller)
            number = await here.fetchval(_KEEP, caller.account, place, name, query, shared)
    except asyncpg.UniqueViolationError as taken:
        raise Refused(Text(TAKEN, {"name": name})) from taken
    return int(number)


async def _room_for_one(caller: Caller) -> None:
    """Raises Refused where the caller has as many views as may be; holds other keeping of the caller up until the end."""
    await connection().execute("SELECT FROM account WHERE id = $1 FOR UPDATE", caller.account)
    held = await connection().fetchval(
        "SELECT count(*) FROM saved_view WHERE account_id = $1 AND removed_at IS NULL", caller.account
    )
    if held >= MOST:
        raise Refused(Text(TOO_MANY, {"most": MOST}))


_KEEP = """
    INSERT INTO saved_view (account_id, place, name, query, shared) VALUES ($1, $2, $3, $4, $5) RETURNING id"""


def _name(text: str) -> str:
    name = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused(Text(NO_NAME, {"longest": LONGEST_NAME}))
    return name


def _may_share(caller: Caller, *, shared: bool) -> None:
    if shared and caller.organisation is not Organisation.BUREAU:
        raise Refused(Text(ONLY_BUREAU))


async def change(caller: Caller, found: View, name: str, *, shared: bool) -> None:
    """Call one's own view otherwise, share it, or share it no more. Raises Refused."""
    name = _name(name)
    _may_share(caller, shared=shared)
    await _write(caller, found, name, "name = $3, shared = $4", name, shared)


async def remove(caller: Caller, found: View) -> None:
    """Take one's own view away; `restore` brings it back, as long as it is among the last that were."""
    async with transaction() as here:
        await _write(caller, found, found.name, "removed_at = now()")
        await here.execute(_FORGET, caller.account, REMOVED_KEPT)


_FORGET = """
    DELETE FROM saved_view WHERE id IN (
        SELECT id FROM saved_view WHERE account_id = $1 AND removed_at IS NOT NULL
        ORDER BY removed_at DESC, id DESC OFFSET $2)"""


async def restore(caller: Caller, found: View) -> None:
    """Bring back a view that was taken away. Raises Refused where its name has been given again, or there are too many."""
    async with transaction():
        if found.removed_at is not None:
            await _room_for_one(caller)
        await _write(caller, found, found.name, "removed_at = NULL")


async def _write(caller: Caller, found: View, name: str, assigned: str, *values: object) -> None:
    """Raises Refused where another view of the list has the name, LookupError where it is another's."""
    try:
        async with transaction():
            written = await connection().execute(
                f"UPDATE saved_view SET {assigned} WHERE id = $1 AND account_id = $2",
                found.id,
                caller.account,
                *values,
            )
    except asyncpg.UniqueViolationError as taken:
        raise Refused(Text(TAKEN, {"name": name})) from taken
    if written == "UPDATE 0":
        raise LookupError(found.id)
