"""Working ahead: items made in a thread of their own while the last ones are being used."""

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

AHEAD = 1
"""So many items may wait beside the one in use and the one in the making."""

T = TypeVar("T")
_Entry = tuple[T | None, BaseException | None, bool]


def ahead(source: Iterator[T]) -> Iterator[T]:
    """The same items in the same order, at most `AHEAD` waiting; an error is raised where it belongs."""
    waiting: queue.Queue[_Entry[T]] = queue.Queue(AHEAD)
    stopped = threading.Event()
    maker = threading.Thread(target=_make, args=(source, waiting, stopped), daemon=True)
    maker.start()
    try:
        while True:
            item, error, end = waiting.get()
            if error is not None:
                raise error
            if end:
                return
            yield item  # type: ignore[misc]  # an item unless it is the end or an error
    finally:
        stopped.set()
        maker.join()


def _make(source: Iterator[T], waiting: "queue.Queue[_Entry[T]]", stopped: threading.Event) -> None:
    try:
        for item in source:
            if not _put(waiting, (item, None, False), stopped):
                return
    except BaseException as error:  # noqa: BLE001 - handed to the consuming thread, which raises it
        _put(waiting, (None, error, False), stopped)
    else:
        _put(waiting, (None, None, True), stopped)


def _put(waiting: "queue.Queue[_Entry[T]]", entry: _Entry[T], stopped: threading.Event) -> bool:
    """Whether the entry was taken before the consumer stopped."""
    while not stopped.is_set():
        try:
            waiting.put(entry, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
