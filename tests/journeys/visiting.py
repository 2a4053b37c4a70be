"""A visit to the site, and what holds of every visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.stack import Running

PICTURES = Path(__file__).parent / "pictures"
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}
REFUSED = "the server responded with a status of 4"
"""What a browser says of a page that is rightly refused."""
HELD = """async () => document.cookie.length + localStorage.length + sessionStorage.length
  + (await indexedDB.databases()).length + (await caches.keys()).length
  + (await navigator.serviceWorker.getRegistrations()).length"""
"""What pages may keep in a browser, counted."""


@contextmanager
def visit(
    browser: Browser,
    running: Running,
    screen: str = "desk",
    *,
    script: bool = True,
    expected: str = "nothing is expected to go wrong",
) -> Iterator[Page]:
    """A page on a screen; afterwards nothing outside was asked for and nothing was refused by the policy.

    `expected`: what an error that belongs to the visit contains.
    """
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=screen == "phone",
        java_script_enabled=script,
        reduced_motion="reduce",
        base_url=running.address,
    )
    faults = _watched(context, running.address)
    try:
        yield context.new_page()
        unexpected = [fault for fault in faults if expected not in fault]
        assert not unexpected, unexpected
    finally:
        context.close()


def _watched(context: BrowserContext, address: str) -> list[str]:
    """What goes wrong while pages are shown: requests elsewhere, refusals of the policy, errors of scripts."""
    faults: list[str] = []
    home = urlsplit(address).netloc
    context.on(
        "request",
        lambda request: None if urlsplit(request.url).netloc == home else faults.append(request.url),
    )
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    return faults


def keep_picture(page: Page, name: str) -> None:
    """Keep what is shown, whole, for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def fits(page: Page) -> bool:
    """Whether the page can be read without scrolling sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def traces(page: Page) -> int:
    """How many things the site keeps in this browser."""
    return len(page.context.cookies()) + int(page.evaluate(HELD))
