"""Reads of likely duplicates, of two enterprises side by side, and of the merges that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.accounts.scope import Scope
from registry.enterprises.merging.actions import FIELDS
from registry.enterprises.merging.rules import Compared, Known, Likeness, compared, pairs
from registry.enterprises.merging.tables import GIVEN_UP, EnterpriseDistinction, EnterpriseMerge
from registry.enterprises.queries import by_key, key_of, patent_counts
from registry.enterprises.tables import Enterprise
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, Row, fetch, page_of


class DuplicateQuery(ListQuery):
    """A page of the likely duplicates, or of the merges."""


@dataclass(frozen=True, slots=True)
class Twin:
    """One of two that look alike."""

    key: str
    name: str
    credit_code: str | None
    registration_number: str | None
    township: str | None
    patents: int
    titles: int


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two enterprises that look like one, and why."""

    first: Twin
    second: Twin
    likenesses: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """An enterprise in a comparison; `version` is what a form names of it, `links` how many records of a kind go with it."""

    id: int
    key: str
    name: str
    township: str | None
    version: str
    record: dict[str, Any]
    links: dict[str, int]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge; `old_record` what the register said of the one given up, `moved` how many records of a table went along,
    `left` what an undoing left alone."""

    id: int
    key: str
    kept_name: str
    old_id: int
    old_name: str
    codes: list[str]
    old_record: dict[str, Any]
    moved: dict[str, int]
    actor: str
    reason: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None
    undone_reason: str | None
    left: list[tuple[str, str, str]]


def _own(scope: Scope) -> Conditions:
    """Enterprises that the caller may merge: all for the bureau, else its own."""
    conditions = Conditions()
    if not scope.ladder:
        conditions.add("e.township = ANY({})", list(scope.townships))
    return conditions


async def duplicates(scope: Scope, query: DuplicateQuery) -> Page[LikelyDuplicate]:
    """One page of the pairs that look alike, both of them the caller's, the surest first."""
    conditions = _own(scope)
    rows = await fetch(
        Enterprise,
        "SELECT e.id, e.name, e.former_names, e.credit_code, e.registration_number, e.organisation_code"
        f" FROM enterprise e {conditions.where} ORDER BY e.id",
        *conditions.values,
    )
    called = await fetch(EnterpriseDistinction, "SELECT d.low_id, d.high_id FROM enterprise_distinction d")
    found = pairs([Known(**row) for row in rows], [(row["low_id"], row["high_id"]) for row in called])
    shown = found[query.offset : query.offset + query.size]
    twins = await _twins([number for pair in shown for number in (pair.first, pair.second)])
    items = [LikelyDuplicate(twins[pair.first], twins[pair.second], pair.likenesses) for pair in shown]
    return Page(items, len(found), query.page, query.size)


async def _twins(numbers: Sequence[int]) -> dict[int, Twin]:
    rows = await fetch(
        Enterprise,
        "SELECT e.id, e.name, e.credit_code, e.registration_number, e.township,"
        " (SELECT count(*) FROM recognition r WHERE r.enterprise_id = e.id) AS titles"
        " FROM enterprise e WHERE e.id = ANY({})",
        list(numbers),
    )
    owned = await patent_counts(list(numbers))
    return {
        row["id"]: Twin(
            key=key_of(row),
            patents=owned.get(row["id"], 0),
            **{
                name: row[name]
                for name in ("name", "credit_code", "registration_number", "township", "titles")
            },
        )
        for row in rows
    }


_LINKS = {
    "recognition": "enterprise_id",
    "candidacy": "enterprise_id",
    "record_correction": "enterprise_id",
    "enterprise_product": "enterprise_id",
    "enterprise_training": "enterprise_id",
    "enterprise_contact": "enterprise_id",
    "value_confirmation": "enterprise_id",
}
"""What goes with an enterprise, by table."""


