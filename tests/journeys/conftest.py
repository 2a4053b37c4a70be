"""A browser and the real stack: the installed Chromium, and one served district for all journeys of a test process."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from registry.settings import Settings
from tests.journeys.signing_in import Signed
from tests.journeys.stack import Running, furnish, served

expect.set_options(timeout=30_000)  # a busy machine is slow, and what is right is seen at once all the same


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
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def running(make_settings: Callable[[], Settings]) -> Iterator[Running]:
    """The invented district, served."""
    settings = make_settings()
    with ThreadPoolExecutor(1) as beside:
        places = beside.submit(asyncio.run, furnish(settings)).result()
    with served(settings, places) as stack:
        yield stack


@pytest.fixture(scope="session")
def signed(running: Running) -> Signed:
    """The sessions of the people of the demonstration, each begun once: a code of the second step works once."""
    return Signed(running.address)
