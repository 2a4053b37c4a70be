"""A rival of the embedded engine: SQLite's FTS5 with its trigram tokenizer, over the same documents.

It does the same work: hits by rank, their highlights, the total, and counts of six fields. Of several values of a field
it counts the first only. Queries of two characters are no trigram: they are looked for through the whole table, as FTS5 does.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from search.answers import Document
from search.declaration import Index
from search.documents import texts_of

SHORTEST = 3


def create(path: Path, index: Index, facets: tuple[str, ...]) -> sqlite3.Connection:
    """An empty database for the documents of an index."""
    opened = sqlite3.connect(path)
    opened.execute("PRAGMA journal_mode = WAL")
    opened.execute("PRAGMA cache_size = -262144")
    searched = ", ".join(field.name for field in index.searched)
    opened.execute(f"CREATE VIRTUAL TABLE found USING fts5({searched}, tokenize = 'trigram')")
    opened.execute(f"CREATE TABLE counted (id INTEGER PRIMARY KEY, {', '.join(facets)})")
    return opened


def fill(
    opened: sqlite3.Connection, documents: Iterable[Document], index: Index, facets: tuple[str, ...]
) -> None:
    """Put documents in, in one transaction."""
    searched = [field.name for field in index.searched]
    with opened:
        for document in documents:
            texts = [" ".join(texts_of(document.get(name))) for name in searched]
            firsts = [next(iter(texts_of(document.get(name))), None) for name in facets]
            row = opened.execute(f"INSERT INTO found VALUES ({_marks(searched)})", texts).lastrowid
            opened.execute(f"INSERT INTO counted VALUES (?, {_marks(firsts)})", [row, *firsts])


def _marks(values: list[str] | list[str | None]) -> str:
    return ", ".join("?" * len(values))


def search(opened: sqlite3.Connection, text: str, index: Index, facets: tuple[str, ...]) -> int:
    """The first twenty hits with highlights, and the counts; gives the total."""
    searched = [field.name for field in index.searched]
    if len(text) >= SHORTEST:
        condition, values = "found MATCH ?", ['"' + text.replace('"', '""') + '"']
        weights = ", ".join(str(field.weight) for field in index.searched)
        order = f"bm25(found, {weights})"
    else:
        condition = " OR ".join(f"{name} LIKE ?" for name in searched)
        values, order = [f"%{text}%"] * len(searched), "rowid"
    marked = ", ".join(f"highlight(found, {place}, '[', ']')" for place in range(len(searched)))
    opened.execute(
        f"SELECT rowid, {marked} FROM found WHERE {condition} ORDER BY {order} LIMIT 20", values
    ).fetchall()
    counts = " UNION ALL ".join(
        f"SELECT '{name}', {name}, count(*) FROM hits JOIN counted ON id = number GROUP BY {name}"
        for name in facets
    )
    rows = opened.execute(
        f"WITH hits(number) AS MATERIALIZED (SELECT rowid FROM found WHERE {condition}) {counts}", values
    ).fetchall()
    return sum(count for name, _, count in rows if name == facets[0])
