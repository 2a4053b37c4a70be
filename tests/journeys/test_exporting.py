"""What is found is taken along as a file: with and without script, on both screens, just as it was narrowed."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.stack import Running
from tests.journeys.test_searching import RODS
from tests.journeys.visiting import SCREENS, keep_picture, visit


def taken(page: Page, form: str, folder: Path) -> Path:
    """The file of a form that the menu offers."""
    page.locator("[popovertarget=export]").click()
    with page.expect_download() as download:
        page.locator(f"#export a[href*='.{form}']").click()
    path = folder / download.value.suggested_filename
    assert path.suffix == f".{form}"
    download.value.save_as(path)
    page.keyboard.press("Escape")
    return path


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("script", [True, False])
def test_what_was_found_is_exported_in_each_form(
    browser: Browser, running: Running, tmp_path: Path, screen: str, script: bool
) -> None:
    with visit(browser, running, screen, script=script) as page:
        page.goto("/patents?q=鱼竿&offer=open")
        shown = page.locator(".hit-title").all_inner_texts()
        assert set(shown) == set(RODS[:2])
        page.locator("[popovertarget=export]").click()
        keep_picture(page, f"export-{screen}")
        page.keyboard.press("Escape")
        text = taken(page, "csv", tmp_path).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines()))
        lines = taken(page, "jsonl", tmp_path).read_text(encoding="utf-8").splitlines()
        sheet = openpyxl.load_workbook(taken(page, "xlsx", tmp_path)).active
        assert sheet is not None
        cells = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
        assert len(rows) - 1 == len(lines) == len(shown)
        for title in shown:
            assert any(title in row for row in rows)
            assert any(title in json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
            assert any(title in row for row in cells)
