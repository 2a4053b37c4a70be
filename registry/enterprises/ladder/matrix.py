"""矩阵: the enterprises of a board against the criteria of one tier, narrowed, sorted and leafed through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from registry.accounts.scope import Scope
from registry.enterprises.ladder.boards import Board
from registry.enterprises.ladder.criteria import Ladder, Tier
from registry.enterprises.ladder.evaluating import Answer
from registry.enterprises.ladder.standing import Gap, gaps
from registry.enterprises.queries import key_of
from registry.site.filters import MESSAGES, InvalidQueryError, ListQuery, QueryProblem
from registry.site.paging import REACH, Page
from schemas.titles import TitleLevel

NONE_HELD = "none"
"""Stands for the enterprises on no rung."""


class MatrixQuery(ListQuery):
    """What the matrix is narrowed to. `target`, `held`: keys of tiers; `gap`: how far from it; `lacking`: key of a criterion
    that is not met; `sort`: who lacks least first, or by a column."""

    target: str = ""
    held: str = ""
    township: str = ""
    cluster: str = ""
    gap: Literal["", "ready", "1", "2", "3", "unknown"] = ""
    lacking: str = ""
    sort: Literal["gap", "name", "township", "cluster"] = "gap"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tier is chosen."""
        return any((self.q, self.held, self.township, self.cluster, self.gap, self.lacking))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One enterprise against the tier. `held`: its rung, None where it stands on none."""

    key: str
    name: str
    township: str | None
    cluster: str | None
    tags: tuple[str, ...]
    held: Tier | None
    missing: int
    unknown: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class RungCount:
    """How many stand on a rung, and how many of them have all that the next one asks for."""

    tier: Tier
    holders: int
    ready: int


def target_of(ladder: Ladder, query: MatrixQuery) -> Tier:
    """The tier compared with: the one asked for, else the first of national level, else the highest.

    Raises InvalidQueryError where the address names a tier or criterion that there is not.
    """
    national = [tier.key for tier in ladder.tiers if tier.level is TitleLevel.NATIONAL]
    key = query.target or (national or [ladder.keys[-1]])[0]
    refused = {
        "target": query.target not in ("", *ladder.keys),
        "held": query.held not in ("", NONE_HELD, *ladder.keys),
    }
    if not refused["target"]:
        refused["lacking"] = query.lacking not in ("", *(one.key for one in ladder.tier(key).criteria))
    if problems := [
        QueryProblem(name, MESSAGES["enum"], {"input": getattr(query, name)})
        for name, wrong in refused.items()
        if wrong
    ]:
        raise InvalidQueryError(problems)
    return ladder.tier(key)


def seen(board: Board, scope: Scope) -> pl.DataFrame:
    """The enterprises of a board that the caller sees; `Scope.ranks` says the same of one."""
    if scope.ladder:
        return board.enterprises
    return board.enterprises.filter(
        pl.col("township").is_in(list(scope.townships)) | pl.col("credit_code").is_in(list(scope.enterprises))
    )


def rung_counts(board: Board, enterprises: pl.DataFrame) -> list[RungCount]:
    """Every rung, lowest first."""
    tiers = board.ladder.tiers
    counted = []
    for tier, following in zip(tiers, [*tiers[1:], None], strict=True):
        holders = enterprises.filter(pl.col("held") == tier.key).select("enterprise")
        ready = board.places[following.key].join(holders, on="enterprise", how="semi") if following else None
        counted.append(RungCount(tier, holders.height, 0 if ready is None else ready.filter(_READY).height))
    return counted


_READY = (pl.col("missing") == 0) & (pl.col("unknown") == 0)
_GAPS: Mapping[str, pl.Expr] = {
    "ready": _READY,
    "1": pl.col("missing") <= 1,
    "2": pl.col("missing") <= 2,
    "3": pl.col("missing") <= 3,
    "unknown": pl.col("unknown") > 0,
}


def matrix(board: Board, enterprises: pl.DataFrame, tier: Tier, query: MatrixQuery) -> Page[MatrixRow]:
    """One page of the enterprises below a tier that fit, in the order asked for."""
    found = fitting(board, enterprises, tier, query)
    shown = found.slice(min(query.offset, REACH), query.size)
    return Page(rows_of(board, tier, shown), found.height, query.page, query.size)


def fitting(board: Board, enterprises: pl.DataFrame, tier: Tier, query: MatrixQuery) -> pl.DataFrame:
    """All enterprises below a tier that fit: the columns of `STANDING` and `ENTERPRISES`, and rung (key of a tier)."""
    found = board.places[tier.key].join(
        enterprises.select(pl.exclude("held"), rung="held"), on="enterprise", maintain_order="left"
    )
    found = found.filter(*_conditions(query))
    if query.lacking:
        lacking = (pl.col("criterion") == query.lacking) & (pl.col("answer") == Answer.MISSING)
        found = found.join(
            board.answers[tier.key].filter(lacking), on="enterprise", how="semi", maintain_order="left"
        )
    order = _ORDERS[query.sort]
    return found.sort(order, nulls_last=True, maintain_order=True) if order else found


_ORDERS: Mapping[str, str] = {"gap": "", "name": "name", "township": "township", "cluster": "cluster"}
"""By which column; the board itself has who lacks least first."""


def rows_of(board: Board, tier: Tier, shown: pl.DataFrame) -> list[MatrixRow]:
    """These of `fitting` with what each criterion says."""
    answers = board.answers[tier.key].join(shown.select("enterprise"), on="enterprise", how="semi")
    of = answers.partition_by("enterprise", as_dict=True)
    return [_row(board.ladder, tier, of[row["enterprise"],], row) for row in shown.iter_rows(named=True)]


def _conditions(query: MatrixQuery) -> list[pl.Expr]:
    conditions = [
        pl.col(name) == wanted for name in ("township", "cluster") if (wanted := getattr(query, name))
    ]
    if query.held:
        conditions.append(
            pl.col("rung").is_null() if query.held == NONE_HELD else pl.col("rung") == query.held
        )
    if query.gap:
        conditions.append(_GAPS[query.gap])
    for word in query.q.split():
        code = pl.col("credit_code").str.contains(word.upper(), literal=True).fill_null(False)
        conditions.append(pl.col("name").str.contains(word, literal=True) | code)
    return conditions or [pl.lit(True)]


def _row(ladder: Ladder, tier: Tier, answers: pl.DataFrame, row: dict[str, Any]) -> MatrixRow:
    return MatrixRow(
        key=key_of({**row, "id": row["enterprise"]}),
        name=row["name"],
        township=row["township"],
        cluster=row["cluster"],
        tags=tuple(row["tags"]),
        held=ladder.tier(row["rung"]) if row["rung"] else None,
        missing=row["missing"],
        unknown=row["unknown"],
        gaps=gaps(tier, answers, row["enterprise"]),
    )


def choices(enterprises: pl.DataFrame, column: str) -> list[str]:
    """The values of a column, for a choice."""
    return sorted(enterprises[column].drop_nulls().unique())
