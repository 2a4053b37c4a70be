"""What-if (试算): who would have all that a tier asks for under other criteria, who no longer, and through which criterion."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from registry.enterprises.ladder.criteria import Criterion, Ladder
from registry.enterprises.ladder.evaluating import Answer, Facts, evaluate
from registry.enterprises.ladder.standing import standings

Reasons = Mapping[int, tuple[str, ...]]
"""Titles of criteria by the number of an enterprise."""


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that is new, gone or different; the texts before and after, what is set otherwise than on the other side
    as the file has it (`need.at_least = 10`), and how many enterprises meet it.
    """

    tier: str
    title: str
    before: str | None
    after: str | None
    set_before: tuple[str, ...]
    set_after: tuple[str, ...]
    met_before: int | None
    met_after: int | None


@dataclass(frozen=True, slots=True)
class Shift:
    """One tier: how many have all it asks for, before and after; who enters and who leaves, each with the criteria that make
    the difference. A tier that is new, or gone, has None for the other number."""

    key: str
    title: str
    before: int | None
    after: int | None
    entering: Reasons
    leaving: Reasons


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be different, in the order of the tiers."""

    changes: tuple[CriterionChange, ...]
    shifts: tuple[Shift, ...]


def what_if(before: Ladder, after: Ladder, known: Facts, today: date, seen: pl.Series) -> WhatIf:
    """Compare two ladders over the same facts, of the enterprises with these numbers."""
    old, new = (_judged(ladder, known, today, seen) for ladder in (before, after))
    keys = dict.fromkeys((*after.keys, *before.keys))
    return WhatIf(
        changes=tuple(
            change for key in keys for change in _changes(key, before, after, old.answers, new.answers)
        ),
        shifts=tuple(_shift(key, before, after, old, new) for key in keys),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """answers: what `evaluate` gave. ready, by tier: who has all it asks for."""

    answers: pl.DataFrame
    ready: Mapping[str, frozenset[int]]


def _judged(ladder: Ladder, known: Facts, today: date, seen: pl.Series) -> _Judged:
    answers = evaluate(ladder, known, today).filter(pl.col("enterprise").is_in(seen.implode()))
    ready = {}
    for key in ladder.keys:
        placed = standings(ladder, known, answers, today, key)
        ready[key] = frozenset(placed.filter(pl.col("missing") == 0, pl.col("unknown") == 0)["enterprise"])
    return _Judged(answers, ready)


def _shift(key: str, before: Ladder, after: Ladder, old: _Judged, new: _Judged) -> Shift:
    had, have = old.ready.get(key), new.ready.get(key)
    entering, leaving = (
        (have or frozenset()) - (had or frozenset()),
        (had or frozenset()) - (have or frozenset()),
    )
    return Shift(
        key=key,
        title=(after if key in after.keys else before).tier(key).title,
        before=None if had is None else len(had),
        after=None if have is None else len(have),
        entering=_reasons(key, before, old.answers, entering),
        leaving=_reasons(key, after, new.answers, leaving),
    )


def _reasons(key: str, ladder: Ladder, answers: pl.DataFrame, moving: frozenset[int]) -> Reasons:
    """What those who move do not meet on the other side; nothing where the tier is not there."""
    titles = {one.key: one.title for one in ladder.tier(key).criteria} if key in ladder.keys else {}
    lacking = answers.filter(
        pl.col("tier") == key, pl.col("answer") != Answer.MET, pl.col("enterprise").is_in(list(moving))
    )
    found: dict[int, list[str]] = {number: [] for number in sorted(moving)}
    for number, criterion in lacking.select("enterprise", "criterion").iter_rows():
        found[number].append(titles[criterion])
    return {number: tuple(words) for number, words in found.items()}


def _changes(
    key: str, before: Ladder, after: Ladder, old: pl.DataFrame, new: pl.DataFrame
) -> list[CriterionChange]:
    was, becomes = _criteria(before, key), _criteria(after, key)
    title = (after if key in after.keys else before).tier(key).title
    return [
        CriterionChange(
            tier=title,
            title=(becomes.get(one) or was[one]).title,
            before=was[one].text if one in was else None,
            after=becomes[one].text if one in becomes else None,
            set_before=_settings(was.get(one), becomes.get(one)),
            set_after=_settings(becomes.get(one), was.get(one)),
            met_before=_met(old, key, one) if one in was else None,
            met_after=_met(new, key, one) if one in becomes else None,
        )
        for one in dict.fromkeys((*becomes, *was))
        if was.get(one) != becomes.get(one)
    ]


def _settings(mine: Criterion | None, other: Criterion | None) -> tuple[str, ...]:
    """What the need of `mine` sets that the other does not set so; nothing where there is no other."""
    if mine is None or other is None:
        return ()
    theirs = dict(_flat("need", other.need.model_dump(mode="json")))
    return tuple(
        f"{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in _flat("need", mine.need.model_dump(mode="json"))
        if value not in (None, []) and value != theirs.get(name)
    )


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for part, inside in value.items():
            yield from _flat(f"{name}.{part}", inside)
    else:
        yield name, value


def _criteria(ladder: Ladder, key: str) -> dict[str, Criterion]:
    return {one.key: one for one in ladder.tier(key).criteria} if key in ladder.keys else {}


def _met(answers: pl.DataFrame, tier: str, criterion: str) -> int:
    return answers.filter(
        pl.col("tier") == tier, pl.col("criterion") == criterion, pl.col("answer") == Answer.MET
    ).height
