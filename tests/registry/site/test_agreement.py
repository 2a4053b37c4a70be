"""People and records made by chance: every page, its JSON, its history and its provenance show the same to the same person."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as property_of
from hypothesis import strategies as some
from litestar import Litestar

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.database.engine import open_database, transaction
from registry.database.operations import operation
from registry.settings import Settings
from schemas.application_number import check_digit
from tests.registry.accounts.entering import PEOPLE, SAME_ORIGIN, make_people
from tests.registry.accounts.walking import be
from tests.registry.site.district import build_index

pytestmark = pytest.mark.anyio

TOWNSHIPS = ("张村镇", "孙家疃街道", None)
CODES = ("91371002MA3XH91K03", "91371002706087777P", "91371000166714003Q")


@dataclass(frozen=True)
class Made:
    """An enterprise with a patent on offer, and the personal values of both."""

    code: str
    number: str
    township: str | None
    phone: str
    contact: str
    first_phone: str


def addresses(made: Made) -> dict[str, tuple[str, ...]]:
    """Where each personal value could show, by address."""
    enterprise, patent = f"/enterprises/{made.code}", f"/patents/{made.number}"
    own, offer = (made.phone, made.first_phone), (made.contact,)
    return {
        enterprise: own, f"/en{enterprise}": own, f"/api/v1{enterprise}": own,
        patent: offer, f"/en{patent}": offer, f"/api/v1{patent}": offer,
    }  # fmt: skip


LISTS = (
    "/",
    "/enterprises",
    "/patents",
    "/offers",
    "/search?q=138",
    "/api/v1/enterprises",
    "/api/v1/patents",
    "/api/v1/offers",
)


async def make(code: str, township: str | None, serial: int) -> Made:
    """Write the records, and change the telephone once, so that there is a history."""
    body = f"20211{serial:07d}"
    number = f"{body}.{check_digit(body)}"
    made = Made(code, number, township, f"138{serial:08d}", f"声明联系{serial}", f"139{serial:08d}")
    async with transaction() as held, operation("edit", "test", "理由"):
        await held.execute(
            "DELETE FROM offer WHERE patent_id IN (SELECT id FROM patent WHERE owner_code = $1)", code
        )
        await held.execute("DELETE FROM patent WHERE owner_code = $1", code)
        await held.execute("DELETE FROM enterprise WHERE credit_code = $1", code)
        await held.execute(
            "INSERT INTO enterprise (name, credit_code, township, phone) VALUES ($1, $2, $3, $4)",
            f"企业{code}", code, township, made.first_phone,
        )  # fmt: skip
        await held.execute("UPDATE enterprise SET phone = $2 WHERE credit_code = $1", code, made.phone)
        patent = await held.fetchval(
            "INSERT INTO patent (application_number, title, owners, owner_code) VALUES ($1, '一种装置', $2, $3) RETURNING id",
            number, [f"企业{code}"], code,
        )  # fmt: skip
        await held.execute(
            "INSERT INTO offer (patent_id, declaration, contact) VALUES ($1, '', $2)", patent, made.contact
        )
    return made


def sees(role: Role | None, made: Made) -> bool:
    """What the rule says, written anew."""
    if role in (Role.OFFICER, Role.REVIEWER, Role.AUDITOR):
        return True
    unit = PEOPLE[role][2] if role else ""
    return (role is Role.TOWNSHIP_OFFICER and made.township == unit) or (
        role is Role.ENTERPRISE and made.code == unit
    )


@pytest.fixture(scope="module")
def filled(make_settings: Callable[[], Settings]) -> Settings:
    """A database of this module's own, with one person a role."""
    settings = make_settings()

    async def people() -> None:
        async with open_database(settings):
            await make_people(settings)

    asyncio.run(people())
    return settings