async def beside(scope: Scope, key: str) -> Beside | None:
    """One side of a comparison; None where the caller may not merge it."""
    rows = await by_key(key)
    if not rows or not scope.ranks(rows[0]["township"], rows[0]["credit_code"]):
        return None
    counts = ", ".join(
        f"(SELECT count(*) FROM {table} c WHERE c.{column} = e.id) AS {table}"
        for table, column in _LINKS.items()
    )
    (row,) = await fetch(
        Enterprise,
        f"SELECT e.id, {', '.join(f'e.{name}' for name in FIELDS)}, {counts},"
        " (extract(epoch FROM e.updated_at) * 1000000)::bigint::text AS version FROM enterprise e WHERE e.id = {}",
        rows[0]["id"],
    )
    owned = await patent_counts([row["id"]])
    return Beside(
        id=row["id"],
        key=key_of(row),
        name=row["name"],
        township=row["township"],
        version=row["version"],
        record={name: row[name] for name in FIELDS},
        links={"patent": owned.get(row["id"], 0), **{table: row[table] for table in _LINKS}},
    )


def side_by_side(kept: Beside, other: Beside) -> list[Compared]:
    """Both field by field, those first between which a person has to choose."""
    rows = compared(FIELDS, kept.record, other.record)
    return sorted(rows, key=lambda row: row.chosen is not None)


_MERGES = f"enterprise_merge m JOIN enterprise e ON e.id = m.kept_id CROSS JOIN {GIVEN_UP}"
_COLUMNS = """m.*, e.name AS kept_name, e.credit_code, e.id AS kept, given_up.record AS old_record,
    coalesce((SELECT a.name FROM account a WHERE a.login = m.actor), m.actor) AS by_name,
    coalesce((SELECT a.name FROM account a WHERE a.login = m.undone_by), m.undone_by) AS undone_name,
    (SELECT count(*) FROM change_entry l WHERE l.operation_id = m.operation_id AND l.kind = 'recognition'
     AND l.action = 'update' AND l.after ? 'enterprise_id') AS titles"""


def _own_merges(scope: Scope) -> Conditions:
    """Merges of two that the caller might have merged: of the one given up the page tells all, too."""
    conditions = _own(scope)
    if not scope.ladder:
        conditions.add("given_up.record ->> 'township' = ANY({})", list(scope.townships))
    return conditions


async def merges(scope: Scope, query: DuplicateQuery) -> Page[Merge]:
    """One page of the merges, the latest first."""
    conditions = _own_merges(scope)
    found = await page_of(EnterpriseMerge, _COLUMNS, _MERGES, conditions, "m.id DESC", query, exact=True)
    return found.holding([_merge(row) for row in found.items])


async def one_merge(scope: Scope, number: int) -> Merge | None:
    """One merge; None where there is none that the caller sees."""
    conditions = _own_merges(scope)
    conditions.add("m.id = {}", number)
    rows = await fetch(
        EnterpriseMerge, f"SELECT {_COLUMNS} FROM {_MERGES} {conditions.where}", *conditions.values
    )
    return _merge(rows[0]) if rows else None


def _merge(row: Row) -> Merge:
    moved = {"recognition": row["titles"]} if row["titles"] else {}
    for table, numbers in row["moved"].items():
        name = "account" if table.startswith("account ") else table
        moved[name] = moved.get(name, 0) + len(numbers)
    left = row["left_alone"]
    gone = [tuple(one.split(":", 1)) for one in left.get("moved", [])]
    return Merge(
        id=row["id"],
        key=key_of({"id": row["kept"], "credit_code": row["credit_code"]}),
        kept_name=row["kept_name"],
        old_id=row["old_id"],
        old_name=row["old_name"],
        codes=row["codes"],
        old_record={name: row["old_record"].get(name) for name in FIELDS},
        moved=moved,
        actor=row["by_name"],
        reason=row["reason"],
        at=row["at"],
        undone_by=row["undone_name"],
        undone_at=row["undone_at"],
        undone_reason=row["undone_reason"],
        left=[
            *((kind, field or "", reason) for kind, _, field, reason in left.get("records", [])),
            *((table, number, "gone") for table, number in gone),
        ],
    )
