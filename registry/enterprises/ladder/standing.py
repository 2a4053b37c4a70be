"""Where every enterprise stands on the ladder, and what it still lacks for the next rung: pure functions."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from registry.enterprises.ladder.criteria import Held, Ladder, Tier
from registry.enterprises.ladder.evaluating import Answer, Facts, answer_need, unit


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion of a tier for one enterprise. `value` is certain, `possible` what it may be at most, `needed` what is
    asked for, where it is a number of `unit`."""

    criterion: str
    title: str
    text: str
    source: str
    example: bool
    answer: Answer
    value: float | None
    possible: float | None
    needed: float | None
    unit: str

    @property
    def shortfall(self) -> float | None:
        """How much is lacking of a number; None where nothing is, or where it is no number."""
        if self.answer is not Answer.MISSING or self.value is None or self.needed is None:
            return None
        return self.needed - self.value


STANDING = {
    "enterprise": pl.Int64, "held": pl.String, "target": pl.String, "missing": pl.UInt32, "unknown": pl.UInt32,
}  # fmt: skip
"""An enterprise, the highest rung it holds, the tier it is compared with, and how many criteria of that are not met,
or not known."""


def held_tiers(ladder: Ladder, facts: Facts, today: date) -> pl.DataFrame:
    """The highest rung each enterprise holds on the day: columns enterprise, held (null for none)."""
    held = facts.enterprises.select("enterprise", held=pl.lit(None, pl.String))
    for tier in ladder.tiers:
        need = Held(type="recognition", kinds=(tier.kind,), levels=(tier.level,))
        met = answer_need(need, facts, today)["answer"] == Answer.MET
        held = held.with_columns(held=pl.when(met).then(pl.lit(tier.key)).otherwise("held"))
    return held


def standings(
    ladder: Ladder, facts: Facts, answers: pl.DataFrame, today: date, target: str | None = None
) -> pl.DataFrame:
    """Every enterprise against one tier, or each against its next one: columns of `STANDING`.

    Who holds the target, or a rung above it, is left out. Those that lack least come first, and among these those of
    which most is known. `answers` is what `evaluate` gave.
    """
    rungs = {key: place for place, key in enumerate(ladder.keys)}
    above = dict(zip(ladder.keys, ladder.keys[1:], strict=False))
    aimed = pl.lit(target) if target else pl.col("held").replace_strict(above, default=None)
    compared = (
        held_tiers(ladder, facts, today)
        .with_columns(
            target=pl.when(pl.col("held").is_null() & (target is None))
            .then(pl.lit(ladder.keys[0]))
            .otherwise(aimed)
        )
        .filter(_rung("target", rungs) > _rung("held", rungs).fill_null(-1))
    )
    counts = answers.group_by("enterprise", target="tier").agg(
        missing=(pl.col("answer") == Answer.MISSING).sum(), unknown=(pl.col("answer") == Answer.UNKNOWN).sum()
    )
    return (
        compared.join(counts, on=["enterprise", "target"])
        .sort("missing", "unknown", "enterprise")
        .select(*STANDING)
    )


def _rung(column: str, rungs: dict[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(rungs, default=None, return_dtype=pl.Int64)


def gaps(tier: Tier, answers: pl.DataFrame, enterprise: int) -> tuple[Gap, ...]:
    """Every criterion of a tier for one enterprise, in the order of the tier."""
    own = answers.filter((pl.col("enterprise") == enterprise) & (pl.col("tier") == tier.key))
    rows = {row["criterion"]: row for row in own.iter_rows(named=True)}
    return tuple(
        Gap(
            criterion=one.key,
            title=one.title,
            text=one.text,
            source=one.source,
            example=one.example,
            answer=Answer(rows[one.key]["answer"]),
            value=rows[one.key]["value"],
            possible=rows[one.key]["possible"],
            needed=rows[one.key]["needed"],
            unit=unit(one.need),
        )
        for one in tier.criteria
    )
