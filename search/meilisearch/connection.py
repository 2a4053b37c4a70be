"""How the server is reached: connections kept open, bounded waiting, and rest for a server that is down."""

import threading
import time
from collections.abc import Callable
from itertools import chain, repeat
from typing import Any, TypeVar

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchCommunicationError, MeilisearchTimeoutError
from meilisearch.models.task import Task, TaskInfo

from search.engine import SearchUnavailable

PLAIN = {"Accept-Encoding": "identity"}
"""A compressed answer comes in two packets, the second 40 ms after the first."""
TOO_MANY, SERVER_ERROR = 429, 500
CONNECT_SECONDS = 1.0
REST_SECONDS = 1.0
"""How long a server that could not be reached is not tried again by those who search."""
PAUSES = (0.2, 1.0, 3.0)
"""Before each further try of those who write."""
POLL_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25)
"""Between looks at a task, the last one again and again."""
T = TypeVar("T")
UNREACHED = (MeilisearchCommunicationError, MeilisearchTimeoutError, requests.RequestException)


class Connection:
    """A server, used from any number of threads."""

    def __init__(self, url: str, key: str | None, timeout: int) -> None:
        self._url, self._key, self._timeout = url.rstrip("/"), key, timeout
        self._own = threading.local()
        self._rest_until = 0.0

    @property
    def client(self) -> Client:
        """The client of this thread: it keeps the headers of the request at hand in itself."""
        if not hasattr(self._own, "client"):
            self._own.client = _kept_open(Client(self._url, self._key, self._timeout, custom_headers=PLAIN))
        client: Client = self._own.client
        return client

    @property
    def sender(self) -> Client:
        """A client for compressed documents."""
        return Client(
            self._url, self._key, self._timeout, custom_headers=PLAIN | {"Content-Encoding": "gzip"}
        )

    def quickly(self, call: Callable[[], T]) -> T:
        """The result of a call that someone waits for: tried twice where a kept connection has gone. Raises
        SearchUnavailable, at once while the server is known to be down.
        """
        if time.monotonic() < self._rest_until:
            raise SearchUnavailable(f"{self._url} did not answer a moment ago")
        try:
            try:
                return call()
            except MeilisearchCommunicationError:
                return call()
        except MeilisearchApiError as error:
            raise unavailable(error) from error
        except UNREACHED as error:
            self._rest_until = time.monotonic() + REST_SECONDS
            raise unavailable(error) from error

    def patiently(self, call: Callable[[], T]) -> T:
        """The result of a call that may be repeated, tried again while the server is down or busy. Raises
        SearchUnavailable in the end; at once, as MeilisearchApiError, where the server does not want the call.
        """
        for pause in (*PAUSES, None):
            try:
                return call()
            except (*UNREACHED, MeilisearchApiError) as error:
                if isinstance(error, MeilisearchApiError) and not _passing(error):
                    raise
                if pause is None:
                    raise unavailable(error) from error
                time.sleep(pause)
        raise AssertionError

    def done(self, started: TaskInfo, seconds: float) -> Task:
        """The task when it has ended, well or not; raises SearchUnavailable where it takes longer."""

        def ended() -> Task | None:
            task = self.client.get_task(started.task_uid)
            return None if task.status in ("enqueued", "processing") else task

        return self.awaited(ended, f"task {started.task_uid} ({started.type})", seconds)

    def awaited(self, look: Callable[[], T | None], what: str, seconds: float) -> T:
        """What a look gives when it gives something; raises SearchUnavailable where it takes longer."""
        until = time.monotonic() + seconds
        for pause in chain(POLL_SECONDS, repeat(POLL_SECONDS[-1])):
            seen = self.patiently(look)
            if seen is not None:
                return seen
            if time.monotonic() > until:
                break
            time.sleep(pause)
        raise SearchUnavailable(f"Meilisearch: {what} has not ended after {seconds:.0f} s")

    def carry_out(self, call: Callable[[], TaskInfo], seconds: float) -> None:
        """Start a task and wait for its end; raises SearchUnavailable where it fails."""
        try:
            task = self.done(self.patiently(call), seconds)
        except MeilisearchApiError as error:
            raise unavailable(error) from error
        if task.status != "succeeded":
            raise SearchUnavailable(f"{task.type}: {reason_of(task)}")

    def close(self) -> None:
        """Let go of the connection of this thread; those of others go with their threads."""
        self._own = threading.local()


def unavailable(error: Exception) -> SearchUnavailable:
    """What those who search are told."""
    return SearchUnavailable(f"Meilisearch: {getattr(error, 'message', error)}")


def reason_of(task: Task) -> str:
    """Why a task failed."""
    return str((task.error or {}).get("message", task.status))


def _passing(error: MeilisearchApiError) -> bool:
    """Whether the same call may be taken a little later."""
    return error.status_code == TOO_MANY or error.status_code >= SERVER_ERROR


def _kept_open(client: Client) -> Client:
    """The client, sending over connections that stay open; by itself it opens one for every request."""
    session, send = _Session(), client.http.send_request
    client.http.send_request = lambda method, *args, **named: send(  # type: ignore[method-assign]
        getattr(session, method.__name__), *args, **named
    )
    return client


class _Session(requests.Session):
    """Waits less for a connection than for an answer."""

    def send(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:
        named["timeout"] = (CONNECT_SECONDS, named.get("timeout"))
        return super().send(request, **named)
