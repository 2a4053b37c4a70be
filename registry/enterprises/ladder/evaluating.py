"""Who meets what: pure functions over the facts of all enterprises at once, in Polars.

An answer is one of three. What the register does not know counts neither for nor against: a need is met if what is
certain meets it, missing if even what is possible would not, and unknown in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

from registry.enterprises.ladder.criteria import (
    AnyNeed,
    Held,
    HighValueShare,
    Iso56005,
    Ladder,
    Need,
    OpenOffers,
    Patents,
    Tagged,
)
from schemas.terms import anniversary

INVENTION = pl.all_horizontal(pl.col("in_force"), pl.col("patent_type") == "invention")
ANSWER = {"enterprise": pl.Int64, "value": pl.Float64, "possible": pl.Float64, "answer": pl.String}
"""What is said of one need: `value` is certain, `possible` is what the value may be at most."""


class Answer(StrEnum):
    """满足, 未满足 or 数据缺失."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the enterprises; a null is not known.

    enterprises: enterprise, tags (list), iso56005_level. patents: enterprise, patent, patent_type, in_force, filing_date,
    grant_date, high_value, offered (with an announced declaration). recognitions: enterprise, recognition, kind, level,
    held_since, held_until, held (not cancelled). `tags_in_use`: by any enterprise of the register.
    """

    enterprises: pl.DataFrame
    patents: pl.DataFrame
    recognitions: pl.DataFrame
    tags_in_use: frozenset[str] = frozenset()


def evaluate(ladder: Ladder, facts: Facts, today: date) -> pl.DataFrame:
    """Every enterprise against every criterion of every tier: columns of `ANSWER` with tier, criterion, needed."""
    frames = [
        answer_need(criterion.need, facts, today).with_columns(
            tier=pl.lit(tier.key),
            criterion=pl.lit(criterion.key),
            needed=pl.lit(needed(criterion.need), pl.Float64),
        )
        for tier in ladder.tiers
        for criterion in tier.criteria
    ]
    return pl.concat(frames)


def needed(need: Need) -> float | None:
    """The number that a need asks for; None where it asks for none."""
    return float(need.at_least) if not isinstance(need, Held | Tagged | AnyNeed) else None


def unit(need: Need) -> str:
    """What the number counts: 件 of patents, per cent, 级; empty where there is no number."""
    if isinstance(need, Held | Tagged | AnyNeed):
        return ""
    return "%" if isinstance(need, HighValueShare) else "级" if isinstance(need, Iso56005) else "件"


def answer_need(need: Need, facts: Facts, today: date) -> pl.DataFrame:
    """Every enterprise against one need."""
    answered = _RULES[type(need)](need, facts, today)
    everyone = facts.enterprises.select("enterprise")
    return everyone.join(answered, on="enterprise", how="left", maintain_order="left").select(
        pl.col(name).cast(kind) for name, kind in ANSWER.items()
    )


def countable(need: Need, today: date) -> pl.Expr | None:
    """Whether a patent counts for a need: yes, no, or null where it may; None for a need that counts no patents."""
    if isinstance(need, Patents):
        return _fits(need, today)
    if isinstance(need, HighValueShare):
        return pl.all_horizontal(INVENTION, pl.col("high_value"))
    return pl.col("offered") if isinstance(need, OpenOffers) else None


def _fits(need: Patents, today: date) -> pl.Expr:
    conditions = [pl.col("in_force")]
    if need.patent_types:
        conditions.append(pl.col("patent_type").is_in([str(kind) for kind in need.patent_types]))
    if need.min_age_years:
        conditions.append(pl.col("filing_date") <= anniversary(today, -need.min_age_years))
    if need.granted_within_years:
        conditions.append(pl.col("grant_date") > anniversary(today, -need.granted_within_years))
    if need.high_value:
        conditions.append(pl.col("high_value"))
    return pl.all_horizontal(conditions)


def _patents(need: Patents, facts: Facts, today: date) -> pl.DataFrame:
    return _counted(facts, _fits(need, today), need.at_least)


def _counted(facts: Facts, fits: pl.Expr, at_least: float) -> pl.DataFrame:
    """Patents that fit for certain, and those that may."""
    counts = (
        facts.patents.select("enterprise", fits.alias("fits"))
        .group_by("enterprise")
        .agg(
            value=pl.col("fits").sum(),
            possible=pl.col("fits").sum() + pl.col("fits").is_null().sum(),
        )
    )
    everyone = facts.enterprises.select("enterprise").join(counts, on="enterprise", how="left")
    return _judged(everyone.with_columns(pl.col("value", "possible").fill_null(0)), at_least)


def _judged(counts: pl.DataFrame, at_least: float) -> pl.DataFrame:
    return counts.with_columns(
        answer=pl.when(pl.col("value") >= at_least)
        .then(pl.lit(Answer.MET.value))
        .when(pl.col("possible") >= at_least)
        .then(pl.lit(Answer.UNKNOWN.value))
        .otherwise(pl.lit(Answer.MISSING.value))
    )


def _high_value_share(need: HighValueShare, facts: Facts, today: date) -> pl.DataFrame:
    """Of what may be inventions in force all but those of high value count against the least share, and none for the most."""
    del today
    valued = pl.all_horizontal(INVENTION, pl.col("high_value"))
    counts = (
        facts.patents.select("enterprise", INVENTION.alias("invention"), valued.alias("valued"))
        .group_by("enterprise")
        .agg(
            sure=pl.col("invention").sum(),
            maybe=pl.col("invention").is_null().sum(),
            high=pl.col("valued").sum(),
            high_maybe=pl.col("valued").is_null().sum(),
        )
    )
    least = 100 * pl.col("high") / pl.max_horizontal(pl.col("sure") + pl.col("maybe"), 1)
    most = 100 * (pl.col("high") + pl.col("high_maybe")) / pl.max_horizontal(pl.col("sure"), 1)
    shares = counts.select("enterprise", value=least, possible=pl.min_horizontal(most, 100))
    everyone = facts.enterprises.select("enterprise").join(shares, on="enterprise", how="left")
    return _judged(everyone.with_columns(pl.col("value", "possible").fill_null(0)), need.at_least)


def titles(need: Held, facts: Facts) -> pl.DataFrame:
    """The titles of the kinds and levels that a need asks for, whoever holds them and whether or not they still stand."""
    kinds = facts.recognitions.filter(pl.col("kind").is_in([str(kind) for kind in need.kinds]))
    if need.levels:
        kinds = kinds.filter(pl.col("level").is_in([str(level) for level in need.levels]))
    return kinds


def stands(need: Held, today: date) -> pl.Expr:
    """Whether a title is held on the day, and long enough; null where that is not known."""
    valid = pl.all_horizontal(
        pl.col("held"), (pl.col("held_until") >= today) | pl.col("held_until").is_null()
    )
    if need.held_years:
        valid = pl.all_horizontal(valid, pl.col("held_since") <= anniversary(today, -need.held_years))
    return valid


def _held(need: Held, facts: Facts, today: date) -> pl.DataFrame:
    """Missing only where lists of such titles are in the register at all."""
    kinds, valid = titles(need, facts), stands(need, today)
    found = (
        kinds.select("enterprise", valid.alias("valid"))
        .group_by("enterprise")
        .agg(sure=pl.col("valid").any(), maybe=pl.col("valid").is_null().any())
    )
    return _three(facts, found, listed=kinds.height > 0)


def _three(facts: Facts, found: pl.DataFrame, *, listed: bool) -> pl.DataFrame:
    """Met where `sure`, unknown where `maybe`; else missing, or unknown where nothing of the kind is `listed`."""
    absent = Answer.MISSING if listed else Answer.UNKNOWN
    everyone = facts.enterprises.select("enterprise").join(found, on="enterprise", how="left")
    answer = (
        pl.when(pl.col("sure"))
        .then(pl.lit(Answer.MET.value))
        .when(pl.col("maybe"))
        .then(pl.lit(Answer.UNKNOWN.value))
        .otherwise(pl.lit(absent.value))
    )
    return everyone.select("enterprise", value=None, possible=None, answer=answer)


def _iso56005(need: Iso56005, facts: Facts, today: date) -> pl.DataFrame:
    del today
    levels = facts.enterprises.select(
        "enterprise",
        value=pl.col("iso56005_level"),
        possible=pl.col("iso56005_level").fill_null(5),
    )
    return _judged(levels, need.at_least)


def _tagged(need: Tagged, facts: Facts, today: date) -> pl.DataFrame:
    del today
    fits = pl.col("tags").list.eval(pl.element().is_in(list(need.any_of))).list.any()
    found = facts.enterprises.select("enterprise", sure=fits, maybe=pl.lit(False))
    return _three(facts, found, listed=not facts.tags_in_use.isdisjoint(need.any_of))


def _open_offers(need: OpenOffers, facts: Facts, today: date) -> pl.DataFrame:
    del today
    return _counted(facts, pl.col("offered"), need.at_least)


def _any(need: AnyNeed, facts: Facts, today: date) -> pl.DataFrame:
    """Met where one is; unknown where none is and one may be."""
    answers = pl.concat([answer_need(one, facts, today) for one in need.needs])
    found = answers.group_by("enterprise").agg(
        sure=(pl.col("answer") == Answer.MET).any(), maybe=(pl.col("answer") == Answer.UNKNOWN).any()
    )
    return _three(facts, found, listed=True)


_RULES: dict[type, Callable[[Any, Facts, date], pl.DataFrame]] = {
    Patents: _patents,
    HighValueShare: _high_value_share,
    Held: _held,
    Iso56005: _iso56005,
    Tagged: _tagged,
    OpenOffers: _open_offers,
    AnyNeed: _any,
}
