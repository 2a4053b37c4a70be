"""A browser and the real server: the installed Chromium, and uvicorn in a process of its own."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from registry.accounts import demonstration
from registry.database.engine import open_database
from registry.settings import Settings
from tests.registry.site.district import build_index, fill

PICTURES = Path(__file__).parent / "pictures"
SECONDS_TO_START = 60
SERVE = """
import uvicorn
from registry.app import create_app
from registry.settings import load
uvicorn.run(create_app(load()), port={port}, log_level="warning")
"""


@dataclass(frozen=True)
class Running:
    """A site being served."""

    address: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; without one these tests are skipped, in CI they fail.

    Ends with its module: Playwright keeps an event loop running in this thread, in which no other can start.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "browser tests need Chromium: install it (apt-get install chromium) to run them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def running(make_settings: Callable[[], Settings]) -> Iterator[Running]:
    """The invented district, served as `registry serve` does."""
    settings = make_settings()
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, fill(settings)).result()
        beside.submit(asyncio.run, build_index(settings)).result()
        beside.submit(asyncio.run, _people(settings)).result()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "REGISTRY_DATABASE_URL": settings.database_url or "",
        "REGISTRY_DATA": str(settings.data),
        "REGISTRY_DISTRICT": "环翠区",
        "REGISTRY_BUREAU": "环翠区知识产权局",
        "REGISTRY_DEMO": "true",
    }
    with subprocess.Popen([sys.executable, "-c", SERVE.format(port=port)], env=environment) as server:
        try:
            yield Running(_ready(f"http://127.0.0.1:{port}", server))
        finally:
            server.terminate()


async def _people(settings: Settings) -> None:
    async with open_database(settings):
        await demonstration.make(settings)


def _ready(address: str, server: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{address}/healthz").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return address
    raise RuntimeError("the server did not start")
