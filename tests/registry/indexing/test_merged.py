"""The index follows when two enterprises are merged, and when that is taken back."""

import asyncpg
import pytest

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Role, granted
from registry.accounts.scope import Scope
from registry.enterprises.merging import actions, queries
from registry.enterprises.merging.actions import Asked
from registry.indexing.engines import Engines
from tests.registry.indexing.desk import differences, drained, write
from tests.registry.site.records import REEL, SHILANG_CODE, YANLI_CODE

pytestmark = pytest.mark.anyio


async def test_documents_follow_a_merge_and_its_undoing(built: Engines, held: asyncpg.Connection) -> None:
    await write(
        "UPDATE patent SET owner_code = $1, owners = '{某分厂}' WHERE application_number LIKE $2",
        YANLI_CODE,
        f"{REEL}%",
    )
    await drained(built, held)
    roles = frozenset((Role.OFFICER,))
    caller = Caller(1, "officer", "甲", Organisation.BUREAU, "", roles, granted(roles), None, whole=True)
    scope = Scope.of(caller)
    kept, other = await queries.beside(scope, SHILANG_CODE), await queries.beside(scope, YANLI_CODE)
    assert kept
    assert other
    choices = {row.field: "kept" for row in queries.side_by_side(kept, other)}
    asked = Asked(kept.id, other.id, kept.version, other.version, choices, "同一家")
    number = await actions.merge(scope, caller, asked)
    await drained(built, held)
    assert await differences(built) == {}
    merged = await queries.beside(scope, SHILANG_CODE)
    assert merged
    both = 1  # a patent that the two hold together counts once
    assert merged.links["patent"] == kept.links["patent"] + other.links["patent"] - both
    await actions.undo(scope, caller, number, "认错了")
    await drained(built, held)
    assert await differences(built) == {}
    assert await queries.beside(scope, YANLI_CODE)
