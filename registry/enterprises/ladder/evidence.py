"""What an answer rests on: the patents and titles behind every number, as pure functions."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from registry.enterprises.ladder.criteria import AnyNeed, Held, HighValueShare, Iso56005, Need, Tagged
from registry.enterprises.ladder.evaluating import INVENTION, Facts, countable, stands, titles


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers of the records behind an answer about one enterprise.

    `patents` count for certain and `patents_maybe` may, of `among` (inventions of a share; None where all count alike);
    `titles` stand, `titles_not` do not or may not; `fields` of the enterprise were read.
    """

    patents: tuple[int, ...] = ()
    patents_maybe: tuple[int, ...] = ()
    among: int | None = None
    titles: tuple[int, ...] = ()
    titles_not: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()


def evidence(need: Need, facts: Facts, enterprise: int, today: date) -> Evidence:
    """The records behind the answer to a need."""
    if isinstance(need, AnyNeed):
        return _together([evidence(one, facts, enterprise, today) for one in need.needs])
    if isinstance(need, Held):
        return _titles(need, facts, enterprise, today)
    if isinstance(need, Iso56005):
        return Evidence(fields=("iso56005_level",))
    if isinstance(need, Tagged):
        return Evidence(fields=("tags",))
    fits = countable(need, today)
    return Evidence() if fits is None else _patents(need, fits, facts, enterprise)


def _patents(need: Need, fits: pl.Expr, facts: Facts, enterprise: int) -> Evidence:
    own = facts.patents.filter(pl.col("enterprise") == enterprise)
    among = own.filter(INVENTION).height if isinstance(need, HighValueShare) else None
    return Evidence(
        patents=tuple(own.filter(fits)["patent"]),
        patents_maybe=tuple(own.filter(fits.is_null())["patent"]),
        among=among,
    )


def _titles(need: Held, facts: Facts, enterprise: int, today: date) -> Evidence:
    own, valid = titles(need, facts).filter(pl.col("enterprise") == enterprise), stands(need, today)
    return Evidence(
        titles=tuple(own.filter(valid)["recognition"]),
        titles_not=tuple(own.filter(valid.is_null() | ~valid)["recognition"]),
    )


def _together(parts: list[Evidence]) -> Evidence:
    return Evidence(
        patents=tuple(dict.fromkeys(number for part in parts for number in part.patents)),
        patents_maybe=tuple(dict.fromkeys(number for part in parts for number in part.patents_maybe)),
        titles=tuple(dict.fromkeys(number for part in parts for number in part.titles)),
        titles_not=tuple(dict.fromkeys(number for part in parts for number in part.titles_not)),
        fields=tuple(dict.fromkeys(name for part in parts for name in part.fields)),
    )
