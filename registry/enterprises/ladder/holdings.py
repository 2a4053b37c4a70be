"""称号 that are held: with their deadlines, for a page and for reminders, and how many the plan of the district counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from registry.accounts.scope import Scope
from registry.enterprises.ladder.criteria import Ladder, Plan
from registry.enterprises.ladder.deadlines import Deadline, Due, HeldTitle, deadlines
from registry.enterprises.ladder.facts import CANCELLED
from registry.enterprises.ladder.held import COLUMNS, held_title
from registry.enterprises.queries import key_of
from registry.enterprises.tables import Recognition
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Conditions, containing, fetch


class HoldingQuery(ListQuery):
    """What the list of titles is narrowed to. `within`: a deadline inside so many days, or over; `plan`: those that the plan
    counts."""

    vocabularies: ClassVar = {"kind": ("recognition", "title_kind"), "level": ("recognition", "level")}
    kind: str = ""
    level: str = ""
    township: str = ""
    within: Literal["", "30", "90", "180", "over"] = ""
    plan: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen."""
        return any((self.q, self.kind, self.level, self.township, self.within, self.plan))


@dataclass(frozen=True, slots=True)
class Holding:
    """A title of an enterprise with its deadlines, the nearest that is not over first."""

    key: str
    name: str
    township: str | None
    title: HeldTitle
    round: str
    document_number: str | None
    deadlines: tuple[Deadline, ...]

    @property
    def expiry(self) -> Deadline | None:
        """When it ends; None where that is not known."""
        return next((one for one in self.deadlines if one.due is Due.EXPIRY), None)

    @property
    def review(self) -> Deadline | None:
        """When it is reviewed; None where that is not known, or it ends before."""
        return next((one for one in self.deadlines if one.due is Due.REVIEW), None)

    @property
    def next(self) -> Deadline | None:
        """The nearest deadline that is not over."""
        return next((one for one in self.deadlines if one.within != 0), None)


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """The figure of the plan: enterprises that hold such a title on the day, and that ever did (累计)."""

    plan: Plan
    holding: int
    ever: int


async def holdings(scope: Scope, ladder: Ladder, query: HoldingQuery, today: date) -> Page[Holding]:
    """One page of the titles that were not cancelled; whose deadline is nearest comes first."""
    found = await all_holdings(scope, ladder, query, today)
    return Page(found[query.offset : query.offset + query.size], len(found), query.page, query.size)


async def all_holdings(scope: Scope, ladder: Ladder, query: HoldingQuery, today: date) -> list[Holding]:
    """All of them, in the same order."""
    read = await _read(ladder, today, _conditions(scope, ladder, query))
    found = [one for one in read if _within(one, query.within)]
    return sorted(found, key=lambda one: (one.next.on if one.next else date.max, one.name, one.title.number))


async def due_soon(scope: Scope, ladder: Ladder, days: int, today: date) -> list[tuple[Holding, Deadline]]:
    """The deadlines inside so many days, the nearest first."""
    conditions = _conditions(scope, ladder, HoldingQuery())
    reviewed = [str(tier.kind) for tier in ladder.tiers if tier.review_years]
    conditions.add(_NEARLY, today, today + timedelta(days), reviewed)
    candidates = await _read(ladder, today, conditions)
    near = [(one, deadline) for one in candidates for deadline in one.deadlines if _near(deadline, days)]
    return sorted(near, key=lambda pair: (pair[1].on, pair[0].name, pair[1].due))


_NEARLY = "(r.valid_to BETWEEN {} AND {} OR r.review_year IS NOT NULL OR r.title_kind = ANY({}))"
"""All that may have a deadline then, and some more: `deadlines` decides."""


def _near(deadline: Deadline, days: int) -> bool:
    return deadline.within is not None and 0 < deadline.within <= days


def _within(one: Holding, within: str) -> bool:
    if within == "over":
        return any(deadline.within == 0 for deadline in one.deadlines)
    return not within or any(_near(deadline, int(within)) for deadline in one.deadlines)


async def _read(ladder: Ladder, today: date, conditions: Conditions) -> list[Holding]:
    rows = await fetch(
        Recognition,
        f"SELECT {COLUMNS}, r.round, r.document_number, e.id, e.credit_code, e.name, e.township"
        f" FROM recognition r JOIN enterprise e ON e.id = r.enterprise_id {conditions.where}",
        *conditions.values,
    )
    return [_holding(row, ladder, today) for row in rows]


def _conditions(scope: Scope, ladder: Ladder, query: HoldingQuery) -> Conditions:
    conditions = Conditions()
    conditions.add("coalesce(r.status, '') !~ {}", CANCELLED)
    if not scope.ladder:
        conditions.add(
            "(e.township = ANY({}) OR e.credit_code = ANY({}))", [*scope.townships], [*scope.enterprises]
        )
    for column, wanted in (
        ("r.title_kind", query.kind),
        ("r.level", query.level),
        ("e.township", query.township),
    ):
        if wanted:
            conditions.add(f"{column} = {{}}", wanted)
    if query.plan and ladder.plan:
        conditions.add("r.title_kind = ANY({})", [str(kind) for kind in ladder.plan.kinds])
        conditions.add("r.level = {}", str(ladder.plan.level))
    for word in query.q.split():
        conditions.add("(e.name ILIKE {} OR r.title ILIKE {})", containing(word), containing(word))
    return conditions


def _holding(row: Any, ladder: Ladder, today: date) -> Holding:
    title = held_title(row)
    return Holding(
        key=key_of(row),
        name=row["name"],
        township=row["township"],
        title=title,
        round=row["round"],
        document_number=row["document_number"],
        deadlines=tuple(deadlines(ladder, [title], today)),
    )


async def plan_figure(scope: Scope, ladder: Ladder, today: date) -> PlanFigure | None:
    """The figure of the plan, of the enterprises that the caller sees; None where the criteria name no plan."""
    if ladder.plan is None:
        return None
    titles = await _read(ladder, today, _conditions(scope, ladder, HoldingQuery(plan=True)))
    holding = {one.key for one in titles if one.title.valid_to is None or one.title.valid_to >= today}
    return PlanFigure(ladder.plan, len(holding), len({one.key for one in titles}))
