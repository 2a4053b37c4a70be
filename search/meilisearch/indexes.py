"""The indexes on the server that belong to one declared index: the one in use, and those being built or tried."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from meilisearch.models.task import TaskInfo

from search.declaration import Index
from search.engine import SearchUnavailable
from search.meilisearch.connection import Connection, unavailable
from search.meilisearch.form import KEY, settings_of

TASK_SECONDS = 600.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Indexes:
    """Makes, swaps and clears away."""

    connection: Connection
    index: Index
    prefix: str

    @property
    def current(self) -> str:
        """The name of the index in use."""
        return f"{self.prefix}-{self.index.name}"

    @property
    def _beside(self) -> str:
        return f"{self.current}-beside-"

    def build(self) -> str:
        """An empty index set up as declared, beside the one in use; those that killed builders left are cleared away."""
        self.tidy()
        return self._made(settings_of(self.index))

    def tidy(self) -> None:
        """Remove what killed builders left."""
        for name in self._names():
            if name.startswith(self._beside):
                self.discard(name)

    def use(self, name: str) -> None:
        """Put a built index in the place of the one in use, between two searches, and remove the other.

        A key for some indexes is not shown the task of a swap: whether it is done is seen by the indexes.
        """
        if self.current not in self._names():
            self._create(self.current)
        built = self._created(name)
        self._asked(lambda: self.connection.client.swap_indexes([{"indexes": [self.current, name]}]))
        self.connection.awaited(
            lambda: self._created(self.current) == built or None, "the swap", TASK_SECONDS
        )
        self.discard(name)

    def _created(self, name: str) -> str:
        """When an index was made, which goes with it in a swap."""
        return str(self._asked(lambda: self.connection.client.get_raw_index(name))["createdAt"])

    def discard(self, name: str) -> None:
        """Remove an index; where that fails, the next build does it."""
        with suppress(SearchUnavailable):
            self._carry_out(lambda client: client.delete_index(name))

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """An index to try documents in."""
        name = self._made({"searchableAttributes": []})
        try:
            yield name
        finally:
            self.discard(name)

    def _made(self, settings: dict[str, Any]) -> str:
        name = self._beside + secrets.token_hex(4)
        self._create(name)
        self._carry_out(lambda client: client.index(name).update_settings(settings))
        return name

    def _create(self, name: str) -> None:
        self._carry_out(lambda client: client.create_index(name, {"primaryKey": KEY}))

    def _carry_out(self, start: Callable[[Client], TaskInfo]) -> None:
        self.connection.carry_out(lambda: start(self.connection.client), TASK_SECONDS)

    def _names(self) -> list[str]:
        listed = self._asked(lambda: self.connection.client.get_indexes({"limit": 10_000}))
        return [one.uid for one in listed["results"]]

    def _asked(self, call: Callable[[], T]) -> T:
        try:
            return self.connection.patiently(call)
        except MeilisearchApiError as error:
            raise unavailable(error) from error
