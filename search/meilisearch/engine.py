"""One declared index on a Meilisearch server, behind the interface of all engines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from meilisearch.errors import MeilisearchApiError

from search.answers import SearchAnswer
from search.declaration import Index
from search.documents import digest
from search.engine import Condition, SearchUnavailable
from search.meilisearch.connection import Connection
from search.meilisearch.filters import everything
from search.meilisearch.form import DIGEST, DOCUMENT, ID
from search.meilisearch.indexes import Indexes
from search.meilisearch.queries import Query, Result
from search.meilisearch.searching import Search
from search.meilisearch.writers import Delivery, GatheringWriter, StreamingWriter
from search.requests import SearchRequest

TIMEOUT_SECONDS = 5
PAGE = 1000
"""Documents that are read at a time when all of them are."""
CONDITIONS = {
    "index_not_found": Condition.MISSING,
    "invalid_search_filter": Condition.OUTDATED,
    "internal": Condition.DAMAGED,
}
"""What an error of a search that asks for nothing but the declaration says of the index."""


@dataclass(slots=True)
class MeilisearchEngine:
    """The index `prefix`-name on the server at `url`, reached with `key` (see `make_keys`)."""

    url: str
    key: str | None
    index: Index
    prefix: str = "registry"
    timeout: int = TIMEOUT_SECONDS
    name: str = "meilisearch"
    _connection: Connection = field(init=False, repr=False)
    _indexes: Indexes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._connection = Connection(self.url, self.key, self.timeout)
        self._indexes = Indexes(self._connection, self.index, self.prefix)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find documents; raises SearchUnavailable."""
        started = time.perf_counter()
        found = Search(self.index, self._ask, request).answer()
        return SearchAnswer(**found, took_ms=(time.perf_counter() - started) * 1000, engine=self.name)

    def _ask(self, queries: list[Query]) -> list[Result]:
        return self._connection.quickly(lambda: self._answers(queries))

    def _answers(self, queries: list[Query]) -> list[Result]:
        named = [{"indexUid": self._indexes.current, "q": "", **query} for query in queries]
        return self._connection.client.multi_search(named)["results"]

    @contextmanager
    def changing(self) -> Iterator[GatheringWriter]:
        """Write to the index in use: gathered, and sent when the context ends."""
        condition = self.condition()
        if condition is not Condition.READY:
            raise SearchUnavailable(f"index {self.index.name} is {condition}")
        writer = GatheringWriter(self.index)
        yield writer
        writer.deliver(Delivery(self._connection, self._indexes, self._indexes.current))

    @contextmanager
    def rebuilding(self) -> Iterator[StreamingWriter]:
        """Write an index anew beside the one in use, and swap the two when the context ends."""
        name = self._indexes.build()
        try:
            delivery = Delivery(self._connection, self._indexes, name)
            writer = StreamingWriter(self.index, delivery)
            yield writer
            writer.flush()
            delivery.settle()
            self._indexes.use(name)
        except BaseException:
            self._indexes.discard(name)
            raise

    def digests(self) -> Iterator[tuple[str, int]]:
        """Every document's id and digest."""
        for one in self._every(ID, DIGEST):
            yield one[ID], int(one[DIGEST], 16)

    def _every(self, *attributes: str) -> Iterator[Result]:
        offset = 0
        while page := self._page(attributes, offset):
            yield from page
            offset += len(page)

    def _page(self, attributes: tuple[str, ...], offset: int) -> list[Result]:
        query = {
            "filter": everything(self.index),
            "attributesToRetrieve": list(attributes),
            "offset": offset,
            "limit": PAGE,
        }
        (result,) = self._ask([query])
        hits: list[Result] = result["hits"]
        return hits

    def condition(self) -> Condition:
        """How the index is: missing, set up for another declaration, failing inside the server, out of reach, or ready."""
        try:
            self.count()
        except SearchUnavailable as error:
            cause = error.__cause__
            code = cause.code if isinstance(cause, MeilisearchApiError) else None
            return CONDITIONS.get(str(code), Condition.DOWN)
        return Condition.READY

    def examine(self) -> Condition:
        """As `condition`, after reading every document and comparing its digest."""
        condition = self.condition()
        if condition is not Condition.READY:
            return condition
        read = self._every(DIGEST, DOCUMENT)
        whole = all(int(one[DIGEST], 16) == digest(one[DOCUMENT].encode()) for one in read)
        return Condition.READY if whole else Condition.DAMAGED

    def count(self) -> int:
        """The number of documents held; raises SearchUnavailable."""
        (result,) = self._ask([{"filter": everything(self.index), "limit": 0}])
        return int(result["estimatedTotalHits"])

    def size(self) -> int:
        """Bytes of the index in use; 0 where the key does not allow to ask, or the server does not tell."""
        index = self._connection.client.index(self._indexes.current)
        try:
            stats = self._connection.quickly(lambda: index.get_stats(show_internal_database_sizes=True))
        except SearchUnavailable:
            return 0
        return sum((stats.internal_database_sizes or {}).values())

    def tidy(self) -> None:
        """Remove the indexes beside the one in use."""
        with suppress(SearchUnavailable):
            self._indexes.tidy()

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()
