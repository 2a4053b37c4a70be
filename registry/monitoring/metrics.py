"""What a process counts. With several web processes the counts lie in files that all of them add up.

The library decides when it is imported whether it counts in files: `registry serve` names their folder in
`PROMETHEUS_MULTIPROC_DIR` before it starts more than one process.
"""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from search.answers import SearchAnswer
from search.engine import SearchEngine, SearchUnavailable
from search.requests import SearchRequest

COUNTED = CollectorRegistry()
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "registry_requests",
    "Requests answered, by method, template of the address, and status.",
    ("method", "route", "status"),
    registry=COUNTED,
)
REQUEST_SECONDS = Histogram(
    "registry_request_seconds",
    "Seconds from the head of a request to the end of its answer.",
    ("route",),
    buckets=SECONDS,
    registry=COUNTED,
)
REQUESTS_IN_PROGRESS = Gauge(
    "registry_requests_in_progress", "Requests being answered.", registry=COUNTED, multiprocess_mode="livesum"
)
SEARCHES = Counter(
    "registry_searches",
    "Searches by engine, index and result: found, relaxed, nothing, unavailable.",
    ("engine", "index", "result"),
    registry=COUNTED,
)
SEARCH_SECONDS = Histogram(
    "registry_search_seconds",
    "Seconds that the engine took for a search.",
    ("engine", "index"),
    buckets=SECONDS,
    registry=COUNTED,
)
DATABASE_CONNECTIONS = Gauge(
    "registry_database_connections",
    "Connections of the pools of the web processes, by state: used, idle.",
    ("state",),
    registry=COUNTED,
    multiprocess_mode="livesum",
)
LOOP_DELAY_SECONDS = Gauge(
    "registry_loop_delay_seconds",
    "Seconds by which the busiest web process is late for what it should do now.",
    registry=COUNTED,
    multiprocess_mode="livemax",
)


def counted_search(
    engine: SearchEngine, request: SearchRequest, clock: Callable[[], float] = time.perf_counter
) -> SearchAnswer:
    """Search, and count it. Raises SearchUnavailable."""
    started = clock()
    try:
        answer = engine.search(request)
    except SearchUnavailable:
        SEARCHES.labels(engine.name, engine.index.name, "unavailable").inc()
        raise
    SEARCH_SECONDS.labels(engine.name, engine.index.name).observe(clock() - started)
    SEARCHES.labels(engine.name, engine.index.name, _result(answer)).inc()
    return answer


def _result(answer: SearchAnswer) -> str:
    if not answer.total:
        return "nothing"
    return "relaxed" if answer.relaxed else "found"
