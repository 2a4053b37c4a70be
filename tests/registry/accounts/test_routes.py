"""Every route and every role: who gets in, who is led to the sign-in, who is refused. Anonymous first."""

import re

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException

from registry.accounts.guarding import declared, handlers_of, require_declared
from registry.accounts.permissions import GRANTS, Permission, Role, granted
from registry.app import create_app
from registry.settings import Settings
from tests.registry.accounts.conftest import Browse
from tests.registry.accounts.entering import sign_in

pytestmark = pytest.mark.anyio

OPEN_TO_ANYONE = (Permission.PUBLIC,)
VALUES = {"number": "1", "key": "x", "token": "x", "sheet": "0", "row": "2", "path": "x", "file": "1"}


def routes() -> list[tuple[str, str, Permission]]:
    """Method, address and permission of every route but files and what belongs to monitoring."""
    found = []
    for path, handler in handlers_of(create_app(Settings())):
        for method in sorted(getattr(handler, "http_methods", ())):
            filled = re.sub(r"{(\w+):\w+}", lambda part: VALUES.get(part[1], "x"), path)
            if not path.startswith("/static/") and method in ("GET", "POST"):
                found.append((method, filled, declared(handler)))
    return found


async def test_every_route_declares_a_permission_or_nothing_starts() -> None:
    @get("/forgotten-declaration")
    async def undeclared() -> None:
        """Nothing."""

    with pytest.raises(ImproperlyConfiguredException, match="undeclared declares no permission"):
        require_declared(Litestar([undeclared]))


async def test_nobody_who_is_not_signed_in_gets_past_a_declared_permission(client: httpx.AsyncClient) -> None:
    for method, address, permission in routes():
        if permission is Permission.PUBLIC:
            continue
        answer = await client.request(method, address)
        expected = 303 if method == "GET" and not address.startswith("/api/") else 401
        assert answer.status_code == expected, (method, address)
        if expected == 303:
            assert "/sign-in?next=" in answer.headers["location"]


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_what_it_was_granted_and_nothing_else(browse: Browse, role: Role) -> None:
    async with browse() as client:
        await sign_in(client, role)
        for method, address, permission in routes():
            if method == "POST" and permission in granted([role]):
                continue  # what it does is for the tests of that page
            answer = await client.request(method, address)
            allowed = permission in granted([role])
            assert (answer.status_code != 403) == allowed, (method, address, answer.status_code)
            assert answer.status_code < 500, (method, address)


async def test_the_administrator_edits_no_register_and_the_auditor_does_nothing_but_read() -> None:
    editing = {Permission.EDIT_REGISTER, Permission.WRITE_IMPORTS, Permission.DECIDE, Permission.READ_LOG}
    assert not GRANTS[Role.ADMINISTRATOR] & editing
    assert not GRANTS[Role.ADMINISTRATOR] & {Permission.SEE_PERSONAL, Permission.READ_IMPORTS}
    assert GRANTS[Role.AUDITOR] == {Permission.READ_LOG, Permission.SEE_PERSONAL}


async def test_a_refused_request_is_noted(client: httpx.AsyncClient) -> None:
    from registry.database.engine import transaction

    await sign_in(client, Role.ENTERPRISE)
    assert (await client.get("/imports")).status_code == 403
    async with transaction() as connection:
        row = await connection.fetchrow("SELECT actor, subject FROM audit_event WHERE event = 'request:deny'")
    assert tuple(row) == ("enterprise", "/imports")
