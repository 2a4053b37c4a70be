"""What officers have done in the district before anybody opens it, so that the pages of it are there.

An edit of many and a merge are taken back again: what the district holds stays what the other journeys know.
"""

from registry.accounts.scope import Scope
from registry.enterprises.dossier import keeping
from registry.enterprises.dossier.entries import subject
from registry.enterprises.dossier.sheets import PRODUCTS
from registry.enterprises.merging import actions, queries
from registry.enterprises.merging.actions import Asked
from registry.imports import bulk_editing
from registry.imports.bulk_editing import BulkEdit, How
from tests.registry.candidates.office import OFFICER
from tests.registry.site.records import SHILANG_CODE, YANLI_CODE

SCOPE = Scope.of(OFFICER)


async def done() -> dict[str, str]:
    """Do it; what stands in the last place of the addresses of what came of it."""
    own = await subject(SCOPE, SHILANG_CODE)
    assert own
    product = await keeping.add(PRODUCTS, own, {"name": "碳纤维渔竿 X1"}, OFFICER.login)
    return {
        "/enterprises/{key:str}/file/{name:str}": PRODUCTS.name,
        "/enterprises/{key:str}/file/{name:str}/{number:int}": str(product),
        "/register/enterprises/edits/{number:int}": str(await _edit(own.id)),
        "/enterprises/{key:str}/merge/{other:str}": YANLI_CODE,
        "/duplicates/merges/{number:int}": str(await _merge()),
    }


async def _edit(enterprise: int) -> int:
    edit = BulkEdit("tags", How.ADD, "钓具协会会员")
    seen = {row.id: row.revision for row in await bulk_editing.preview([enterprise], edit)}
    written = await bulk_editing.write(seen, edit, OFFICER.login, "协会 2026 年名单")
    await bulk_editing.undo(written.operation, OFFICER.login, "名单有误")
    return written.operation


async def _merge() -> int:
    kept, other = await queries.beside(SCOPE, SHILANG_CODE), await queries.beside(SCOPE, YANLI_CODE)
    assert kept
    assert other
    choices = {row.field: "kept" for row in queries.side_by_side(kept, other)}
    asked = Asked(kept.id, other.id, kept.version, other.version, choices, "同一家")
    number = await actions.merge(SCOPE, OFFICER, asked)
    await actions.undo(SCOPE, OFFICER, number, "认错了")
    return number
