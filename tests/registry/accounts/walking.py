"""One walk through the whole site by everybody: every route is asked for, and what came back is kept to be looked at."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

import httpx
from litestar import Litestar

from registry.accounts import sessions
from registry.accounts.identity import now
from registry.accounts.permissions import Role, granted
from registry.accounts.sessions import Device, Limits
from registry.app import create_app
from registry.database.engine import transaction
from registry.settings import Settings
from tests.registry.accounts.entering import PEOPLE, SAME_ORIGIN, make_people
from tests.registry.accounts.hostile import CODE, HOSTILE, NUMBER, SCRIPT
from tests.registry.accounts.routes import NOWHERE, Route, routes

LIMITS = Limits(timedelta(hours=1), timedelta(hours=1))
ELSEWHERE = {"next": "https://evil.example/"}
SOMEWHERE = {
    "int": ("1", "2", str(10**30)),
    "str": (NUMBER, CODE, "id-5", quote(HOSTILE.replace("/", "")), "%00"),
    "path": ("../../etc/passwd",),
}
"""What may stand for a part of an address: records there are, and what nobody would name one."""
GREEDY = {
    "role": "administrator", "roles": "administrator", "permission": "accounts.manage", "permissions": "accounts.manage",
    "state": "active", "whole": "true", "account": "1", "account_id": "1", "id": "1", "login": "intruder",
    "organisation": "bureau", "organisation_kind": "bureau", "granted_by": "officer", "decided_by": "officer",
    "actor": "officer", "owner": "officer", "verdict": "approve", "name": HOSTILE, "note": HOSTILE, "reason": HOSTILE,
    "password": "wrong-wrong-wrong", "days": "30", **ELSEWHERE,
}  # fmt: skip
"""Fields that no form of this site has together: what a page takes of them it must not take from this person."""
UNSTORABLE = dict.fromkeys(
    (*GREEDY, "q", "unit", "unit_name", "email", "township", "title", "person"), "\x00"
)
"""What no database takes."""
CLOSE = (None, Role.OFFICER, Role.TOWNSHIP_OFFICER, Role.ENTERPRISE, Role.AGENCY)
"""Those whose view of single records is looked at."""


@dataclass(frozen=True)
class Answer:
    """What somebody got; `role` is None for anyone, `form` what was sent."""

    role: Role | None
    route: Route
    address: str
    form: Mapping[str, str] | None
    response: httpx.Response

    @property
    def kind(self) -> str:
        """Its media type."""
        return self.response.headers.get("content-type", "").partition(";")[0]

    def __repr__(self) -> str:
        return f"{self.role or 'anyone'} {self.route.method} {self.address}: {self.response.status_code}"


@dataclass
class Walk:
    """All answers; who had which role before and after those who may give none asked for some; what was changed by those
    to whom no record here belongs; how many files the log says each person took away."""

    answers: list[Answer] = field(default_factory=list)
    roles_before: list[tuple[str, str]] = field(default_factory=list)
    roles_after: list[tuple[str, str]] = field(default_factory=list)
    changed_by_others: list[tuple[str, str]] = field(default_factory=list)
    exports: dict[str, int] = field(default_factory=dict)


async def walk(settings: Settings) -> Walk:
    """Ask for everything as everybody, the administrator last."""
    app, found = create_app(settings), Walk()
    async with app.lifespan():
        await make_people(settings)
        found.roles_before = await _roles()
        for role in (None, *Role):
            if role is Role.ADMINISTRATOR:
                found.roles_after = await _roles()
            async with _browser(app) as client:
                await be(client, role)
                async for answer in _everything(client, role):
                    found.answers.append(answer)
        found.exports = await _exports()
        found.changed_by_others = await _changed_by(*(PEOPLE[role][0] for role in CLOSE[2:] if role))
    return found


async def _everything(client: httpx.AsyncClient, role: Role | None) -> AsyncIterator[Answer]:
    for route, address in _asked(role):
        for form in _forms(route, role):
            response = await client.request(route.method, address, data=form)
            yield Answer(role, route, address, form, response)
            if not route.reads:
                await be(client, role)


def _forms(route: Route, role: Role | None) -> tuple[Mapping[str, str] | None, ...]:
    if route.reads:
        return (None,)
    may = route.permission in granted([role] if role else [])
    return (GREEDY, UNSTORABLE) if may else (GREEDY,)


def _asked(role: Role | None) -> Iterator[tuple[Route, str]]:
    for route in routes():
        if route.path.startswith("/static/") or (route.path.startswith("/en/") and role is not None):
            continue
        for way in _ways(route, role):
            yield route, str(httpx.URL(route.address(NOWHERE), params={**ELSEWHERE, **way}))
        abroad = route.path.startswith("/en/")
        if route.parts and role in CLOSE and not abroad and (route.reads or role is not Role.OFFICER):
            yield from ((route, address) for address in _somewhere(route))


def _ways(route: Route, role: Role | None) -> list[dict[str, str]]:
    """What else an address says: a file of another kind, and for one who sees all what is searched for."""
    if route.reads and route.path.endswith("/export"):
        return [{}, {"format": "xlsx"}]
    if route.reads and not route.parts and role is Role.OFFICER:
        return [{}, {"q": "HYPERLINK"}, {"q": SCRIPT}, UNSTORABLE]
    return [{}]


def _somewhere(route: Route) -> Iterator[str]:
    for place in range(max(len(SOMEWHERE[kind]) for kind in route.parts.values())):
        values = {kind: given[place % len(given)] for kind, given in SOMEWHERE.items()}
        yield route.address(values)


@asynccontextmanager
async def _browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN
    ) as client:
        yield client


async def be(client: httpx.AsyncClient, role: Role | None) -> None:
    """Be signed in as the person of a role, whatever a request before did to the session; None is anyone."""
    client.cookies.clear()
    if role is None:
        return
    async with transaction() as connection:
        account = await connection.fetchval("SELECT id FROM account WHERE login = $1", PEOPLE[role][0])
    token = await sessions.begin(
        account, whole=True, device=Device(HOSTILE, HOSTILE), limits=LIMITS, now=now()
    )
    client.cookies.set("session", token, domain="registry.test")


async def _changed_by(*logins: str) -> list[tuple[str, str]]:
    """Actor and kind of every change these made to records beside their own accounts."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT DISTINCT actor, kind FROM change_entry WHERE actor = ANY($1) AND kind <> ALL($2)",
            list(logins),
            ["account", "api_token", "account_request"],
        )
    return [(row["actor"], row["kind"]) for row in rows]


async def _exports() -> dict[str, int]:
    """How many files each person took away, as the log has it."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT actor, count(*) AS files FROM audit_event WHERE event = 'export:make' GROUP BY actor"
        )
    return {row["actor"]: row["files"] for row in rows}


async def _roles() -> list[tuple[str, str]]:
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT a.login, g.role FROM account a LEFT JOIN role_grant g ON g.account_id = a.id ORDER BY 1, 2"
        )
    return [(row["login"], row["role"]) for row in rows]
