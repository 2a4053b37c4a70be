"""How far the work on a file has come."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

OnProgress = Callable[[int, int | None], None]
"""Called with the rows done and the estimated number of all rows (None where it cannot be told)."""


class Progress:
    """Rows done, and how many there will be, judged from the size of a text file."""

    def __init__(self, path: Path, format_: str, on_progress: OnProgress | None) -> None:
        self._tell = on_progress
        self.guarded = format_ not in {"json", "jsonl", "parquet"}
        self._size = path.stat().st_size if format_ in {"csv", "tsv", "jsonl", "json"} else None
        self._done = 0
        self._estimate: int | None = None

    def learn(self, chunk: pl.DataFrame) -> None:
        """Estimate the rows of the file from the first chunk."""
        if self._estimate is None and self._size and chunk.height:
            self._estimate = max(
                chunk.height, int(self._size / max(1.0, chunk.estimated_size() / chunk.height))
            )

    def add(self, rows: int) -> None:
        """So many more rows are done."""
        self._done += rows
        if self._tell is not None:
            estimate = None if self._estimate is None else max(self._estimate, self._done)
            self._tell(self._done, estimate)
