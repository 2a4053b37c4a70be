"""What every sub-command shares: settings, a database, errors as sentences, progress, JSON, exit codes."""

import asyncio
import getpass
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from functools import wraps
from typing import Any, ParamSpec

import click
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from registry import settings as configuration
from registry.database.engine import open_database
from registry.database.errors import DatabaseError
from registry.database.migrate import migrate
from registry.indexing.declared import NAMES

P = ParamSpec("P")
STAGES = {
    "read": "读取并检查",
    "copy": "送入数据库",
    "merge": "写入登记簿",
    "export": "导出",
    **NAMES,
}
SECRET = ("database_url", "migration_url", "meilisearch_key", "metrics_token", "smtp_url", "secret_key")
"""Settings whose values may hold a password and are not repeated in messages."""


class Exit(IntEnum):
    """0 done, 1 done with refused rows, 2 nothing done."""

    DONE = 0
    REFUSED = 1
    NOTHING = 2


class NothingDone(click.ClickException):
    """What was asked cannot be done; the message is a sentence that says why and what to do."""

    exit_code = Exit.NOTHING


def told(command: Callable[P, None]) -> Callable[P, None]:
    """Say in a sentence, without a trace of the program, what the person at the terminal can put right."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DatabaseError as problem:
            raise NothingDone(str(problem)) from problem
        except ValidationError as problem:
            raise NothingDone(_settings_at_fault(problem)) from problem
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise NothingDone(f"{problem.filename or ''}：{problem.strerror or problem}") from problem

    return run


def _settings_at_fault(problem: ValidationError) -> str:
    faults = []
    for error in problem.errors():
        name = str(error["loc"][0])
        value = "" if name in SECRET else f"“{error['input']}”"
        faults.append(f"REGISTRY_{name.upper()}{value}：{error['msg']}")
    return "设置有误。" + "；".join(faults)


def with_database(command: Callable[P, Awaitable[int | None]]) -> Callable[P, None]:
    """Run an async command with the migrated database open; what it returns is the exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def inside() -> int | None:
            settings = configuration.load()
            await migrate(settings)
            async with open_database(settings):
                return await command(*args, **kwargs)

        sys.exit(asyncio.run(inside()) or Exit.DONE)

    return told(run)


def actor() -> str:
    """Who gives the command: the account of the operating system, or its number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, where that is a terminal and `shown` is wished."""
    console = Console(stderr=True)
    if not (shown and console.is_terminal):
        yield lambda _stage, _done, _expected: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, expected: bar.update(
            task, description=STAGES.get(stage, stage), completed=done, total=expected or None
        )


def print_json(value: Any) -> None:
    """One JSON value on one line, as scripts like it."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