def test_every_surface_agrees(filled: Settings) -> None:
    """One application and one browser a person; records are made anew for every example."""

    async def run(examples: list[tuple[str, str | None]]) -> None:
        app = create_app(filled)
        async with app.lifespan():
            browsers = {role: await browser(app, role) for role in (None, *Role)}
            for serial, (code, township) in enumerate(examples, start=1):
                await agree(await make(code, township, serial), browsers)
            for opened in browsers.values():
                await opened.aclose()

    drawn: list[tuple[str, str | None]] = []

    @property_of(max_examples=8, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(some.sampled_from(CODES), some.sampled_from(TOWNSHIPS))
    def draw(code: str, township: str | None) -> None:
        drawn.append((code, township))

    draw()
    asyncio.run(run(drawn))


async def browser(app: Litestar, role: Role | None) -> httpx.AsyncClient:
    """A browser in which the person of a role has signed in."""
    transport = httpx.ASGITransport(app=app)
    opened = httpx.AsyncClient(transport=transport, base_url="http://registry.test", headers=SAME_ORIGIN)
    await be(opened, role)
    return opened


async def agree(made: Made, browsers: dict[Role | None, httpx.AsyncClient]) -> None:
    for role, client in browsers.items():
        for address, values in addresses(made).items():
            answer = await client.get(address)
            assert answer.status_code == 200, address
            for value in values:
                assert (value in answer.text) == sees(role, made), (role, address, value, made)
        for address in LISTS:
            text = (await client.get(address)).text
            assert not [value for value in (made.phone, made.contact, made.first_phone) if value in text], (
                address
            )


def test_hits_counts_files_and_imports_agree(filled: Settings) -> None:
    """What is found and counted is the same for everybody; what a file and the list of imports hold follows the scope."""

    async def run() -> None:
        async with open_database(filled):
            made = [
                await make(code, township, 900 + serial)
                for serial, (code, township) in enumerate(zip(CODES, TOWNSHIPS, strict=True))
            ]
            await two_imports()
        await build_index(filled)
        app = create_app(filled)
        async with app.lifespan():
            seen = {role: await surfaces(app, role, made) for role in (None, *Role)}
        assert {role for role, found in seen.items() if found != seen[None]} == set()

    asyncio.run(run())


async def two_imports() -> None:
    """One of the township officer, one of somebody else."""
    async with transaction() as held:
        for digit, actor in ((1, PEOPLE[Role.TOWNSHIP_OFFICER][0]), (2, "另一位")):
            await held.execute(
                "INSERT INTO import_batch (sha256, file_name, size, format, stored_as, state, actor, report)"
                " VALUES (repeat($1, 64), $2, 1, 'csv', 'x', 'committed', $3, '{\"sheets\": []}')",
                str(digit), f"清单{digit}.csv", actor,
            )  # fmt: skip


async def surfaces(app: Litestar, role: Role | None, made: list[Made]) -> dict[str, object]:
    """What somebody finds, with counts; fails where a file or a list does not follow from the scope."""
    client = await browser(app, role)
    found: dict[str, object] = {}
    for kind in ("enterprise", "patent", "offer"):
        answer = (await client.get("/api/v1/search", params={"kind": kind})).json()
        listed = (await client.get(f"/api/v1/{kind}s")).json()
        assert answer["total"] == listed["total"] == len(answer["hits"]) == len(made)
        townships = {each["value"]: each["count"] for each in answer["facets"]["township"]}
        assert townships == {each.township: 1 for each in made if each.township}
        for hit in answer["hits"]:
            assert (await client.get(hit["path"])).status_code == 200
        found[kind] = (sorted(hit["key"] for hit in answer["hits"]), answer["facets"], answer["years"])
        await a_file(client, kind, role, made)
    for one in made:
        for value in (one.phone, one.first_phone, one.contact):
            asked = await client.get(
                "/api/v1/search", params={"kind": "enterprise", "q": value, "literal": "1"}
            )
            assert asked.json()["total"] == 0, (role, value)
    await imports_agree(client, role)
    await client.aclose()
    return found


async def a_file(client: httpx.AsyncClient, kind: str, role: Role | None, made: list[Made]) -> None:
    """An export counts what the list counts, and names nobody but to those who see the personal values of all."""
    taken = await client.get("/search.jsonl", params={"kind": kind})
    rows = [json.loads(line) for line in taken.text.splitlines()]
    assert len(rows) == int(taken.headers["x-total-count"]) == len(made)
    values = {"enterprise": [one.phone for one in made], "offer": [one.contact for one in made]}
    for value in values.get(kind, []):
        assert (value in taken.text) == (role in (Role.OFFICER, Role.REVIEWER, Role.AUDITOR)), (role, kind)


async def imports_agree(client: httpx.AsyncClient, role: Role | None) -> None:
    """The list of imports names those that can be opened, and they are those of the rule."""
    listed = await client.get("/imports")
    named = {int(number) for number in re.findall(r'href="/imports/(\d+)"', listed.text)}
    opened = {number for number in (1, 2) if (await client.get(f"/imports/{number}")).status_code == 200}
    bureau = role in (Role.OFFICER, Role.REVIEWER)
    assert named == opened == ({1, 2} if bureau else {1} if role is Role.TOWNSHIP_OFFICER else set())
