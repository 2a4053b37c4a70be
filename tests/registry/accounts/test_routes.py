"""Every route declares who may ask for it; what each role grants. `test_walk` asks for every route as every role."""

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException

from registry.accounts.guarding import require_declared
from registry.accounts.permissions import GRANTS, Permission, Role
from registry.database.engine import transaction
from tests.registry.accounts.entering import sign_in

pytestmark = pytest.mark.anyio


async def test_every_route_declares_a_permission_or_nothing_starts() -> None:
    @get("/forgotten-declaration")
    async def undeclared() -> None:
        """Nothing."""

    with pytest.raises(ImproperlyConfiguredException, match="undeclared declares no permission"):
        require_declared(Litestar([undeclared]))


async def test_the_administrator_edits_no_register_and_the_auditor_does_nothing_but_read() -> None:
    editing = {Permission.EDIT_REGISTER, Permission.WRITE_IMPORTS, Permission.DECIDE, Permission.READ_LOG}
    assert not GRANTS[Role.ADMINISTRATOR] & editing
    assert not GRANTS[Role.ADMINISTRATOR] & {Permission.SEE_PERSONAL, Permission.READ_IMPORTS}
    assert GRANTS[Role.AUDITOR] == {Permission.READ_LOG, Permission.SEE_PERSONAL}


async def test_a_refused_request_is_noted(client: httpx.AsyncClient) -> None:
    await sign_in(client, Role.ENTERPRISE)
    assert (await client.get("/imports")).status_code == 403
    async with transaction() as connection:
        row = await connection.fetchrow("SELECT actor, subject FROM audit_event WHERE event = 'request:deny'")
    assert tuple(row) == ("enterprise", "/imports")
