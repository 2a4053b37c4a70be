"""The engine is gone: the site says so, still finds by number and name, and comes back by itself."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect

from tests.journeys.stack import Running
from tests.journeys.test_searching import RODS
from tests.journeys.visiting import keep_picture, visit
from tests.registry.site.records import REEL, number

GONE = "检索引擎暂时停用"
SECONDS_TO_RECOVER = 120


@contextmanager
def without_index(running: Running) -> Iterator[None]:
    """The folder of the index is gone, and a file in its place keeps the worker from making it anew."""
    folder = running.settings.index_folder
    aside = folder.with_name("index-aside")
    folder.rename(aside)
    folder.write_text("")
    try:
        yield
    finally:
        folder.unlink()
        shutil.rmtree(aside)


def test_without_the_engine_numbers_and_names_are_found_and_it_recovers(
    browser: Browser, running: Running
) -> None:
    with visit(browser, running) as page:
        with without_index(running):
            page.goto("/patents?q=鱼竿")
            expect(page.get_by_text(GONE)).to_be_visible()
            keep_picture(page, "without-engine-desk")
            box = page.locator("[data-main-search]")
            for words in (f"ZL{number(REEL)}", REEL, "碳纤维渔竿"):
                box.fill(words)
                page.keyboard.press("Enter")
                expect(page.locator(".hit-title")).to_have_text([RODS[1]])
                expect(page.get_by_text(GONE)).to_be_visible()
        deadline = time.monotonic() + SECONDS_TO_RECOVER
        while page.get_by_text(GONE).count() and time.monotonic() < deadline:
            page.goto("/patents?q=鱼竿")
        expect(page.locator(".hit-title")).to_have_text(list(RODS))
        expect(page.get_by_text(GONE)).to_have_count(0)
