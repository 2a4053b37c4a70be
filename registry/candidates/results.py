"""How enterprises meet the criteria of a tier: judged today, or kept as it was on the day they were tagged."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from registry.accounts.scope import Scope
from registry.enterprises.ladder.criteria import Ladder, shipped_ladder
from registry.enterprises.ladder.evaluating import Answer, evaluate
from registry.enterprises.ladder.facts import facts
from registry.enterprises.ladder.standing import Gap, gaps, held_tiers


@dataclass(frozen=True, slots=True)
class Results:
    """One enterprise against one tier. `ladder` and `holds_from` name the version of the criteria; `held` is a title."""

    day: date
    ladder: str
    holds_from: date
    tier: str
    held: str | None
    gaps: tuple[Gap, ...]

    def count(self, answer: Answer) -> int:
        """How many criteria have this answer."""
        return sum(gap.answer is answer for gap in self.gaps)

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
    then: Gap | None
    now: Gap | None

    @property
    def differs(self) -> bool:
        """Whether the answer is another one now."""
        return self.then is None or self.now is None or self.then.answer is not self.now.answer


async def judge(scope: Scope, tier: str, enterprises: Iterable[int], today: date) -> dict[int, Results]:
    """These enterprises against a tier on the day, in the transaction going on. Raises KeyError for an unknown tier."""
    ladder = shipped_ladder()
    known = await facts(scope, today)
    aimed = ladder.model_copy(update={"tiers": (ladder.tier(tier),)})
    answers = evaluate(aimed, known, today)
    held = dict(held_tiers(ladder, known, today).iter_rows())
    return {
        one: Results(
            day=today,
            ladder=ladder.title,
            holds_from=ladder.holds_from,
            tier=tier,
            held=_title(ladder, held.get(one)),
            gaps=gaps(ladder.tier(tier), answers, one),
        )
        for one in enterprises
    }


def _title(ladder: Ladder, key: str | None) -> str | None:
    return ladder.tier(key).title if key else None


def kept(document: Mapping[str, Any]) -> Results:
    """What `Results.document` gave, read again."""
    return Results(
        day=date.fromisoformat(document["day"]),
        ladder=document["ladder"],
        holds_from=date.fromisoformat(document["holds_from"]),
        tier=document["tier"],
        held=document["held"],
        gaps=tuple(_gap(one) for one in document["gaps"]),
    )


def _gap(document: Mapping[str, Any]) -> Gap:
    figures = {
        name: None if document[name] is None else float(document[name])
        for name in ("value", "possible", "needed")
    }
    return Gap(**{**document, **figures, "answer": Answer(document["answer"])})


def compare(then: Results, now: Results | None) -> tuple[Compared, ...]:
    """Criterion by criterion: those of that day in their order, then those that came later."""
    old = {gap.criterion: gap for gap in then.gaps}
    new = {gap.criterion: gap for gap in now.gaps} if now else {}
    compared = []
    for key in dict.fromkeys((*old, *new)):
        shown = new.get(key) or old[key]
        compared.append(Compared(shown.title, shown.text, shown.example, old.get(key), new.get(key)))
    return tuple(compared)
