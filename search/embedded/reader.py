"""The state of an index that a process searches: opened once, and brought up to date when the files have changed."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from search.declaration import Index
from search.embedded.folder import IndexFolder
from search.embedded.schema import register_tokenizers
from search.engine import SearchUnavailable

Stamp = tuple[int, ...]
COMMITTED = "meta.json"
"""The file that tantivy replaces with every commit."""


@dataclass(slots=True)
class Reader:
    """Gives searchers of the latest commit; safe to use from several threads."""

    folder: IndexFolder
    index: Index
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pointed: Stamp = ()
    _committed: Stamp = ()
    _opened: tantivy.Index | None = None
    _built: Path | None = None

    def searcher(self) -> tantivy.Searcher:
        """A searcher of what is committed now. Raises SearchUnavailable, ValueError where files are damaged."""
        with self._lock:
            while True:
                pointed = self.folder.stamp()
                try:
                    return self._latest(pointed).searcher()
                except (ValueError, OSError):
                    self._opened = None
                    if self.folder.stamp() == pointed:
                        raise  # else another build was put in use, and this one cleared away, in between

    def _latest(self, pointed: Stamp) -> tantivy.Index:
        opened = self._opened
        if opened is None or pointed != self._pointed:
            opened = self._open()
            self._opened, self._pointed = opened, pointed
        elif (committed := self._commit_stamp()) != self._committed:
            opened.reload()
            self._committed = committed
        return opened

    def _open(self) -> tantivy.Index:
        current = self.folder.current()
        if current is None:
            raise SearchUnavailable(f"index {self.index.name} has not been built")
        if current.fingerprint != self.index.fingerprint:
            raise SearchUnavailable(f"index {self.index.name} was built for another declaration")
        self._built = current.built
        self._committed = self._commit_stamp()
        opened = tantivy.Index.open(str(current.built))
        register_tokenizers(opened)
        opened.config_reader("manual")
        return opened

    def _commit_stamp(self) -> Stamp:
        if self._built is None:
            return ()
        try:
            state = (self._built / COMMITTED).stat()
        except FileNotFoundError:
            return ()
        return (state.st_mtime_ns, state.st_ino)

    def forget(self) -> None:
        """Open anew at the next search."""
        with self._lock:
            self._opened = None
