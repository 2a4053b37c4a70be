"""Reads of the patents that an enterprise holds."""

from dataclasses import dataclass

from registry.accounts.scope import Scope
from registry.licensing import queries as licensing
from registry.patents.holders import HOLDERS
from registry.patents.queries import (
    LIST_COLUMNS,
    OFFER_CONDITIONS,
    ORDERS,
    PatentSort,
    PatentSummary,
    summary,
)
from registry.patents.tables import Patent
from registry.site.reading import fetch

HELD_BY = f"({HOLDERS} && {{}}::text[] OR p.owner_code = ANY(codes_with({{}})))"
"""A patent of an enterprise: one of its names stands on it, or its credit code."""


async def patents_of(
    scope: Scope, names: list[str], code: str | None, limit: int, *, open_only: bool = False
) -> list[PatentSummary]:
    """The patents of an enterprise, the latest filed first; `open_only`: those that can be licensed today."""
    condition = f"{HELD_BY} AND {OFFER_CONDITIONS['open']}" if open_only else HELD_BY
    rows = await fetch(
        Patent,
        f"SELECT {LIST_COLUMNS}, NULL AS abstract FROM patent p WHERE {condition}"
        f" ORDER BY {ORDERS[PatentSort.FILED]} LIMIT {{}}",
        names,
        code,
        limit,
    )
    offers = await licensing.standing_offers(scope, [row["id"] for row in rows])
    return [summary(row, offers.get(row["id"]), {}) for row in rows]


@dataclass(frozen=True, slots=True)
class OwnedCounts:
    """How many patents an enterprise has, how many of them are inventions, how many can be licensed today."""

    patents: int
    inventions: int
    open: int


async def counts_of(scope: Scope, names: list[str], code: str | None) -> OwnedCounts:
    """The patents of an enterprise, counted."""
    del scope  # nothing listed here is personal
    rows = await fetch(
        Patent,
        "SELECT count(*) AS patents, count(*) FILTER (WHERE p.patent_type = 'invention') AS inventions,"
        f" count(*) FILTER (WHERE {OFFER_CONDITIONS['open']}) AS open FROM patent p WHERE {HELD_BY}",
        names,
        code,
    )
    return OwnedCounts(**rows[0])
