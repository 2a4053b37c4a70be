"""What else changes with a record: whose documents are made from it, and whose from those documents.

A change of an offer, a licence, a pledge or a stock review is one of its patent, of a title one of its enterprise, of an
agency one of its projects. Beyond that, the documents say it themselves: where an enterprise is known by other
names, or lies elsewhere, the patents under its names change; where other names hold a patent, or it comes to be
offered, the counts of their enterprises do. These are noted in the outbox before the document is written, so that
a process killed between the two loses nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from registry.database.engine import connection
from registry.indexing.declared import ENTERPRISES, OFFERS, PATENTS, PROJECTS
from registry.indexing.outbox import Changed
from registry.patents.holders import HOLDERS
from search.answers import Document
from search.declaration import Index
from search.documents import encode

PARENTS = {
    PATENTS.name: ("patent", "patent_id", ("offer", "licence", "pledge", "stock_review")),
    OFFERS.name: ("patent", "patent_id", ("offer", "licence", "pledge", "stock_review")),
    ENTERPRISES.name: ("enterprise", "enterprise_id", ("recognition",)),
    PROJECTS.name: ("project", "agency_id", ()),
}
"""By index: the table whose records its documents are, and the tables that refer to it, by which column."""
_PARENTS_OF = """
    SELECT {column} AS parent FROM {table} WHERE id = ANY($1)
    UNION SELECT (before ->> '{column}')::bigint FROM change_entry
    WHERE kind = '{table}' AND record_id = ANY($1) AND before ->> '{column}' IS NOT NULL"""
"""The records that others refer to, or did before they were changed or deleted."""


async def records_of(index: Index, changes: Changed) -> list[int]:
    """The records of an index whose documents have to be made anew, as the transaction going on sees them."""
    database = connection()
    table, column, children = PARENTS[index.name]
    found = set(changes.of(table))
    for child in children:
        if changed := changes.of(child):
            rows = await database.fetch(_PARENTS_OF.format(table=child, column=column), changed)
            found.update(row["parent"] for row in rows)
    if index is PROJECTS and (agencies := changes.of("agency")):
        rows = await database.fetch("SELECT id FROM project WHERE agency_id = ANY($1)", agencies)
        found.update(row["id"] for row in rows)
    return sorted(found)


LINKING = ("id", "names", "other_names", "credit_code", "cluster", "township")
"""What of an enterprise the documents of patents are made from."""
HOLDING = ("holders", "owner_code", "licensable")
"""What of a patent the documents of enterprises are made from."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Names and credit codes whose patents, or whose enterprises, have to be made anew."""

    names: list[str]
    codes: list[str]

    def __bool__(self) -> bool:
        return bool(self.names or self.codes)


def reach(index: Index, before: Mapping[Any, Document], after: Mapping[Any, Document]) -> Reach:
    """What the documents that differ reach, by the same keys before and after; nothing for other indexes."""
    if index is ENTERPRISES:
        return _reach(LINKING, ("names", "other_names"), "credit_code", before, after)
    if index is PATENTS:
        return _reach(HOLDING, ("holders",), "owner_code", before, after)
    return Reach([], [])


def _reach(
    facts: Sequence[str],
    named: Sequence[str],
    code: str,
    before: Mapping[Any, Document],
    after: Mapping[Any, Document],
) -> Reach:
    names: set[str] = set()
    codes: set[str] = set()
    for key in before.keys() | after.keys():
        old, new = before.get(key, {}), after.get(key, {})
        if _said(old, facts) != _said(new, facts):
            for document in (old, new):
                names.update(*(_texts(document.get(name)) for name in named))
                codes.update(_texts(document.get(code)))
    return Reach(sorted(names), sorted(codes))


def _said(document: Document, facts: Sequence[str]) -> bytes:
    return encode({name: document.get(name) for name in facts})


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


_NOTE = """
    INSERT INTO index_outbox (kind, record_id, last_record_id, at)
    SELECT '{kind}', min(id), nullif(max(id), min(id)), $3
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM ({found}) found) numbered
    GROUP BY run ORDER BY run"""
_HELD = f"SELECT p.id FROM patent p WHERE {HOLDERS} && $1::text[] OR p.owner_code = ANY($2::text[])"
_HOLDING = """
    SELECT e.id FROM enterprise e
    WHERE (e.name = ANY($1::text[]) OR e.former_names && $1::text[] OR e.credit_code = ANY($2::text[])
           OR e.id IN (SELECT m.kept_id FROM enterprise_merge m WHERE m.undone_at IS NULL AND m.codes && $2::text[])
           OR e.id IN (SELECT d.enterprise_id FROM owner_decision d WHERE d.name = ANY($1::text[])))
      AND NOT EXISTS (SELECT FROM index_outbox w WHERE w.kind = 'enterprise' AND w.record_id <= e.id
                      AND coalesce(w.last_record_id, w.record_id) >= e.id)"""


async def note(index: Index, database: asyncpg.Connection, reached: Reach, at: datetime) -> None:
    """Note in the outbox what is reached, as waiting since `at`; enterprises that wait already, not again."""
    kind, found = ("patent", _HELD) if index is ENTERPRISES else ("enterprise", _HOLDING)
    if reached:
        await database.execute(_NOTE.format(kind=kind, found=found), reached.names, reached.codes, at)
