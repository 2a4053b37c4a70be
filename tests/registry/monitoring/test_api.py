"""Alive, ready, metrics: what those who run the registry are told, and what strangers are not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr

from registry.app import create_app
from registry.monitoring.requests import observed
from registry.settings import Settings
from tests.conftest import Server

pytestmark = pytest.mark.anyio

WORD = "0123456789abcdef"


@asynccontextmanager
async def opened(settings: Settings, **changes: object) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings.model_copy(update=changes))
    transport = httpx.ASGITransport(app=observed(app, log_queries=False))
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client,
    ):
        yield client


async def test_ready_with_database_and_tables_and_says_that_there_is_no_index_yet(settings: Settings) -> None:
    async with opened(settings) as site:
        answer = await site.get("/readyz")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["ready"], found["degraded"]) == (True, True)
    assert (found["database"], found["migrations"], found["search"]["patent"]) == ("ok", "ok", "missing")


async def test_not_ready_without_the_tables(empty_settings: Settings) -> None:
    async with opened(empty_settings) as site:
        answer = await site.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["migrations"]) == ("ok", "missing")


async def test_not_ready_while_the_database_is_gone_and_ready_again_afterwards(
    settings: Settings, server: Server
) -> None:
    name = str(settings.database_url).rsplit("@/", 1)[1].split("?", 1)[0]
    async with opened(settings) as site:
        server.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        gone = await site.get("/readyz")
        assert (gone.status_code, gone.json()["database"]) == (503, "unreachable")
        assert name not in gone.text
        assert (await site.get("/healthz")).json() == {"status": "ok"}
        server.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert (await site.get("/readyz")).status_code == 200


async def test_there_are_no_metrics_without_a_token_in_the_settings(settings: Settings) -> None:
    async with opened(settings) as site:
        answer = await site.get("/metrics", headers={"authorization": "Bearer "})
    assert answer.status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer 0123456789abcdeX", "Basic 0123456789abcdef"])
async def test_metrics_are_for_who_has_the_token(settings: Settings, shown: str) -> None:
    async with opened(settings, metrics_token=SecretStr(WORD)) as site:
        answer = await site.get("/metrics", headers={"authorization": shown})
    assert answer.status_code == 401
    assert "registry_" not in answer.text


async def test_metrics_tell_requests_by_template_and_how_database_and_index_are(settings: Settings) -> None:
    async with opened(settings, metrics_token=SecretStr(WORD)) as site:
        await site.get("/patents/202119900000.0")
        await site.get("/nobody/knows/this")
        await site.request("BREW", "/patents")
        text = (await site.get("/metrics", headers={"authorization": f"Bearer {WORD}"})).text
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values['registry_requests_total{method="GET",route="/patents/{number}",status="404"}']) >= 1
    assert float(values['registry_requests_total{method="GET",route="unknown",status="404"}']) >= 1
    assert float(values['registry_requests_total{method="OTHER",route="unknown",status="405"}']) >= 1
    assert "202119900000" not in text
    assert "nobody" not in text
    assert (values["registry_database_up"], values["registry_migrations_done"]) == ("1.0", "1.0")
    assert values["registry_index_outbox_records"] == "0.0"
    assert values['registry_index_ready{index="patent"}'] == "0.0"
    assert float(values["registry_database_bytes"]) > 1e6
    assert any(name.startswith("registry_process_memory_bytes{") for name in values)
