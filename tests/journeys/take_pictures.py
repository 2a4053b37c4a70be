"""The pictures of the README, taken from a running demonstration: `python -m tests.journeys.take_pictures [ADDRESS]`.

Run `registry demo` first. The pictures are shrunk with pngquant, which has to be installed.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SCREEN = {"width": 1440, "height": 900}
LARGEST = 150_000
"""Most bytes of one picture."""


def pages(address: str) -> dict[str, str]:
    """File name → page: a search, and a patent that is offered."""
    offers = httpx.get(f"{address}/api/v1/offers", trust_env=False).raise_for_status().json()["items"]
    return {"patents": "/patents?q=鱼竿", "patent": f"/patents/{offers[0]['application_number']}"}


def main(address: str = "http://127.0.0.1:8000") -> None:
    """Take every picture anew."""
    chromium, pngquant = shutil.which("chromium"), shutil.which("pngquant")
    if chromium is None or pngquant is None:
        sys.exit("pictures need chromium and pngquant: apt-get install chromium fonts-noto-cjk pngquant")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SCREEN, locale="zh-CN", color_scheme="light")
        for name, path in pages(address.rstrip("/")).items():
            page.goto(address.rstrip("/") + path)
            picture = FOLDER / f"{name}.png"
            page.screenshot(path=picture)
            subprocess.run(
                [pngquant, "--force", "--strip", "--output", str(picture), "64", str(picture)], check=True
            )
            assert picture.stat().st_size <= LARGEST, f"{picture.name} is too large"
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
