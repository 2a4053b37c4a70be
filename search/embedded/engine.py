"""One declared index in tantivy, behind the interface of all engines."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from search.answers import SearchAnswer
from search.declaration import Index
from search.embedded.checking import damaged
from search.embedded.folder import IndexFolder
from search.embedded.reader import Reader
from search.embedded.schema import VERSION, register_tokenizers
from search.embedded.searching import Search
from search.embedded.writer import LARGE, SMALL, EmbeddedWriter, create
from search.engine import Condition, SearchUnavailable
from search.requests import SearchRequest

COUNTING = 2
"""Threads that count what is found."""
DIGITS = 16
"""Hexadecimal digits of a digest in a version term."""


@dataclass(slots=True)
class EmbeddedEngine:
    """The index below `folder`. One process writes at a time (a lock file of tantivy's sees to it), any number read."""

    folder: Path
    index: Index
    name: str = "embedded"
    _reader: Reader = field(init=False)
    _beside: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self._files, self.index)
        self._beside = _threads()

    @property
    def _files(self) -> IndexFolder:
        return IndexFolder(self.folder / self.index.name)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Find documents; raises SearchUnavailable."""
        started = time.perf_counter()
        with self._reading() as searcher:
            found = Search(self.index, searcher, request, self._beside).answer()
        return SearchAnswer(**found, took_ms=(time.perf_counter() - started) * 1000, engine=self.name)

    @contextmanager
    def changing(self) -> Iterator[EmbeddedWriter]:
        """Write to the index in use: one commit when the context ends, none if an error ends it."""
        current = self._files.current() if self.condition() is Condition.READY else None
        if current is None:
            raise SearchUnavailable(f"index {self.index.name} has to be built first")
        opened = tantivy.Index.open(str(current.built))
        register_tokenizers(opened)
        with self._writing(opened, SMALL, 1) as writer:
            yield EmbeddedWriter(self.index, writer, fresh=False)

    @contextmanager
    def rebuilding(self) -> Iterator[EmbeddedWriter]:
        """Write an index anew beside the one in use, and put it in its place when the context ends."""
        built = self._files.begin()
        try:
            with self._writing(create(built, self.index), LARGE, 1) as writer:
                yield EmbeddedWriter(self.index, writer, fresh=True)
            self._files.use(built, self.index.fingerprint)
        except BaseException:
            self._files.discard(built)
            raise

    @contextmanager
    def _writing(self, opened: tantivy.Index, memory: int, threads: int) -> Iterator[tantivy.IndexWriter]:
        """A writer that commits at the end, and then waits for the merging that this leads to."""
        try:
            writer = opened.writer(memory, threads)
        except ValueError as error:
            raise SearchUnavailable(f"index {self.index.name} is being written by another process") from error
        try:
            writer.garbage_collect_files()  # a killed commit leaves files that bear the names of the next one's
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    @contextmanager
    def _reading(self) -> Iterator[tantivy.Searcher]:
        """A searcher; whatever goes wrong below it means that the index cannot be used as it is."""
        try:
            yield self._reader.searcher()
        except SearchUnavailable:
            raise
        except BaseException as error:
            if not _from_tantivy(error):
                raise
            self._reader.forget()
            raise SearchUnavailable(f"index {self.index.name} cannot be read: {error}") from error

    def digests(self) -> Iterator[tuple[str, int]]:
        """Every document's id and digest."""
        with self._reading() as searcher:
            every = tantivy.Query.all_query()
            versions = searcher.terms_with_prefix(VERSION, "", every)
        for version, _ in versions:
            yield version[DIGITS:], int(version[:DIGITS], 16)

    def condition(self) -> Condition:
        """How the index is: missing, made for another declaration, damaged (its files do not open), or ready."""
        try:
            current = self._files.current()
            if current is None:
                return Condition.MISSING
            if current.fingerprint != self.index.fingerprint:
                return Condition.OUTDATED
            self.count()
        except (SearchUnavailable, ValueError, KeyError, TypeError):
            return Condition.DAMAGED
        return Condition.READY

    def examine(self) -> Condition:
        """As `condition`, after reading every file and comparing its checksum."""
        condition = self.condition()
        current = self._files.current() if condition is Condition.READY else None
        if current is None or not damaged(current.built):
            return condition
        replaced = self._files.current() != current
        return self.examine() if replaced else Condition.DAMAGED

    def count(self) -> int:
        """The number of documents held; raises SearchUnavailable."""
        with self._reading() as searcher:
            return int(searcher.num_docs)

    def size(self) -> int:
        """Bytes on disk of the index in use."""
        return self._files.size()

    def tidy(self) -> None:
        """Remove every build but the one in use; none where it cannot be told which that is."""
        try:
            current = self._files.current()
        except (ValueError, KeyError, TypeError):
            return
        self._files.clear(current.built if current else None)

    def close(self) -> None:
        """Let go of the open files."""
        self._beside.shutdown()
        self._beside = _threads()
        self._reader.forget()


def _threads() -> ThreadPoolExecutor:
    """None is started before it is needed."""
    return ThreadPoolExecutor(COUNTING, "counting")


def _from_tantivy(error: BaseException) -> bool:
    """What the files of an index lead to; a panic of the Rust library is no Exception."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"
