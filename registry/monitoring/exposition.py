"""The metrics as Prometheus reads them: what was counted, and how database, index, disk and processes are now."""

import asyncio
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import psutil
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from registry.database.engine import transaction
from registry.monitoring.metrics import COUNTED
from registry.monitoring.readiness import GONE, OK, readiness
from registry.settings import Settings
from search.engine import Condition, SearchEngine

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = 5.0
"""How long the database may take to say how it is."""

DATABASE_NOW = """
    SELECT (SELECT coalesce(sum(coalesce(last_record_id, record_id) - record_id + 1), 0)::bigint FROM index_outbox)
               AS outbox,
           (SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float FROM index_outbox) AS age,
           pg_database_size(current_database()) AS bytes"""
IMPORTS_NOW = "SELECT state, count(*) AS number FROM import_batch GROUP BY state"


async def exposition(settings: Settings, engines: Sequence[SearchEngine]) -> bytes:
    """Every metric, as text. What cannot be reached is left out, and said by `registry_database_up`."""
    now = [*await _ready(engines), *await _database(), *_disk(settings), *_processes()]
    return generate_latest(counted()) + generate_latest(_registry_of(now))


def counted() -> CollectorRegistry:
    """What all web processes counted; those that have ended keep their counts and lose their present state."""
    folder = os.environ.get(SHARED_FOLDER)
    if folder is None:
        return COUNTED
    for pid in _counting(folder):
        if not psutil.pid_exists(pid):
            mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]  # the library's own gap
    together = CollectorRegistry()
    MultiProcessCollector(together, folder)  # type: ignore[no-untyped-call]  # as above
    return together


def _counting(folder: str) -> set[int]:
    """Numbers of the processes that have counted something in this folder."""
    return {int(path.stem.rsplit("_", 1)[1]) for path in Path(folder).glob("*_*.db")}


class _Present:
    """Metrics made beforehand, in the form in which the library asks for them."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterator[Metric]:
        """The metrics."""
        return iter(self._metrics)


def _registry_of(metrics: Iterable[Metric]) -> CollectorRegistry:
    made = CollectorRegistry()
    made.register(_Present(metrics))
    return made


async def _ready(engines: Sequence[SearchEngine]) -> list[Metric]:
    found = await readiness(engines)
    index = GaugeMetricFamily("registry_index_ready", "Whether an index can be searched.", labels=["index"])
    for name, condition in found.search.items():
        index.add_metric([name], condition == Condition.READY)
    return [
        _gauge("registry_database_up", "Whether the database answers.", found.database == OK),
        _gauge("registry_migrations_done", "Whether the tables are of this version.", found.migrations == OK),
        index,
    ]


async def _database() -> list[Metric]:
    try:
        async with asyncio.timeout(SECONDS), transaction() as connection:
            row = await connection.fetchrow(DATABASE_NOW)
            states = await connection.fetch(IMPORTS_NOW)
    except GONE:
        return []
    imports = GaugeMetricFamily("registry_imports", "Batches of imports by state.", labels=["state"])
    for state, number in states:
        imports.add_metric([state], number)
    return [
        _gauge(
            "registry_index_outbox_records", "Changed records not yet in the search index.", row["outbox"]
        ),
        _gauge("registry_index_age_seconds", "Seconds that the oldest of them has waited.", row["age"]),
        _gauge("registry_database_bytes", "Size of the database.", row["bytes"]),
        imports,
    ]


def _disk(settings: Settings) -> Iterator[Metric]:
    folder = settings.data.expanduser().resolve()
    if folder.exists():
        free = shutil.disk_usage(folder).free
        yield _gauge("registry_disk_free_bytes", "Free space on the disk of the data folder.", free)


def _processes() -> Iterator[Metric]:
    """Memory, processor time and open files of every web process beside this one that has counted something."""
    memory = GaugeMetricFamily(
        "registry_process_memory_bytes", "Resident memory of a web process.", labels=["pid"]
    )
    spent = CounterMetricFamily(
        "registry_process_cpu_seconds", "Processor time of a web process.", labels=["pid"]
    )
    files = GaugeMetricFamily(
        "registry_process_open_files", "Open files and sockets of a web process.", labels=["pid"]
    )
    folder = os.environ.get(SHARED_FOLDER)
    for pid in {os.getpid()} | (_counting(folder) if folder else set()):
        try:
            process = psutil.Process(pid)
            times = process.cpu_times()
            memory.add_metric([str(pid)], process.memory_info().rss)
            spent.add_metric([str(pid)], times.user + times.system)
            files.add_metric([str(pid)], process.num_fds())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    yield from (memory, spent, files)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
