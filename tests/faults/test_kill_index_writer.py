"""kill -9 at any moment of writing to the embedded index: what was said to be done is there, the rest wholly or not at all."""

import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from search.embedded import EmbeddedEngine
from search.engine import Condition, SearchEngine
from search.requests import OneOf, SearchRequest
from tests.contracts.library import INDEX

TOGETHER = 50
"""Documents of one change."""
KILLS = 12
CHANGING = """
import itertools, sys
from pathlib import Path
from search.embedded import EmbeddedEngine
from tests.contracts.library import INDEX
engine = EmbeddedEngine(Path(sys.argv[1]), INDEX)
for number in itertools.count(int(sys.argv[2])):
    with engine.changing() as writer:
        writer.write({"id": f"{number}-{place}", "title": "轴承" * 50, "type": str(number)} for place in range(%d))
    print(number, flush=True)
"""
REBUILDING = """
import itertools, sys
from pathlib import Path
from search.embedded import EmbeddedEngine
from tests.contracts.library import INDEX
print("begun", flush=True)
for number in itertools.count():
    with EmbeddedEngine(Path(sys.argv[1]), INDEX).rebuilding() as writer:
        writer.write({"id": f"{number}-{place}", "title": "轴承" * 50, "type": str(number)} for place in range(%d))
"""


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    made = EmbeddedEngine(tmp_path, INDEX)
    with made.rebuilding():
        pass
    return made


def _killed(program: str, folder: Path, *arguments: str, after: float) -> list[str]:
    """What a program had said when it was killed, some time after the first it said."""
    with subprocess.Popen(
        [sys.executable, "-c", program % TOGETHER, str(folder), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return [first, *process.stdout.read().splitlines()]


def _changes(engine: SearchEngine) -> Counter[str]:
    return Counter(one.partition("-")[0] for one, _ in engine.digests())


def test_a_killed_writer_leaves_whole_changes(tmp_path: Path, engine: SearchEngine) -> None:
    chance, said = random.Random(20), 0  # noqa: S311 - moments, not secrets
    for _ in range(KILLS):
        told = _killed(CHANGING, tmp_path, str(said), after=chance.uniform(0, 0.15))
        said = int(told[-1]) + 1
        assert engine.examine() is Condition.READY
        held = _changes(engine)
        assert set(held.values()) == {TOGETHER}
        assert set(map(str, range(said))) <= set(held) <= set(map(str, range(said + 1)))
        last = engine.search(SearchRequest("轴承", filters=(OneOf("type", (str(said - 1),)),)))
        assert last.total == TOGETHER


def test_a_killed_rebuild_leaves_the_index_in_use_and_no_trace_after_the_next(
    tmp_path: Path, engine: SearchEngine
) -> None:
    chance = random.Random(21)  # noqa: S311 - moments, not secrets
    for _ in range(KILLS):
        _killed(REBUILDING, tmp_path, after=chance.uniform(0, 0.15))
        assert engine.examine() is Condition.READY
        assert len(_changes(engine)) in (0, 1)
        assert engine.count() in (0, TOGETHER)
    with engine.rebuilding() as writer:
        writer.write([{"id": "1", "title": "鱼竿"}])
    assert engine.count() == 1
    assert len([entry for entry in (tmp_path / INDEX.name).iterdir() if entry.is_dir()]) == 1
