"""Reads of enterprises (企业), and which enterprise a name on a patent means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.accounts.scope import Scope
from registry.enterprises.ownership import links as ownership_links
from registry.enterprises.tables import Enterprise, Recognition
from registry.patents.holders import HOLDERS
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import (
    Conditions,
    Row,
    columns,
    containing,
    fetch,
    fields_of,
    grouped,
    page_of,
)
from registry.site.tracing import History, Provenance, Source, history_of, provenance_of


class EnterpriseSort(StrEnum):
    """Orders of the list of enterprises."""

    NAME = "name"
    UPDATED = "updated"
    FOUNDED = "founded"


ORDERS = {
    EnterpriseSort.NAME: "e.name, e.id",
    EnterpriseSort.UPDATED: "e.updated_at DESC, e.id DESC",
    EnterpriseSort.FOUNDED: "e.established_on DESC NULLS LAST, e.id",
}


class EnterpriseQuery(ListQuery):
    """What the list of enterprises may be narrowed to."""

    township: str = ""
    district: str = ""
    cluster: str = ""
    tag: str = ""
    title: str = ""
    titled: bool = False
    sort: EnterpriseSort = EnterpriseSort.NAME


@dataclass(frozen=True, slots=True)
class EnterpriseLink:
    """An enterprise as other records point to it. `key` is its part of the address."""

    key: str
    name: str
    township: str | None


@dataclass(frozen=True, slots=True)
class EnterpriseSummary:
    """One line of the list of enterprises."""

    key: str
    name: str
    credit_code: str | None
    status: str | None
    district: str | None
    township: str | None
    cluster: str | None
    tags: list[str]
    titles: list[str]
    patents: int


@dataclass(frozen=True, slots=True)
class EnterpriseDetail:
    """Everything the register holds on one enterprise that the caller may see."""

    key: str
    record: dict[str, Any]
    recognitions: list[dict[str, Any]]
    names: list[str]
    provenance: Provenance
    history: History


LINK_COLUMNS = "e.id, e.credit_code, e.name, e.township, e.cluster"
LIST_COLUMNS = f"{LINK_COLUMNS}, e.former_names, e.status, e.district, e.tags"


def key_of(row: Row) -> str:
    """How the address names an enterprise: its credit code, else `id-` and its number here."""
    return row["credit_code"] or f"id-{row['id']}"


async def enterprises(
    scope: Scope, query: EnterpriseQuery, *, exact: bool = False
) -> Page[EnterpriseSummary]:
    """One page of the enterprises that fit, with their titles and how many patents carry their names."""
    del scope  # nothing listed here is personal
    conditions = narrowed_to(query)
    found = await page_of(
        Enterprise, LIST_COLUMNS, "enterprise e", conditions, ORDERS[query.sort], query, exact=exact
    )
    identities = [row["id"] for row in found.items]
    titles = grouped(await _titles(identities), "enterprise_id")
    owned = await patent_counts(identities)
    items = [_summary(row, titles.get(row["id"], []), owned.get(row["id"], 0)) for row in found.items]
    return found.holding(items)


def _summary(row: Row, titles: list[Row], patents: int) -> EnterpriseSummary:
    return EnterpriseSummary(
        key=key_of(row),
        name=row["name"],
        credit_code=row["credit_code"],
        status=row["status"],
        district=row["district"],
        township=row["township"],
        cluster=row["cluster"],
        tags=row["tags"],
        titles=list(dict.fromkeys(title["title"] for title in titles)),
        patents=patents,
    )


def narrowed_to(query: EnterpriseQuery) -> Conditions:
    """The conditions of a query on `enterprise e`."""
    conditions = Conditions()
    for column in ("township", "district", "cluster"):
        if wanted := getattr(query, column):
            conditions.add(f"e.{column} = {{}}", wanted)
    if query.tag:
        conditions.add("e.tags @> ARRAY[{}::text]", query.tag)
    if query.title:
        conditions.add(
            "EXISTS (SELECT FROM recognition r WHERE r.enterprise_id = e.id AND r.title = {})", query.title
        )
    if query.titled:
        conditions.add("EXISTS (SELECT FROM recognition r WHERE r.enterprise_id = e.id)")
    for word in query.q.split():
        pattern = containing(word)
        conditions.add(
            "(e.name ILIKE {} OR e.credit_code ILIKE {} OR array_to_string(e.former_names, ' ') ILIKE {})",
            pattern,
            pattern,
            pattern,
        )
    return conditions


async def _titles(identities: list[int]) -> list[Row]:
    return await fetch(
        Recognition,
        "SELECT r.enterprise_id, r.title FROM recognition r WHERE r.enterprise_id = ANY({})"
        " ORDER BY r.valid_from DESC NULLS LAST, r.id",
        identities,
    )


OWN_NAMES = """
    SELECT e.id, array_agg(n.name) AS names, e.credit_code
    FROM enterprise e, LATERAL (
        SELECT e.name UNION SELECT unnest(e.former_names)
        UNION SELECT d.name FROM owner_decision d WHERE d.enterprise_id = e.id AND d.verdict = 'same'
        EXCEPT SELECT d.name FROM owner_decision d WHERE d.enterprise_id = e.id AND d.verdict = 'different'
    ) n(name)
    WHERE e.id = ANY({})
    GROUP BY e.id"""
"""The names under which an enterprise holds patents: its own, its former ones, and those a person decided."""


async def patent_counts(identities: list[int]) -> dict[int, int]:
    """How many patents carry a name of each enterprise; one without any is left out."""
    rows = await fetch(
        Enterprise,
        f"SELECT o.id, count(*) AS patents FROM ({OWN_NAMES}) o"
        f" JOIN patent p ON {HOLDERS} && o.names OR p.owner_code = ANY(codes_with(o.credit_code)) GROUP BY o.id",
        identities,
    )
    return {row["id"]: row["patents"] for row in rows}


Owner = tuple[str, str | None]
"""A name on a patent, and the credit code written beside it where there is one holder only."""
STRENGTH = ("decision", "code", "name", "former_name")


async def owner_links(scope: Scope, owners: Iterable[Owner]) -> dict[Owner, EnterpriseLink]:
    """Which enterprise each name on a patent means; a name that fits several or none is left out."""
    return {owner: _link(row) for owner, row in (await linked_enterprises(scope, owners)).items()}


async def linked_enterprises(scope: Scope, owners: Iterable[Owner]) -> dict[Owner, Row]:
    """As `owner_links`, with what `LINK_COLUMNS` names of each enterprise."""
    del scope  # nothing listed here is personal
    pairs = sorted(set(owners), key=str)
    named = "(SELECT unnest({}::text[]) AS name, unnest({}::text[]) AS code)"
    rows = await fetch(
        Enterprise,
        f"SELECT l.name AS owner, l.code AS owner_code, l.basis, {LINK_COLUMNS}"
        f" FROM ({ownership_links(named)}) l JOIN enterprise e ON e.id = l.enterprise_id",
        [name for name, _ in pairs],
        [code for _, code in pairs],
    )
    candidates: dict[Owner, list[Row]] = {}
    for row in rows:
        candidates.setdefault((row["owner"], row["owner_code"]), []).append(row)
    links: dict[Owner, Row] = {}
    for owner, found in candidates.items():
        best = min(found, key=lambda row: STRENGTH.index(row["basis"]))
        if sum(row["basis"] == best["basis"] for row in found) == 1:
            links[owner] = best
    return links


def _link(row: Row) -> EnterpriseLink:
    return EnterpriseLink(key_of(row), row["name"], row["township"])


async def enterprise(scope: Scope, key: str) -> EnterpriseDetail | None:
    """One enterprise by its credit code or `id-…`, None where there is none."""
    found = await by_key(key)
    return await _detail(scope, found[0]) if found else None


async def by_key(key: str) -> list[Row]:
    """The enterprise of a key, as the place where it stands; none where there is none."""
    number = key.removeprefix("id-")
    by_number = key != number and number.isdecimal() and len(number) < 19
    return await fetch(
        Enterprise,
        f"SELECT {LINK_COLUMNS} FROM enterprise e WHERE e.{'id' if by_number else 'credit_code'} = {{}}",
        int(number) if by_number else key,
    )


async def successor(scope: Scope, key: str) -> str | None:
    """The key of the enterprise that one of this key was merged into; None where none was."""
    del scope  # which enterprise a key names is public
    number = key.removeprefix("id-")
    by_number = key != number and number.isdecimal() and len(number) < 19
    rows = await fetch(
        Enterprise,
        "SELECT e.id, e.credit_code FROM enterprise_merge m JOIN enterprise e ON e.id = m.kept_id"
        f" WHERE m.undone_at IS NULL AND {'m.old_id = {}' if by_number else '{} = ANY(m.codes)'} ORDER BY m.id LIMIT 1",
        int(number) if by_number else key,
    )
    return key_of(rows[0]) if rows else None


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """An enterprise beside a record of another kind: where it is, its titles, under what names it holds patents."""

    cluster: str | None
    credit_code: str | None
    names: list[str]
    titles: list[str]


async def card(scope: Scope, key: str) -> EnterpriseCard:
    """The card of the enterprise of this key. Raises LookupError for a key that no enterprise has."""
    del scope  # nothing of it is personal
    rows = await by_key(key)
    if not rows:
        raise LookupError(key)
    named = await fetch(Enterprise, OWN_NAMES, [rows[0]["id"]])
    titles = await _titles([rows[0]["id"]])
    return EnterpriseCard(
        rows[0]["cluster"],
        rows[0]["credit_code"],
        named[0]["names"] if named else [],
        list(dict.fromkeys(title["title"] for title in titles)),
    )


async def _detail(scope: Scope, found: Row) -> EnterpriseDetail:
    scope = scope.about(townships=[found["township"]], enterprises=[found["credit_code"]])
    (row,) = await fetch(
        Enterprise,
        f"SELECT {columns('enterprise', scope, 'e', bookkeeping=True)} FROM enterprise e WHERE e.id = {{}}",
        found["id"],
    )
    titles = await fetch(
        Recognition,
        f"SELECT {columns('recognition', scope, 'r', bookkeeping=True)} FROM recognition r"
        " WHERE r.enterprise_id = {} ORDER BY r.valid_from DESC NULLS LAST, r.id DESC",
        row["id"],
    )
    record = fields_of(row, "enterprise", scope)
    named = await fetch(Enterprise, OWN_NAMES, [row["id"]])
    return EnterpriseDetail(
        key=key_of(row),
        record=record,
        recognitions=[fields_of(title, "recognition", scope) for title in titles],
        names=named[0]["names"] if named else [],
        provenance=await provenance_of(
            scope, [Source("enterprise", row), *(Source("recognition", t) for t in titles)]
        ),
        history=await history_of(
            scope, {"enterprise": [row["id"]], "recognition": [title["id"] for title in titles]}
        ),
    )
