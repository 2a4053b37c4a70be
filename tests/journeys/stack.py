"""The real stack over the invented district: `registry serve` with its worker, as a bureau runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from registry.accounts import actions, demonstration, requesting
from registry.accounts.actions import NewAccount
from registry.accounts.permissions import Organisation, Role
from registry.accounts.requesting import Asked
from registry.database.engine import open_database
from registry.demo import demo_synonyms
from registry.indexing import synonyms
from registry.settings import Settings
from tests.journeys.deeds import done
from tests.registry.candidates.office import a_candidate
from tests.registry.site.district import build_index, fill
from tests.registry.site.records import SHILANG, SHILANG_CODE

SECONDS_TO_END = 30


@dataclass(frozen=True)
class Running:
    """A site being served. `places` says what stands in the last place of addresses of what was made for it."""

    address: str
    settings: Settings
    places: dict[str, str]


async def furnish(settings: Settings) -> dict[str, str]:
    """The district with an index, synonyms, a person a role, a request, a candidate and what officers did; returns
    `places`, that of a link with which a password is set among them."""
    await fill(settings)
    async with open_database(settings):
        await synonyms.add(demo_synonyms(), "demo")
        await demonstration.make(settings)
        now = datetime.now(UTC)
        company = (Organisation.ENTERPRISE, SHILANG_CODE)
        await requesting.ask(
            Asked("沈砚", "shen@example.cn", "0631-5200166", *company, SHILANG, "办理专利许可"), "-", now
        )
        own = NewAccount("shilang", "江言", "", *company, frozenset((Role.ENTERPRISE,)))
        await actions.make_with_password(own, demonstration.PASSWORD, "test")
        newcomer = NewAccount("xinren", "叶新", "", Organisation.BUREAU, "", frozenset((Role.OFFICER,)))
        await a_candidate("2026 年")
        places = {"/set-password/{token:str}": await actions.invite(newcomer, "guanli", now), **await done()}
    await build_index(settings)
    return places


@contextmanager
def served(settings: Settings, places: dict[str, str]) -> Iterator[Running]:
    """What `registry serve` serves until the end; what it logs is kept in the data folder."""
    log = settings.data / "serve.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "registry.cli", "serve", "--port", "0"],
            env=_environment(settings),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as server,
    ):
        try:
            yield Running(_ready(server, log), settings, places)
        finally:
            server.terminate()
            _end(server)


def _environment(settings: Settings) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    return {
        **others,
        "REGISTRY_DATABASE_URL": str(settings.database_url),
        "REGISTRY_MIGRATION_URL": str(settings.migration_url),
        "REGISTRY_DATA": str(settings.data),
        "REGISTRY_DISTRICT": "环翠区",
        "REGISTRY_BUREAU": "环翠区知识产权局",
        "REGISTRY_DEMO": "true",
    }


def _ready(server: "subprocess.Popen[str]", log: Path) -> str:
    """The address, once it answers: it listens before it says the address, so that a request only waits."""
    assert server.stdout is not None
    address = server.stdout.readline().strip().rstrip("/")
    if not address:
        raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}")
    httpx.get(f"{address}/healthz", timeout=120, trust_env=False).raise_for_status()
    return address


def _end(server: "subprocess.Popen[str]") -> None:
    try:
        server.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        server.kill()
