"""The `registry` command on a real database of its own, and small exports for it."""

import csv
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli import main
from registry.settings import Settings
from schemas.application_number import check_digit

Run = Callable[..., Result]
Write = Callable[..., Path]
HEADERS = ("专利号", "专利名称", "专利权人", "申请日")


def number(serial: int) -> str:
    """A valid application number."""
    body = f"20201{serial:07d}"
    return f"{body}.{check_digit(body)}"


def row(serial: int, title: str = "一种钓鱼竿") -> tuple[str, ...]:
    """A row of an export that is right in every cell."""
    return number(serial), title, "威海甲渔具有限公司", "2020-03-05"


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the environment says them."""
    return {
        "REGISTRY_DATA": str(settings.data),
        "REGISTRY_DATABASE_URL": str(settings.database_url),
        "REGISTRY_MIGRATION_URL": str(settings.migration_url),
    }


def objects(result: Result) -> list[dict[str, Any]]:
    """What a command printed with `--json`, an object a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def registry(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `registry` with these arguments; whatever happens, no trace of the program is shown."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str | Path) -> Result:
        result = CliRunner(env=dict(os.environ)).invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as a csv file."""

    def written(name: str, *rows: Sequence[str], headers: Sequence[str] = HEADERS) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headers, *rows])
        return path

    return written
