"""How enterprises meet the criteria of a tier: judged today, or kept as it was on the day they were tagged."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import polars as pl

from registry.accounts.scope import Scope
from registry.enterprises.ladder.boards import Board
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.evaluating import Answer, evaluate
from registry.enterprises.ladder.facts import facts
from registry.enterprises.ladder.standing import Gap, gaps, held_tiers
from registry.enterprises.ladder.versions import current_ladder


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion for one enterprise, as it is kept for good: what later versions of the ladder say changes none of it."""

    criterion: str
    title: str
    text: str
    source: str
    example: bool
    answer: Answer
    value: float | None
    needed: float | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """One enterprise against one tier. `ladder` and `holds_from` name the version of the criteria; `held` is a title."""

    day: date
    ladder: str
    holds_from: date
    tier: str
    held: str | None
    findings: tuple[Finding, ...]

    def count(self, answer: Answer) -> int:
        """How many criteria have this answer."""
        return sum(one.answer is answer for one in self.findings)

    def document(self) -> dict[str, Any]:
        """As it is kept; `missing` and `unknown` beside it, for lists."""
        counts = {"missing": self.count(Answer.MISSING), "unknown": self.count(Answer.UNKNOWN)}
        return {**asdict(self), **counts}


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion then and now; None where the criteria of that day, or today's, do not have it."""

    title: str
    text: str
    example: bool
    then: Finding | None
    now: Finding | None

    @property
    def differs(self) -> bool:
        """Whether the answer is another one now."""
        return self.then is None or self.now is None or self.then.answer is not self.now.answer


async def judge(scope: Scope, tier: str, enterprises: Iterable[int], today: date) -> dict[int, Results]:
    """These enterprises against a tier on the day, in the transaction going on. Raises KeyError for an unknown tier."""
    ladder = await current_ladder(today)
    known = await facts(scope, today)
    answers = evaluate(ladder.model_copy(update={"tiers": (ladder.tier(tier),)}), known, today)
    held = dict(held_tiers(ladder, known, today).iter_rows())
    return {one: _results(ladder, tier, answers, one, held.get(one), today) for one in enterprises}


def judged(board: Board, tier: str, enterprise: int) -> Results | None:
    """What a board of all enterprises says of one; None where it has the tier, or the enterprise, not."""
    row = board.enterprises.filter(pl.col("enterprise") == enterprise)
    if tier not in board.answers or row.is_empty():
        return None
    return _results(board.ladder, tier, board.answers[tier], enterprise, row["held"][0], board.today)


def _results(
    ladder: Ladder, tier: str, answers: pl.DataFrame, enterprise: int, held: str | None, day: date
) -> Results:
    return Results(
        day=day,
        ladder=ladder.title,
        holds_from=ladder.holds_from,
        tier=tier,
        held=ladder.tier(held).title if held else None,
        findings=tuple(_finding(gap) for gap in gaps(ladder.tier(tier), answers, enterprise)),
    )


def _finding(gap: Gap) -> Finding:
    return Finding(**{field.name: getattr(gap, field.name) for field in fields(Finding)})


def kept(document: Mapping[str, Any]) -> Results:
    """What `Results.document` gave, read again."""
    return Results(
        day=date.fromisoformat(document["day"]),
        ladder=document["ladder"],
        holds_from=date.fromisoformat(document["holds_from"]),
        tier=document["tier"],
        held=document["held"],
        findings=tuple(_read(one) for one in document["findings"]),
    )


def _read(document: Mapping[str, Any]) -> Finding:
    figures = {
        name: None if document[name] is None else float(document[name]) for name in ("value", "needed")
    }
    return Finding(**{**document, **figures, "answer": Answer(document["answer"])})


def compare(then: Results, now: Results | None) -> tuple[Compared, ...]:
    """Criterion by criterion: those of that day in their order, then those that came later."""
    old = {one.criterion: one for one in then.findings}
    new = {one.criterion: one for one in now.findings} if now else {}
    compared = []
    for key in dict.fromkeys((*old, *new)):
        shown = new.get(key) or old[key]
        compared.append(Compared(shown.title, shown.text, shown.example, old.get(key), new.get(key)))
    return tuple(compared)
