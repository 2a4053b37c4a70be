"""Reading files in the process of the test: starting a child takes a second, and few tests are about it."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from importers.in_child import process_order
from importers.limits import Limits


def run_here(
    _module_function: str,
    payload: Mapping[str, Any],
    _limits: Limits,
    on_progress: Callable[[dict[str, Any]], None] | None,
) -> dict[str, Any]:
    """What the child would answer; what goes to it and comes back is JSON all the same."""
    order = json.loads(json.dumps(dict(payload)))
    answer = process_order(order, on_progress or (lambda _done: None))
    read: dict[str, Any] = json.loads(json.dumps(answer))
    return read


@pytest.fixture
def reading_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let imports of this test read without a child process."""
    monkeypatch.setattr(sys.modules[process_order.__module__], "run_in_child", run_here)
