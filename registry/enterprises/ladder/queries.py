"""Reads of the ladder: who stands where, and what is lacking."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from registry.accounts.scope import Scope
from registry.database.engine import connection
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.evaluating import evaluate
from registry.enterprises.ladder.facts import facts
from registry.enterprises.ladder.standing import Gap, gaps, standings
from registry.enterprises.ladder.versions import current_ladder
from registry.enterprises.queries import key_of


@dataclass(frozen=True, slots=True)
class Rung:
    """One enterprise against one tier. `held` and `target` are titles of tiers; `held` None: it holds none."""

    key: str
    name: str
    township: str | None
    cluster: str | None
    held: str | None
    target: str
    missing: int
    unknown: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class RungQuery:
    """Which enterprises: those named by `key`, or that contain `text`; compared with `target` (the key of a tier), else
    each with its next; lacking at most `most_missing`."""

    target: str | None = None
    key: str | None = None
    text: str = ""
    most_missing: int | None = None
    limit: int = 50


async def rungs(scope: Scope, query: RungQuery, today: date) -> list[Rung]:
    """The enterprises that lack least first, in the transaction going on."""
    ladder = await current_ladder(today)
    known = await facts(scope, today)
    answers = evaluate(ladder, known, today)
    compared = standings(ladder, known, answers, today, query.target)
    if query.most_missing is not None:
        compared = compared.filter(pl.col("missing") <= query.most_missing)
    wanted = await _wanted(query)
    compared = compared.filter(pl.col("enterprise").is_in(list(wanted))).head(query.limit)
    return [_rung(ladder, answers, row, wanted[row["enterprise"]]) for row in compared.iter_rows(named=True)]


async def _wanted(query: RungQuery) -> dict[int, Any]:
    rows = await connection().fetch(
        "SELECT e.id, e.credit_code, e.name, e.township, e.cluster FROM enterprise e"
        " WHERE ($1::text IS NULL OR e.credit_code = $1 OR 'id-' || e.id = $1) AND strpos(e.name, $2) > 0",
        query.key,
        query.text,
    )
    return {row["id"]: row for row in rows}


def _rung(ladder: Ladder, answers: pl.DataFrame, row: dict[str, Any], enterprise: Any) -> Rung:
    target = ladder.tier(row["target"])
    return Rung(
        key=key_of(enterprise),
        name=enterprise["name"],
        township=enterprise["township"],
        cluster=enterprise["cluster"],
        held=ladder.tier(row["held"]).title if row["held"] else None,
        target=target.title,
        missing=row["missing"],
        unknown=row["unknown"],
        gaps=gaps(target, answers, row["enterprise"]),
    )
