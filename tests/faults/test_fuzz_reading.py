"""Thousands of broken files: each is read or refused with a reason; none crashes, hangs or loses text."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from importers.limits import MEBIBYTE, Limits
from importers.sandbox import run_in_child
from tests.faults.mutants import write_mutants

BATCHES, FILES = 4, 500
LIMITS = Limits(seconds=300, memory_bytes=1024 * MEBIBYTE)


def _read_in_child(paths: list[Path]) -> dict[str, Any]:
    last: list[str] = []
    try:
        return run_in_child(
            "tests.faults.mutant_reader:read_all",
            {"paths": list(map(str, paths))},
            LIMITS,
            lambda done: last.append(done["file"]),
        )
    except Exception as error:
        error.add_note(f"while reading {last[-1:]}")
        raise


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.mark.usefixtures("_here")
def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    batches = [write_mutants(tmp_path, seed, FILES) for seed in range(BATCHES)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(_read_in_child, batches))
    wrong = [line for answer in answers for line in answer["wrong"]]
    assert not wrong, "\n".join(wrong[:20])
    fates = sum((Counter(answer["fates"]) for answer in answers), Counter())
    assert fates.total() == BATCHES * FILES >= 2000
    assert min(fates["csv"], fates["xlsx"], fates["xls"], fates["json"], fates["file_broken"]) > 20
